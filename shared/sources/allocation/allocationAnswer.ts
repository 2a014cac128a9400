import { z } from 'zod';
import { ALLOCATION_RESOURCES, type AllocationRow } from '../../model/cost.ts';
import { formatExact, parseAmount, sumAmounts } from '../../model/money.ts';
import { describeFailure, describeRefusal, excerpt, type SourcePlace } from '../http/failure.ts';
import {
  type AllocationPayloadRow,
  AllocationRowSchema,
  isByNode,
  isForeign,
  isIdentified,
  isIdle,
  isWholeIdle,
  type ReadRow,
  readAllocationRow,
} from './allocationRow.ts';
import { type CoveredTime, measureCoverage } from './coverage.ts';
import { foldIdle, sortRows, totalCost } from './rows.ts';

/** The rows of one window of an allocation answer. */
export interface AllocationSet extends CoveredTime {
  readonly rows: readonly AllocationRow[];
  /** What was odd but usable, in words for a report. */
  readonly warnings: readonly string[];
  /** Keys of rows that do not name a namespace and a controller: the aggregation was not by both. */
  readonly unidentified: readonly string[];
  /** Whether every row of a workload was grouped by its node. */
  readonly byNode: boolean;
}

/** The warning of a window without any row. */
export const NO_DATA = 'the source had no data for this window';

/**
 * The envelope of OpenCost and Kubecost, `/allocation` and `/allocation/compute`: a list of sets, one a step,
 * each a map from key to row. Old Kubecost has no `status`, proxies drop `code`, Go writes an empty list as null.
 */
const EnvelopeSchema = z.object({
  code: z.number().optional(),
  message: z.string().nullish(),
  data: z
    .array(z.record(z.string(), z.unknown()).nullable())
    .nullish()
    .transform((sets) => sets ?? []),
});

/**
 * Reads an allocation answer of any aggregation and any number of windows. Rows that cannot be read are
 * told apart and named in the warnings; when none can be read, the answer is malformed.
 * @param asked the window that was asked for, which dates an empty set; without it empty sets are dropped
 * @throws SourceError
 */
export function parseAllocationAnswer(
  payload: unknown,
  place: SourcePlace,
  asked?: { readonly from: Date; readonly to: Date },
): readonly AllocationSet[] {
  const envelope = EnvelopeSchema.safeParse(payload);
  if (!envelope.success) {
    const issue = envelope.error.issues[0];
    const path = issue?.path.map(String).join('.') || 'the answer';
    throw describeFailure(place, 'malformed', `${path}: ${issue?.message ?? 'unreadable'}`);
  }
  const { code, message, data } = envelope.data;
  if (code !== undefined && (code < 200 || code > 299)) {
    throw describeRefusal(place, { status: code, detail: excerpt(message ?? '') }, new Date(0));
  }
  return data
    .map((set, index) => parseSet(set ?? {}, `data.${index}`, place, asked))
    .filter((set) => set !== undefined)
    .sort((a, b) => a.start.getTime() - b.start.getTime());
}

function parseSet(
  set: Readonly<Record<string, unknown>>,
  path: string,
  place: SourcePlace,
  asked: { readonly from: Date; readonly to: Date } | undefined,
): AllocationSet | undefined {
  const entries = Object.entries(set).sort(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0) {
    if (asked === undefined) return undefined;
    return {
      start: asked.from,
      end: asked.to,
      coveredHours: 0,
      rows: [],
      warnings: [NO_DATA],
      unidentified: [],
      byNode: true,
    };
  }
  const { readable, problems } = readPayloadRows(entries);
  if (readable.length === 0) throw describeFailure(place, 'malformed', `${path}.${problems[0]}`);

  const covered = measureCoverage(
    readable.map(([, row]) => row),
    asked,
  );
  if (covered === undefined) {
    throw describeFailure(place, 'malformed', `${path}: no row has a window with a start and an end`);
  }
  const own = readable.filter(([key]) => !isForeign(key));
  const all = own.map(([key, row]) => ({ key, ...readAllocationRow(key, row) }));
  const repeated = findRepeatedIdle(all);
  const read = all.filter((each) => each !== repeated);
  const rows = foldIdle(read.map(({ row }) => row));
  return {
    ...covered,
    rows: sortRows(rows),
    warnings: [
      ...problems.map((problem) => `a row is left out: ${problem}`),
      ...warnOfForeign(readable),
      ...(repeated === undefined ? [] : ['the idle of the whole repeats that of the nodes; it counts once']),
      ...warnOfUnreadable(read),
      ...warnOfSharedCost(own),
      ...warnOfNegatives(rows),
    ],
    unidentified: own.filter(([key, row]) => !isIdentified(key, row)).map(([key]) => key),
    byNode: own.every(([key, row]) => isByNode(key, row)),
  };
}

type KeyedRow = readonly [key: string, row: AllocationPayloadRow];

/** Five decimals, rounded up or down by half a unit, for each of three resources and their adjustments. */
const ROUNDING_OF_A_ROW = parseAmount('0.00003') ?? 0n;

/** Idle by node and once more as a sum is the same idle: the sum is found, to be left out. */
function findRepeatedIdle<T extends ReadRow & { readonly key: string }>(read: readonly T[]): T | undefined {
  const idle = read.filter(({ key }) => isIdle(key));
  const whole = idle.find(({ key }) => isWholeIdle(key));
  const byNode = idle.filter((each) => each !== whole);
  if (whole === undefined || byNode.length === 0) return undefined;
  const difference = totalCost(whole.row) - sumAmounts(byNode.map(({ row }) => totalCost(row)));
  const tolerance = ROUNDING_OF_A_ROW * BigInt(idle.length);
  return difference <= tolerance && difference >= -tolerance ? whole : undefined;
}

function readPayloadRows(entries: readonly (readonly [string, unknown])[]): {
  readonly readable: readonly KeyedRow[];
  readonly problems: readonly string[];
} {
  const readable: KeyedRow[] = [];
  const problems: string[] = [];
  for (const [key, value] of entries) {
    const parsed = AllocationRowSchema.safeParse(value);
    if (parsed.success) readable.push([key, parsed.data]);
    else {
      const issue = parsed.error.issues[0];
      problems.push(
        `${excerpt(key)}.${issue?.path.map(String).join('.')}: ${issue?.message ?? 'unreadable'}`,
      );
    }
  }
  return { readable, problems };
}

function warnOfForeign(rows: readonly KeyedRow[]): string[] {
  const names = rows.map(([key]) => key).filter(isForeign);
  if (names.length === 0) return [];
  return [`left out, because it is no use of the cluster: ${names.map(excerpt).join(', ')}`];
}

function warnOfUnreadable(
  rows: readonly { readonly key: string; readonly unreadable: readonly string[] }[],
): string[] {
  const places = rows.flatMap(({ key, unreadable }) =>
    unreadable.map((name) => `${name} of ${excerpt(key)}`),
  );
  if (places.length === 0) return [];
  const examples = places.slice(0, 3).join(', ');
  return [
    `${count(places.length, 'cost figure was', 'cost figures were')} missing or no number and count as 0: ${examples}`,
  ];
}

function warnOfSharedCost(rows: readonly KeyedRow[]): string[] {
  const carrying = rows.filter(([, row]) =>
    [row.sharedCost, row.externalCost].some((value) => (parseAmount(value ?? 0) ?? 0n) !== 0n),
  );
  if (carrying.length === 0) return [];
  return [
    `${count(carrying.length, 'row carries', 'rows carry')} shared or external cost, which is left out; turn cost sharing off at the source`,
  ];
}

function warnOfNegatives(rows: readonly AllocationRow[]): string[] {
  const warnings: string[] = [];
  for (const idle of rows.filter((row) => row.kind === 'idle')) {
    const below = ALLOCATION_RESOURCES.filter((resource) => idle.cost[resource] < 0n);
    if (below.length === 0) continue;
    const amounts = below.map((resource) => `${resource} ${formatExact(idle.cost[resource])}`).join(', ');
    const where = idle.nodePool === '' ? '' : ` of node pool ${excerpt(idle.nodePool)}`;
    warnings.push(`idle${where} is negative (${amounts}): the source counts more use than its nodes cost`);
  }
  const others = rows.filter(
    (row) => row.kind !== 'idle' && ALLOCATION_RESOURCES.some((resource) => row.cost[resource] < 0n),
  );
  if (others.length > 0) warnings.push(`${count(others.length, 'row has', 'rows have')} a negative cost`);
  return warnings;
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
