import { LIST_PRICES_ON, priceExecutions } from '../analysis/functionPrices.ts';
import { compareText } from '../model/order.ts';
import type { CoverageEntry } from '../model/reading.ts';
import type { Channel, ReportKind } from '../model/tasks.ts';
import type { Instant } from '../model/time.ts';
import { beginReport, type ReportInput } from './base.ts';
import type { HealthProblem, HealthReport, RunningCost, StageLine, Watched } from './healthReport.ts';
import type { Failure } from './runTally.ts';

/** A delivery as far as the note tells of it. */
export interface WatchedDelivery {
  readonly kind: ReportKind;
  readonly period: string;
  readonly audience: string;
  readonly channel: Channel;
  readonly state: string;
  readonly tries: number;
  readonly updatedAt: Instant;
  readonly problem: { readonly message: string; readonly remedy: string } | undefined;
}

/** A message that was given up. */
export interface GivenUpMessage {
  readonly queue: string;
  readonly insertedAt: Instant;
  /** Text of the message, perhaps cut. */
  readonly text: string;
}

/** Why something could not be looked at. */
export interface Blindness {
  readonly message: string;
  readonly remedy: string;
}

/** What was found, or why it could not be looked at. */
export type Look<T> = { readonly found: T } | { readonly blind: Blindness };

/** What a health note is made from. */
export interface HealthInput extends ReportInput {
  /** When all of it was looked at. */
  readonly now: Instant;
  readonly runs: Look<{ readonly stages: readonly StageLine[]; readonly failures: readonly Failure[] }>;
  readonly queues: Look<{
    readonly waiting: number;
    readonly poison: readonly GivenUpMessage[];
    /** Messages of a queue that a look shows, at most. */
    readonly shown: number;
  }>;
  /** Deliveries that need somebody, and how many wait for their turn as they should. */
  readonly deliveries: Look<{ readonly stuck: readonly WatchedDelivery[]; readonly waiting: number }>;
  readonly reports: Look<{
    readonly notBuilt: readonly { readonly kind: ReportKind; readonly period: string }[];
    readonly held: readonly { readonly period: string; readonly reasons: readonly string[] }[];
    /** Months. */
    readonly awaitingClosing: readonly string[];
  }>;
}

/** Problems that the note carries; the rest is counted. */
const MOST_PROBLEMS = 200;

const ORDER = [
  'notLookedAt',
  'poison',
  'undelivered',
  'held',
  'notBuilt',
  'failed',
  'unread',
  'awaitingClosing',
] as const satisfies readonly HealthProblem['kind'][];

/** Makes the note of a week: what ran, what did not, what is stuck, and what it cost to run. */
export function buildHealth(input: HealthInput): HealthReport {
  const { now, config, runs, queues, deliveries } = input;
  const problems = listProblems(input);
  const stages = 'found' in runs ? runs.found.stages : [];
  return {
    ...beginReport('health', input, []),
    asOf: now,
    problems: problems.slice(0, MOST_PROBLEMS),
    moreProblems: Math.max(0, problems.length - MOST_PROBLEMS),
    stages,
    cost: 'found' in runs ? priceStages(stages, config.running.instanceMemoryMB) : undefined,
    waiting: {
      messages: 'found' in queues ? queues.found.waiting : undefined,
      deliveries: 'found' in deliveries ? deliveries.found.waiting : undefined,
    },
  };
}

function listProblems(input: HealthInput): readonly HealthProblem[] {
  const { runs, queues, deliveries, reports } = input;
  const unread = input.coverage.entries.filter(({ missing }) => missing.length > 0).map(toUnread);
  const told = new Set(unread.flatMap(({ message }) => (message === '' ? [] : [message])));
  const problems: HealthProblem[] = [
    ...listBlind({ runs, queues, deliveries, reports }),
    ...('found' in queues ? groupPoison(queues.found) : []),
    ...('found' in deliveries ? deliveries.found.stuck.map(toUndelivered) : []),
    ...('found' in reports
      ? [
          ...reports.found.held.map((one) => ({ kind: 'held', ...one }) as const),
          ...reports.found.notBuilt.map(
            ({ kind, period }) => ({ kind: 'notBuilt', report: kind, period }) as const,
          ),
          ...reports.found.awaitingClosing.map((period) => ({ kind: 'awaitingClosing', period }) as const),
        ]
      : []),
    // What a collection could not read is told once, with the days that are missing for it.
    ...('found' in runs
      ? runs.found.failures
          .filter(({ stage, message }) => stage !== 'collect' || !told.has(message))
          .map((failure) => ({ kind: 'failed', ...failure }) as const)
      : []),
    ...unread,
  ];
  return problems.sort(
    (a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || compareText(nameOf(a), nameOf(b)),
  );
}

function listBlind(looks: Readonly<Record<Watched, Look<unknown>>>): readonly HealthProblem[] {
  return Object.entries(looks).flatMap(([what, look]) =>
    'blind' in look ? [{ kind: 'notLookedAt' as const, what: what as Watched, ...look.blind }] : [],
  );
}

function toUnread({ source, scope, name, missing, problem }: CoverageEntry) {
  const { message = '', remedy = '' } = problem ?? {};
  return { kind: 'unread', source, scope, name, days: missing, message, remedy } as const;
}

function toUndelivered(delivery: WatchedDelivery): HealthProblem {
  const { kind, period, audience, channel, state, tries, updatedAt, problem } = delivery;
  const { message = '', remedy = '' } = problem ?? {};
  return {
    ...{ kind: 'undelivered', report: kind, period, audience, channel, state, tries },
    ...{ since: updatedAt, message, remedy },
  };
}

type FoundQueues = Extract<HealthInput['queues'], { found: unknown }>['found'];

/** A queue a problem: what is in it wants the same done. */
function groupPoison({ poison, shown }: FoundQueues): readonly HealthProblem[] {
  return [...Map.groupBy(poison, ({ queue }) => queue)].flatMap(([queue, own]): HealthProblem[] => {
    const [oldest] = own.toSorted((a, b) => compareText(a.insertedAt, b.insertedAt));
    if (!oldest) return [];
    return [
      {
        ...{ kind: 'poison', queue, count: own.length, isMore: own.length >= shown },
        ...{ subject: describeMessage(oldest.text), since: oldest.insertedAt },
      },
    ];
  });
}

/** What a message asked for: from its text, which may be cut, without addresses. */
function describeMessage(text: string): string {
  const asked = text.matchAll(
    /"(?:source|scope|cluster|kind|period|day|from|to|audience|channel)":"((?:[^"\\@]|\\.)*)"/g,
  );
  return [...asked].map(([, value]) => value).join(' ');
}

/** Tells problems of the same kind apart. */
function nameOf(problem: HealthProblem): string {
  return JSON.stringify(problem);
}

/** An upper bound: an instance that works at several things at once is billed once. */
function priceStages(stages: readonly StageLine[], instanceMemoryMB: number): RunningCost {
  const executions = stages.reduce((sum, line) => sum + line.executions, 0);
  const seconds = Math.round(stages.reduce((sum, line) => sum + line.seconds, 0));
  const gigabyteSeconds = Math.round((seconds * instanceMemoryMB) / 1024);
  return {
    ...{ executions, seconds, gigabyteSeconds, instanceMemoryMB },
    dollars: priceExecutions(executions, gigabyteSeconds).toFixed(2),
    pricesOn: LIST_PRICES_ON,
  };
}
