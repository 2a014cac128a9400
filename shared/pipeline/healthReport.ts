import { PurserError } from '../model/errors.ts';
import {
  addDays,
  type Day,
  dayOf,
  type Instant,
  monthOf,
  type Period,
  previousPeriod,
  startOf,
} from '../model/time.ts';
import { assessCoverage } from '../reports/coverage.ts';
import { buildHealth, type HealthInput, type Look } from '../reports/health.ts';
import type { HealthReport } from '../reports/healthReport.ts';
import type { Report } from '../reports/report.ts';
import { RunTally } from '../reports/runTally.ts';
import { SHOWN_MESSAGES } from '../store/queues.ts';
import type { DeliveryRow, ReportRow } from '../store/store.ts';
import type { ReportingApp } from './app.ts';
import { expectWeek } from './healthExpected.ts';
import { linkTo } from './reportLink.ts';
import { findFailures } from './undelivered.ts';

/** A delivery that has been under way for longer was left by a worker that died, or never got its turn. */
const LONGEST_WAY_MS = 24 * 3_600_000;
/** Days after which the statement of a month is missed. */
const STATEMENT_DAYS = 7;
/** Days that Azure and people are given until a month should be closed. */
const CLOSING_DAYS = 10;
/** Months back that are still asked to be closed: who closes none is not told of all of them for ever. */
const CLOSING_MONTHS = 3;

/**
 * Looks at how Purser fared in a week, and at what is stuck now. What cannot be looked at is told in the note: only a
 * note that could read nothing of the estate at all is not made.
 */
export async function loadHealth(app: ReportingApp, period: Period): Promise<HealthReport> {
  const { queues } = app;
  const now = app.clock.now();
  const week = await expectWeek(app, period);
  return buildHealth({
    config: app.config,
    period,
    coverage: assessCoverage(week.expected, week.rows),
    link: linkTo(app, 'health', period),
    now: now.toISOString(),
    runs: await look(() => tallyRuns(app, period, now)),
    queues: queues ? await look(() => lookAtQueues(queues)) : notHere('queues'),
    deliveries: app.store.ledger ? await look(() => lookAtDeliveries(app, now)) : notHere('deliveries'),
    reports: await look(async () => lookAtReports(await app.store.reports.listReports(), period, week.begun)),
  });
}

/**
 * The note of a week that has gone to the operator after the week had ended: it is not made anew, since what is stuck
 * changes by the hour, and one week has one note.
 */
export async function findSentHealth(app: ReportingApp, period: Period): Promise<Report | undefined> {
  const row = await app.store.reports.findReport('health', period.id, 'operator');
  if (!row || dayOf(new Date(row.builtAt)) <= period.to) return undefined;
  return app.store.reports.getReport('health', period.id, row.hash);
}

/** @throws whatever is no fault of something that was looked at */
async function look<T>(at: () => Promise<T>): Promise<Look<T>> {
  try {
    return { found: await at() };
  } catch (error) {
    if (error instanceof PurserError) return { blind: { message: error.message, remedy: error.remedy } };
    const message = error instanceof Error ? error.message : String(error);
    return { blind: { message, remedy: 'See the log of the same time, and npm run purser -- status.' } };
  }
}

function notHere(what: string): Look<never> {
  return {
    blind: {
      message: `There are no ${what} to look at from here.`,
      remedy: 'Ask where Purser runs: npm run purser -- status.',
    },
  };
}

async function tallyRuns(app: ReportingApp, { from, to }: Period, now: Date) {
  const tally = new RunTally();
  const end = startOf(addDays(to, 1));
  const until = (end < now ? end : now).toISOString();
  for await (const row of app.store.runs.eachRun(startOf(from).toISOString(), until)) tally.add(row);
  return { stages: tally.stages, failures: tally.failures };
}

async function lookAtQueues(queues: NonNullable<ReportingApp['queues']>) {
  const [waiting, poison] = await Promise.all([queues.countWaiting(), queues.peekPoison()]);
  return { waiting: waiting.reduce((sum, { messages }) => sum + messages, 0), poison, shown: SHOWN_MESSAGES };
}

type FoundDeliveries = Extract<HealthInput['deliveries'], { found: unknown }>['found'];

async function lookAtDeliveries(app: ReportingApp, now: Date): Promise<FoundDeliveries> {
  const rows = (await app.store.ledger?.listDeliveries()) ?? [];
  const longAgo = new Date(now.getTime() - LONGEST_WAY_MS).toISOString();
  const late = rows.filter((row) => isLate(row, longAgo));
  return {
    stuck: [...findFailures(rows), ...late],
    waiting: rows.filter((row) => row.state === 'waiting' && !late.includes(row)).length,
  };
}

function isLate({ state, updatedAt, waitingUntil }: DeliveryRow, longAgo: Instant): boolean {
  if (state === 'claimed' || state === 'sending') return updatedAt < longAgo;
  return state === 'waiting' && (waitingUntil ?? updatedAt) < longAgo;
}

type FoundReports = Extract<HealthInput['reports'], { found: unknown }>['found'];

/** @param begun when Purser began: nobody expects reports of before */
function lookAtReports(rows: readonly ReportRow[], period: Period, begun: Day | undefined): FoundReports {
  const whole = rows.filter(({ audience }) => audience === 'organisation');
  const statements = whole.filter(({ kind }) => kind === 'chargeback');
  const before = previousPeriod(period).id;
  const month = previousPeriod(monthOf(addDays(period.to, -STATEMENT_DAYS)));
  const due = [
    ...(['digest', 'governance'] as const).map((kind) => ({ kind, period: before, on: period.from })),
    { kind: 'chargeback' as const, period: month.id, on: addDays(month.to, 1) },
  ];
  const closedUntil = addDays(period.to, -CLOSING_DAYS);
  let oldest = monthOf(closedUntil);
  for (let back = 0; back < CLOSING_MONTHS; back++) oldest = previousPeriod(oldest);
  return {
    notBuilt: due
      .filter(({ on }) => begun !== undefined && begun < on)
      .filter((one) => !whole.some((row) => row.kind === one.kind && row.period === one.period))
      .map((one) => ({ kind: one.kind, period: one.period })),
    held: statements
      .filter(({ held }) => held.length > 0)
      .map((row) => ({ period: row.period, reasons: row.held })),
    awaitingClosing: statements
      .filter(({ state, held }) => state === 'provisional' && held.length === 0)
      .filter((row) => row.period >= oldest.id && row.period < monthOf(closedUntil).id)
      .map((row) => row.period),
  };
}
