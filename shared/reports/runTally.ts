import type { Instant } from '../model/time.ts';
import { STAGES, type Stage, type StageLine } from './healthReport.ts';

/** A unit of work as the run log has it. */
export interface TalliedRun {
  readonly run: string;
  readonly stage: Stage | 'request';
  readonly subject: string;
  readonly state: 'queued' | 'done' | 'failed' | 'poisoned';
  readonly at: Instant;
  readonly seconds: number;
  /** Of a failure its class, such as `throttled`, where that is known. */
  readonly note: string;
  readonly problem: { readonly message: string; readonly remedy: string } | undefined;
}

/** Units that failed at their last try for the same reason. */
export interface Failure {
  readonly stage: Stage;
  /** The latest of them. */
  readonly subject: string;
  readonly message: string;
  readonly remedy: string;
  readonly count: number;
}

/**
 * Adds up the run log of a week as it is read, newest first: a large estate's does not fit in memory. Samples of
 * metering are only counted, as one that is missed is never taken later.
 */
export class RunTally {
  readonly #stages = new Map<Stage, StageLine>(STAGES.map((stage) => [stage, emptyLine(stage)]));
  readonly #failures = new Map<string, Failure>();
  readonly #seen = new Set<string>();
  readonly #tried = new Set<string>();

  add(row: TalliedRun): void {
    const { stage, subject } = row;
    if (stage === 'request') return;
    const hasFailed = row.state === 'failed' || row.state === 'poisoned';
    const unit = `${stage}|${subject}`;
    const tried = `${row.run}|${unit}`;
    const line = this.#stages.get(stage) ?? emptyLine(stage);
    this.#stages.set(stage, {
      stage,
      executions: line.executions + 1,
      failed: line.failed + (hasFailed ? 1 : 0),
      retries: line.retries + (this.#tried.has(tried) ? 1 : 0),
      throttled: line.throttled + (hasFailed && row.note === 'throttled' ? 1 : 0),
      seconds: line.seconds + row.seconds,
    });
    if (stage === 'meter') {
      if (hasFailed) this.#addFailure(stage, row);
      return;
    }
    this.#tried.add(tried);
    if (this.#seen.has(unit)) return;
    this.#seen.add(unit);
    if (hasFailed) this.#addFailure(stage, row);
  }

  /** Every stage, in order. */
  get stages(): readonly StageLine[] {
    return STAGES.map((stage) => this.#stages.get(stage) ?? emptyLine(stage));
  }

  /** What failed and was not done since, by stage and reason; the latest first. */
  get failures(): readonly Failure[] {
    return [...this.#failures.values()];
  }

  #addFailure(stage: Stage, { subject, problem }: TalliedRun): void {
    const { message = '', remedy = '' } = problem ?? {};
    const key = `${stage}|${message}|${remedy}`;
    const known = this.#failures.get(key);
    this.#failures.set(
      key,
      known ? { ...known, count: known.count + 1 } : { stage, subject, message, remedy, count: 1 },
    );
  }
}

function emptyLine(stage: Stage): StageLine {
  return { stage, executions: 0, failed: 0, retries: 0, throttled: 0, seconds: 0 };
}
