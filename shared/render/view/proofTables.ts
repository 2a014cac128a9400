import type { ChargebackReport, CurrencyStatement } from '../../reports/chargebackReport.ts';
import type { Formatter } from '../formatter.ts';
import { type Money, percentOf } from './comparison.ts';
import { type Cell, numberCell, numbers, type Table, textCell, texts, toTable } from './table.ts';

/** How a statement ties to the bill, figure by figure. */
export function tableOfReconciliation(
  bill: NonNullable<CurrencyStatement['reconciliation']>,
  money: Money,
  formatter: Formatter,
): Table {
  const { reconciliation: words, amount } = formatter.words.chargeback;
  const row = (name: string, figure: string, sub = ''): [Cell, Cell] => [
    textCell(name, { sub }),
    numberCell(money(figure)),
  ];
  const items = [
    row(words.azureEffective, bill.azureEffective.amount, words.azureEffectiveNote),
    row(words.inPools, bill.inPools.amount, words.inPoolsNote),
    row(words.outside, bill.outside.amount, words.outsideNote),
    row(words.difference, bill.difference.amount),
    row(words.adjustments, bill.adjustments.amount, words.adjustmentsNote),
    row(words.charged, bill.charged.amount, words.chargedNote),
    row(words.billedInPools, bill.billedInPools.amount, words.billedInPoolsNote),
    row(words.bridge, bill.bridge.amount, words.bridgeNote),
    row(words.azureBilled, bill.azureBilled.amount),
  ];
  return toTable({
    title: words.title,
    columns: [texts(words.figure), numbers(amount)],
    toRow: (cells) => cells,
    ...{ items, limit: items.length, formatter, empty: '' },
  });
}

/** Where a cluster was metered beside another allocation, how far the two are apart. */
export function tableOfComparisons(
  comparisons: ChargebackReport['comparisons'],
  formatter: Formatter,
  limit: number,
): Table {
  const { chargeback, table } = formatter.words;
  return toTable({
    title: chargeback.comparisons,
    note: chargeback.comparisonsNote,
    columns: [texts(chargeback.cluster), numbers(chargeback.elsewhere)],
    items: comparisons,
    toRow: ({ clusterName, days, differenceShare, largest }) => [
      textCell(clusterName, {
        sub: [
          chargeback.comparedDays(formatter.figure(days)),
          ...largest
            .slice(0, 3)
            .map(({ namespace, allocation, metering }) =>
              chargeback.compared(
                namespace || table.none,
                percentOf(allocation, formatter),
                percentOf(metering, formatter),
              ),
            ),
        ].join(' · '),
      }),
      numberCell(percentOf(differenceShare, formatter)),
    ],
    ...{ limit, formatter, empty: '' },
  });
}
