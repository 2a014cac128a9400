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
import { mergeIdle, sortRows } from './rows.ts';

const GROUPING = 'namespace,controllerKind,controller';

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

  /** OpenCost can wait for ever on idle when node prices are missing (opencost#3999); without it, it answers. */
  async function readDay(
    endpoint: AllocationEndpoint,
    place: SourcePlace,
    day: Day,
    window: Window,
  ): Promise<AllocationDay> {
    try {
      return await ask(endpoint, place, window, true);
    } catch (error) {
      if (!(error instanceof SourceError && error.failure === 'timeout')) throw error;
    }
    const answer = await ask(endpoint, place, window, false);
    const warning = `read without idle: the source did not answer in time when asked for idle on ${day}`;
    return { ...answer, warnings: [warning, ...answer.warnings] };
  }

  async function ask(
    endpoint: AllocationEndpoint,
    place: SourcePlace,
    window: Window,
    withIdle: boolean,
  ): Promise<AllocationDay> {
    const body = await retryWhenAsked(
      () =>
        parts.exchange({
          place,
          remedies: endpoint.remedies,
          method: 'GET',
          url: `${endpoint.url}?${writeQuery(endpoint.producer, window, withIdle)}`,
          headers: { accept: 'application/json', ...endpoint.headers },
          ...(endpoint.agent === undefined ? {} : { agent: endpoint.agent }),
        }),
      parts.wait,
    );
    const sets = parseAllocationAnswer(parseJson(body, place), place, window);
    checkWindows(sets, window, place);
    checkGrouping(sets, place);
    return toDay(endpoint.producer, sets);
  }
}

interface Window {
  readonly from: Date;
  readonly to: Date;
}

/**
 * The question, in the parameters that each producer knows: both ignore others silently, and differ in
 * whether idle is given by default. Windows by name (`yesterday`, `1d`) depend on the server's clock and
 * its UTC offset, so the pair of instants is written out.
 */
function writeQuery(producer: AllocationDay['producer'], window: Window, withIdle: boolean): string {
  const instants = `${toSeconds(window.from)},${toSeconds(window.to)}`;
  const common = { window: instants, aggregate: GROUPING };
  const own =
    producer === 'opencost'
      ? { step: '1d', includeIdle: String(withIdle), includeAggregatedMetadata: 'true' }
      : { accumulate: 'false', idle: String(withIdle), shareIdle: 'false', external: 'false' };
  return new URLSearchParams({ ...common, ...own }).toString();
}

function toSeconds(time: Date): string {
  return time.toISOString().replace('.000Z', 'Z');
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
      const asked = `${toSeconds(window.from)} to ${toSeconds(window.to)}`;
      throw describeFailure(
        place,
        'malformed',
        `it was asked about ${asked} and answered about ${toSeconds(start)} to ${toSeconds(end)}`,
        { malformed: 'Set the UTC offset of OpenCost or Kubecost to +00:00: Azure bills by UTC day.' },
      );
    }
    if (start < reached) {
      throw describeFailure(place, 'malformed', `two of its sets overlap at ${toSeconds(start)}`);
    }
    reached = end;
  }
}

function checkGrouping(sets: readonly AllocationSet[], place: SourcePlace): void {
  const keys = sets.flatMap((set) => set.unidentified);
  if (keys.length === 0) return;
  const example = keys[0] === '' ? 'a single row without a name' : `rows such as "${excerpt(keys[0] ?? '')}"`;
  throw describeFailure(
    place,
    'malformed',
    `it did not group by ${GROUPING}: ${keys.length} rows name no namespace and controller, ${example}`,
    { malformed: 'Update OpenCost or Kubecost to a version that knows this aggregation.' },
  );
}

function toDay(producer: AllocationDay['producer'], sets: readonly AllocationSet[]): AllocationDay {
  const hours = sets.reduce((sum, set) => sum + set.coveredHours, 0);
  return {
    producer,
    idleTold: true,
    rows: sortRows(mergeIdle(sets.flatMap((set) => set.rows))),
    coveredHours: Math.min(24, hours),
    warnings: sets.length === 0 ? [NO_DATA] : sets.flatMap((set) => set.warnings),
  };
}
