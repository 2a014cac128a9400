import type { ChargebackReport, CurrencyStatement } from '../../reports/chargebackReport.ts';
import { type Money, percentOf } from './comparison.ts';
import { type Cell, numberCell, numbers, type Table, textCell, toTable, words } from './table.ts';

/** How a statement ties to the bill, figure by figure. */
export function tableOfReconciliation(
  bill: NonNullable<CurrencyStatement['reconciliation']>,
  money: Money,
): Table {
  const row = (name: string, amount: string, sub = ''): [Cell, Cell] => [
    textCell(name, { sub }),
    numberCell(money(amount)),
  ];
  return toTable({
    title: 'How it ties to the bill',
    columns: [words('Figure'), numbers('Amount')],
    items: [
      row(
        'Effective cost of the subscriptions',
        bill.azureEffective.amount,
        'as Azure reports it, amortized',
      ),
      row('of it in clusters', bill.inPools.amount, 'what is distributed'),
      row('of it outside', bill.outside.amount, 'belongs to no cluster, charged elsewhere'),
      row('Difference', bill.difference.amount),
      row('Corrections of closed months', bill.adjustments.amount, 'booked in this one'),
      row('Charged to teams', bill.charged.amount, 'equals what is in clusters, and the corrections'),
      row('Billed cost of the clusters', bill.billedInPools.amount, 'actual; ties to the invoice'),
      row('Bridge', bill.bridge.amount, 'effective less billed: reservations and savings plans'),
      row('Billed cost of the subscriptions', bill.azureBilled.amount),
    ],
    toRow: (cells) => cells,
    limit: 9,
    empty: '',
  });
}

/** Where a cluster was metered beside another allocation, how far the two are apart. */
export function tableOfComparisons(comparisons: ChargebackReport['comparisons'], limit: number): Table {
  return toTable({
    title: 'Two allocations compared',
    note: 'Part of the machines’ cost that metering would charge to other namespaces than the allocation does.',
    columns: [words('Cluster'), numbers('Charged elsewhere')],
    items: comparisons,
    toRow: ({ clusterName, days, differenceShare, largest }) => [
      textCell(clusterName, {
        sub: [
          `${days} days`,
          ...largest
            .slice(0, 3)
            .map(
              (each) =>
                `${each.namespace || '(none)'} ${percentOf(each.allocation)}, metered ${percentOf(each.metering)}`,
            ),
        ].join(' · '),
      }),
      numberCell(percentOf(differenceShare)),
    ],
    limit,
    empty: '',
  });
}
