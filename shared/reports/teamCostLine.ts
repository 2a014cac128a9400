import type { BudgetStanding } from '../analysis/budget.ts';
import type { NoForecast } from '../analysis/forecast.ts';
import type { Day } from '../model/time.ts';
import type { CostMovement } from './costMovement.ts';

export interface TeamCost {
  readonly currency: string;
  readonly digits: number;
  readonly week: string;
  readonly previousWeek: string | undefined;
  /** Oldest first, up to eight; `amount` undefined where the week was not read in full. */
  readonly trend: readonly { readonly week: string; readonly amount: string | undefined }[];
  readonly monthToDate: string;
  readonly namespaces: readonly {
    readonly clusterName: string;
    readonly namespace: string;
    readonly amount: string;
    readonly previous: string | undefined;
  }[];
  /** Of the month to date; undefined when the team has none in this currency. */
  readonly budget: BudgetLine | undefined;
  readonly forecast: ForecastLine;
  /** Against the week before; undefined when either week was not read in full. */
  readonly movement: CostMovement | undefined;
  /** The largest excess first. */
  readonly anomalies: readonly AnomalyLine[];
  readonly efficiency: EfficiencyLine;
  /** The largest saving first. */
  readonly rightSizing: readonly RightSizingLine[];
}

/** A month against what the team planned for it. Percentages have one decimal. */
export interface BudgetLine {
  readonly monthly: string;
  readonly usedPercent: string;
  readonly forecastPercent: string | undefined;
  readonly outlook: BudgetStanding['outlook'];
}

/** What the month will come to at its end, with how far the method was off in back-tests; or why none is made. */
export type ForecastLine =
  | {
      readonly kind: 'estimate';
      readonly amount: string;
      readonly errorPercent: string;
      readonly backTests: number;
    }
  | ({ readonly kind: 'none' } & NoForecast);

/** Days in a row on which a namespace cost far more than usual. */
export interface AnomalyLine {
  readonly clusterName: string;
  readonly namespace: string;
  readonly from: Day;
  readonly to: Day;
  readonly amount: string;
  readonly expected: string;
}

/** How much of what they ask for a team's workloads use. */
export interface EfficiencyLine {
  /** Use over request in whole percent; undefined when it is not told, or nothing is asked for. */
  readonly cpuPercent: string | undefined;
  readonly ramPercent: string | undefined;
  readonly monthlySaving: string;
  /** Workloads whose requests and use are told, and those whose source does not tell them. */
  readonly told: number;
  readonly untold: number;
}

/** A workload that asks for far more than it uses. */
export interface RightSizingLine {
  readonly clusterName: string;
  readonly namespace: string;
  readonly workload: string;
  /** Averages of the time it ran: cores with three decimals, memory in whole MiB. */
  readonly cpuCores: SizingLine;
  readonly ramMib: SizingLine;
  readonly monthlySaving: string;
}

export interface SizingLine {
  readonly requested: string;
  readonly used: string;
  readonly recommended: string;
}
