import { type Amount, formatExact, formatMinorUnits, roundTogether, toMinorUnits } from '../model/money.ts';
import { byKey, compareText } from '../model/order.ts';
import type { Reconciliation } from './chargebackReport.ts';
import type { Money } from './report.ts';
import type { BillSum } from './statement.ts';

/** Ties one currency's charges to its bill; undefined where no bill was read. */
export function reconcile(
  bill: BillSum | undefined,
  charged: Amount,
  digits: number,
): Reconciliation | undefined {
  if (!bill) return undefined;
  const groups = [...bill.outsideByGroup].map(([resourceGroup, amount]) => ({ resourceGroup, amount }));
  groups.sort((a, b) =>
    a.amount === b.amount ? compareText(a.resourceGroup, b.resourceGroup) : a.amount > b.amount ? -1 : 1,
  );
  const difference = bill.azureEffective - bill.inPoolsEffective - bill.outsideEffective;
  // In pools is what was charged, so its cents are fixed; what is outside takes the rounding, not the difference.
  const outsideUnits =
    toMinorUnits(bill.azureEffective - difference, digits) - toMinorUnits(bill.inPoolsEffective, digits);
  const groupUnits = roundTogether(
    groups.map(({ amount }) => amount),
    digits,
  );
  const subscriptions = [...bill.subscriptions].sort(byKey);
  const [effective, billed] = (['effective', 'billed'] as const).map((metric) =>
    roundTogether(
      subscriptions.map(([, sums]) => sums[metric]),
      digits,
    ),
  );
  return {
    azureEffective: toMoney(bill.azureEffective, digits),
    inPools: toMoney(bill.inPoolsEffective, digits),
    outside: { amount: formatMinorUnits(outsideUnits, digits), exact: formatExact(bill.outsideEffective) },
    difference: toMoney(difference, digits),
    adjustments: {
      amount: formatMinorUnits(
        toMinorUnits(charged, digits) - toMinorUnits(bill.inPoolsEffective, digits),
        digits,
      ),
      exact: formatExact(bill.adjustments),
    },
    charged: toMoney(charged, digits),
    billedInPools: toMoney(bill.inPoolsBilled, digits),
    azureBilled: toMoney(bill.azureBilled, digits),
    // The difference of the two cents that stand beside it, so that a reader who subtracts them gets this.
    bridge: {
      amount: formatMinorUnits(
        toMinorUnits(bill.inPoolsEffective, digits) - toMinorUnits(bill.inPoolsBilled, digits),
        digits,
      ),
      exact: formatExact(bill.inPoolsEffective - bill.inPoolsBilled),
    },
    outsideByResourceGroup: groups.map(({ resourceGroup }, index) => ({
      resourceGroup,
      amount: formatMinorUnits(groupUnits[index] ?? 0n, digits),
    })),
    subscriptions: subscriptions.map(([subscriptionId, sums], index) => ({
      subscriptionId,
      effective: {
        amount: formatMinorUnits(effective?.[index] ?? 0n, digits),
        exact: formatExact(sums.effective),
      },
      billed: { amount: formatMinorUnits(billed?.[index] ?? 0n, digits), exact: formatExact(sums.billed) },
    })),
  };
}

/** An amount as reports carry it. */
export function toMoney(amount: Amount, digits: number): Money {
  return { amount: formatMinorUnits(toMinorUnits(amount, digits), digits), exact: formatExact(amount) };
}
