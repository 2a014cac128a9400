import type { Amount } from '../model/money.ts';

/** How a team stands against its budget of the month. */
export interface BudgetStanding {
  readonly monthly: Amount;
  readonly currency: string;
  /** Spent so far, in tenths of a percent of the budget. */
  readonly usedPermille: bigint;
  /** Forecast to the month's end likewise; undefined without a forecast. */
  readonly forecastPermille: bigint | undefined;
  /** `willExceed`: the forecast is above the budget; `mayExceed`: it is within, but not by more than its error. */
  readonly outlook: 'within' | 'mayExceed' | 'willExceed' | 'exceeded' | 'unknown';
}

/** What the month will come to, and how far such forecasts were off (0.07 for 7 %). */
export interface ExpectedSpend {
  readonly amount: Amount;
  readonly errorShare: number;
}

/** Holds a month so far, and its forecast, against the budget. All amounts are of the budget's currency. */
export function compareBudget(
  budget: { readonly monthly: Amount; readonly currency: string },
  monthToDate: Amount,
  expected: ExpectedSpend | undefined,
): BudgetStanding {
  return {
    ...budget,
    usedPermille: permille(monthToDate, budget.monthly),
    forecastPermille: expected && permille(expected.amount, budget.monthly),
    outlook: judge(budget.monthly, monthToDate, expected),
  };
}

function judge(
  monthly: Amount,
  monthToDate: Amount,
  expected: ExpectedSpend | undefined,
): BudgetStanding['outlook'] {
  if (monthToDate > monthly) return 'exceeded';
  if (!expected) return 'unknown';
  if (expected.amount > monthly) return 'willExceed';
  const perMillion = BigInt(Math.round(expected.errorShare * 1e6));
  const upper = expected.amount + (expected.amount * perMillion) / 1_000_000n;
  return upper > monthly ? 'mayExceed' : 'within';
}

/** Thousandths, rounded half up; negative spending (credits) gives negative ones. */
function permille(part: Amount, whole: Amount): bigint {
  const twice = (part * 2000n) / whole;
  return (twice + (twice < 0n ? -1n : 1n)) / 2n;
}
