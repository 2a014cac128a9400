import type { Source } from '../model/reading.ts';
import type { Channel, ReportKind } from '../model/tasks.ts';
import type { Day, Instant } from '../model/time.ts';
import type { ReportBase } from './report.ts';

/** Kinds of work that the note tells apart, in the order in which it flows. */
export const STAGES = ['plan', 'collect', 'meter', 'assess', 'report', 'deliver', 'close'] as const;
export type Stage = (typeof STAGES)[number];

/** What ran of one stage in the week. */
export interface StageLine {
  readonly stage: Stage;
  /** Times that something was done or tried. */
  readonly executions: number;
  /** Of them, those that failed; a later try may have succeeded. */
  readonly failed: number;
  /** Of them, those that tried again what the same run had tried before. */
  readonly retries: number;
  /** Of the failed ones, those that a source asked to wait. */
  readonly throttled: number;
  /** Seconds that they took, added up. */
  readonly seconds: number;
}

/** What Purser looks at for the note, besides the readings. */
export const WATCHED = ['runs', 'queues', 'deliveries', 'reports'] as const;
export type Watched = (typeof WATCHED)[number];

/** In the words of a source, a transport or the store. */
interface Explained {
  readonly message: string;
  readonly remedy: string;
}

/** One thing that needs the operator. */
export type HealthProblem =
  /** Could not be looked at, so that nothing is known of it. */
  | ({ readonly kind: 'notLookedAt'; readonly what: Watched } & Explained)
  /** Units of work that failed at their last try for the same reason, and were not done since. */
  | ({
      readonly kind: 'failed';
      readonly stage: Stage;
      /** One of them. */
      readonly subject: string;
      readonly count: number;
    } & Explained)
  /** Days of a source and scope of which nothing is kept. */
  | ({
      readonly kind: 'unread';
      readonly source: Source;
      readonly scope: string;
      readonly name: string;
      readonly days: readonly Day[];
    } & Explained)
  | { readonly kind: 'notBuilt'; readonly report: ReportKind; readonly period: string }
  /** A statement that the gate holds back; `reasons` are their names. */
  | { readonly kind: 'held'; readonly period: string; readonly reasons: readonly string[] }
  /** A month whose statement may go out and that nobody has closed. */
  | { readonly kind: 'awaitingClosing'; readonly period: string }
  /** Messages that were given up. Of a queue with many only the first are looked at: then `isMore`. */
  | {
      readonly kind: 'poison';
      readonly queue: string;
      readonly count: number;
      readonly isMore: boolean;
      /** What the oldest asked for. */
      readonly subject: string;
      readonly since: Instant;
    }
  /** A delivery that reached nobody, may not have, or has been under way for more than a day. */
  | ({
      readonly kind: 'undelivered';
      readonly report: ReportKind;
      readonly period: string;
      readonly audience: string;
      readonly channel: Channel;
      /** As the ledger says. */
      readonly state: string;
      readonly tries: number;
      readonly since: Instant;
    } & Explained);

/** What running came to by list price: an estimate from the run log, no bill. */
export interface RunningCost {
  readonly executions: number;
  readonly seconds: number;
  /** Seconds, each with the memory of an instance: more than is billed where work shares an instance. */
  readonly gigabyteSeconds: number;
  readonly instanceMemoryMB: number;
  /** US dollars, before the free grant of the month; decimal text. */
  readonly dollars: string;
  /** The day of which the prices are. */
  readonly pricesOn: Day;
}

/** How Purser itself fared in a week, for its operator alone. */
export interface HealthReport extends ReportBase {
  readonly kind: 'health';
  /** Most urgent first. */
  readonly problems: readonly HealthProblem[];
  /** Further problems that are only counted. */
  readonly moreProblems: number;
  /** Every stage; zeros where nothing ran, none where the run log could not be read. */
  readonly stages: readonly StageLine[];
  /** Undefined where the run log could not be read. */
  readonly cost: RunningCost | undefined;
  /** Messages that wait in the queues for their turn, and deliveries that wait for theirs; undefined where not known. */
  readonly waiting: { readonly messages: number | undefined; readonly deliveries: number | undefined };
}

/** Whether anything needs the operator. */
export function needsOperator({ problems, moreProblems }: HealthReport): boolean {
  return problems.length + moreProblems > 0;
}
