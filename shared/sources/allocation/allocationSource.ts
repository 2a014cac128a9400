import type { Config } from '../../config/schema.ts';
import type { AllocationDay } from '../../model/cost.ts';
import { SourceError } from '../../model/errors.ts';
import { addDays, type Clock, type Day, startOf } from '../../model/time.ts';
import type { Exchange } from '../http/exchange.ts';
import { describeFailure, excerpt, type SourcePlace } from '../http/failure.ts';
import { retryWhenAsked } from '../http/retry.ts';
import { type ClusterAccess, forgetWhenRefused } from '../kubernetes/clusterAccess.ts';
import type { AllocationSource } from '../source.ts';
import { type AllocationSet, NO_DATA, parseAllocationAnswer } from './allocationAnswer.ts';
import { type AllocationEndpoint, findAllocationEndpoint } from './allocationEndpoint.ts';
import {
  type AllocationQuestion,
  groupingOf,
  type Window,
  writeInstant,
  writeQuery,
  writeWindow,
} from './allocationQuestion.ts';
import { divideIdle, findUndividedIdle } from './idleByPool.ts';
import { parseMachineCosts } from './machineCosts.ts';
import { foldRows, sortRows } from './rows.ts';

/** Reads OpenCost and Kubecost, by URL or through the API server. */
export function createAllocationSource(parts: {
  readonly config: Config;
  readonly access: ClusterAccess;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly exchange: Exchange;
  readonly clock: Clock;
  readonly wait: (milliseconds: number) => Promise<void>;
}): AllocationSource {
  return {
    async readAllocation(cluster, day) {
      const place = { source: 'allocation', scope: cluster.id };
      const window = { from: startOf(day), to: startOf(addDays(day, 1)) };
      if (window.to > parts.clock.now()) {
        throw describeFailure(place, 'unavailable', `${day} is not over yet in UTC`, {
          unavailable: 'Collect it after midnight UTC: a day that still runs gives figures that will change.',
        });
      }
      try {
        const endpoint = await findAllocationEndpoint(cluster, place, parts);
        return await readDay(endpoint, place, day, window);
      } catch (error) {
        forgetWhenRefused(parts.access, cluster, error);
        throw error;
      }
    },
  };

  /** A server that knows no grouping by node drops it without a word; it is asked once more without. */
  async function readDay(
    endpoint: AllocationEndpoint,
    place: SourcePlace,
    day: Day,
    window: Window,
  ): Promise<AllocationDay> {
    const byNode = await askPatiently(endpoint, place, day, { window, byNode: true, withIdle: true });
    if (byNode.sets.every((set) => set.byNode)) {
      return tellIdleByPool(endpoint, place, window, toDay(endpoint.producer, byNode, place));
    }
    const { withIdle } = byNode.question;
    const plain = await askPatiently(endpoint, place, day, { window, byNode: false, withIdle });
    const warning = 'read without node pools: the source does not group by node';
    return toDay(endpoint.producer, { ...plain, warnings: [warning, ...plain.warnings] }, place);
  }

  /** OpenCost sums idle over all nodes; what its machines cost tells how much of it is of which node pool. */
  async function tellIdleByPool(
    endpoint: AllocationEndpoint,
    place: SourcePlace,
    window: Window,
    day: AllocationDay,
  ): Promise<AllocationDay> {
    const idle = findUndividedIdle(day.rows);
    if (idle === undefined || endpoint.producer !== 'opencost') return day;
    try {
      const url = `${endpoint.url.replace(/\/allocation$/, '/assets')}?${writeWindow(window)}`;
      const machines = parseMachineCosts(
        parseJson(await fetchText(endpoint, place, url), place),
        place,
        window,
      );
      return { ...day, rows: sortRows(divideIdle(day.rows, idle, machines)) };
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      const warning = `idle is told of the whole cluster, not by node pool: ${error.message}`;
      return { ...day, warnings: [...day.warnings, warning] };
    }
  }

  /** OpenCost can wait for ever on idle when node prices are missing (opencost#3999); without it, it answers. */
  async function askPatiently(
    endpoint: AllocationEndpoint,
    place: SourcePlace,
    day: Day,
    question: AllocationQuestion,
  ): Promise<Answer> {
    const known = question.withIdle ? [] : [warnOfMissingIdle(day)];
    try {
      return { question, sets: await ask(endpoint, place, question), warnings: known };
    } catch (error) {
      const timedOut = error instanceof SourceError && error.failure === 'timeout';
      if (!timedOut || !question.withIdle) throw error;
    }
    const withoutIdle = { ...question, withIdle: false };
    const sets = await ask(endpoint, place, withoutIdle);
    return { question: withoutIdle, sets, warnings: [warnOfMissingIdle(day)] };
  }

  async function ask(
    endpoint: AllocationEndpoint,
    place: SourcePlace,
    question: AllocationQuestion,
  ): Promise<readonly AllocationSet[]> {
    const url = `${endpoint.url}?${writeQuery(endpoint.producer, question)}`;
    const body = await fetchText(endpoint, place, url);
    const sets = parseAllocationAnswer(parseJson(body, place), place, question.window);
    checkWindows(sets, question.window, place);
    return sets;
  }

  function fetchText(endpoint: AllocationEndpoint, place: SourcePlace, url: string): Promise<string> {
    const { remedies, agent } = endpoint;
    const headers = { accept: 'application/json', ...endpoint.headers };
    const question = { place, remedies, method: 'GET', url, headers } as const;
    return retryWhenAsked(
      () => parts.exchange({ ...question, ...(agent === undefined ? {} : { agent }) }),
      parts.wait,
    );
  }
}

interface Answer {
  /** The question that was answered in the end. */
  readonly question: AllocationQuestion;
  readonly sets: readonly AllocationSet[];
  readonly warnings: readonly string[];
}

function warnOfMissingIdle(day: Day): string {
  return `read without idle: the source did not answer in time when asked for idle on ${day}, so its users carry all of the machines that day`;
}

/** A bad window or grouping is answered in plain text, at times with a second body behind it. */
function parseJson(body: string, place: SourcePlace): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    throw describeFailure(
      place,
      'malformed',
      `it answered no JSON but: ${excerpt(body)}`,
      {},
      { cause: error },
    );
  }
}

function checkWindows(sets: readonly AllocationSet[], window: Window, place: SourcePlace): void {
  let reached = window.from;
  for (const { start, end, rows } of sets) {
    if (rows.length === 0) continue;
    if (start < window.from || end > window.to) {
      const asked = `${writeInstant(window.from)} to ${writeInstant(window.to)}`;
      throw describeFailure(
        place,
        'malformed',
        `it was asked about ${asked} and answered about ${writeInstant(start)} to ${writeInstant(end)}`,
        { malformed: 'Set the UTC offset of OpenCost or Kubecost to +00:00: Azure bills by UTC day.' },
      );
    }
    if (start < reached) {
      throw describeFailure(place, 'malformed', `two of its sets overlap at ${writeInstant(start)}`);
    }
    reached = end;
  }
}

function checkGrouping(answer: Answer, place: SourcePlace): void {
  const keys = answer.sets.flatMap((set) => set.unidentified);
  if (keys.length === 0) return;
  const example = keys[0] === '' ? 'a single row without a name' : `rows such as "${excerpt(keys[0] ?? '')}"`;
  throw describeFailure(
    place,
    'malformed',
    `it did not group by ${groupingOf(answer.question)}: ${keys.length} rows name no namespace and controller, ${example}`,
    { malformed: 'Update OpenCost or Kubecost to a version that knows this aggregation.' },
  );
}

function toDay(producer: AllocationDay['producer'], answer: Answer, place: SourcePlace): AllocationDay {
  checkGrouping(answer, place);
  const { question, sets, warnings } = answer;
  const hours = sets.reduce((sum, set) => sum + set.coveredHours, 0);
  return {
    producer,
    idleTold: question.withIdle,
    rows: sortRows(foldRows(sets.flatMap((set) => set.rows))),
    coveredHours: Math.min(24, hours),
    warnings: [...warnings, ...(sets.length === 0 ? [NO_DATA] : sets.flatMap((set) => set.warnings))],
  };
}
