import type { ChargeKind, CostCategory } from '../model/cost.ts';
import { compareText } from '../model/order.ts';
import type { StatementLine } from './chargebackReport.ts';

/**
 * The lines of a statement, packed: a month of a large estate has a million of them, most of whose words are the
 * same. Words stand once, in sorted lists; a block has the lines of one team and cluster, each column of which
 * is one text of values parted by spaces: places in those lists, or decimals. Order: team, cluster, namespace,
 * category, kind, part, rule, origin. It is read with {@link readLines}.
 */
export interface LineTable {
  readonly teams: readonly LineTeam[];
  readonly clusters: readonly LineCluster[];
  readonly namespaces: readonly string[];
  readonly reasons: readonly string[];
  readonly items: readonly LineItem[];
  readonly days: readonly string[];
  readonly blocks: readonly LineBlock[];
}

export type LineTeam = Pick<StatementLine, 'team' | 'teamName' | 'costCenter' | 'glAccount'>;
export type LineCluster = Pick<StatementLine, 'clusterId' | 'clusterName'>;

/** What is charged and how, without whose and where. */
export interface LineItem {
  readonly category: CostCategory;
  readonly kind: ChargeKind;
  readonly part: string;
  readonly rule: string;
  readonly origin: string;
}

/** The lines of one team on one cluster. `team` and `cluster` are places in the table's lists. */
export interface LineBlock {
  readonly team: number;
  readonly cluster: number;
  readonly count: number;
  /** What its lines book together. */
  readonly amount: string;
  /** Places, a line each. */
  readonly namespace: string;
  readonly item: string;
  readonly reason: string;
  readonly days: string;
  /** Decimals, a line each; a ratio may be empty. */
  readonly amounts: string;
  readonly exact: string;
  readonly ratio: string;
}

/** The columns of a block that are places in a list of the table. */
const INDEXED = { namespace: 'namespaces', item: 'items', reason: 'reasons', days: 'days' } as const;

/** Every line of a statement, one at a time and in order. */
export function* readLines({ lines }: { readonly lines: LineTable }): Generator<StatementLine> {
  for (const block of lines.blocks) yield* readBlock(lines, block);
}

/** Lines of a statement, without reading them. */
export function countLines({ lines }: { readonly lines: LineTable }): number {
  return lines.blocks.reduce((count, block) => count + block.count, 0);
}

/** The lines of the largest amounts, whatever their sign, the largest first. */
export function largestLines(
  statement: { readonly lines: LineTable },
  count: number,
): readonly StatementLine[] {
  let largest: { readonly line: StatementLine; readonly size: number }[] = [];
  for (const line of readLines(statement)) {
    largest.push({ line, size: Math.abs(Number(line.amount)) });
    if (largest.length >= 2 * count + SORTED_AT_ONCE) largest = keepLargest(largest, count);
  }
  return keepLargest(largest, count).map(({ line }) => line);
}

const SORTED_AT_ONCE = 1_000;

/** Sorting keeps the order of equals, so that earlier lines come first. */
function keepLargest<T extends { readonly size: number }>(lines: readonly T[], count: number): T[] {
  return lines.toSorted((a, b) => b.size - a.size).slice(0, count);
}

/** The lines of one block. */
export function* readBlock(table: LineTable, block: LineBlock): Generator<StatementLine> {
  const team = table.teams[block.team];
  const cluster = table.clusters[block.cluster];
  if (!team || !cluster) throw new TypeError('a block of lines names a team or cluster that is not listed');
  const places = (column: keyof typeof INDEXED): readonly string[] => block[column].split(' ');
  const [namespaces, items, reasons, days] = [
    places('namespace'),
    places('item'),
    places('reason'),
    places('days'),
  ];
  const [amounts, exacts, ratios] = [
    block.amounts.split(' '),
    block.exact.split(' '),
    block.ratio.split(' '),
  ];
  for (let line = 0; line < block.count; line++) {
    const item = table.items[Number(items[line])];
    if (!item) throw new TypeError('a line names an item that is not listed');
    yield {
      team: team.team,
      teamName: team.teamName,
      costCenter: team.costCenter,
      glAccount: team.glAccount,
      clusterId: cluster.clusterId,
      clusterName: cluster.clusterName,
      namespace: table.namespaces[Number(namespaces[line])] ?? '',
      category: item.category,
      kind: item.kind,
      part: item.part,
      rule: item.rule,
      origin: item.origin,
      ownerReason: table.reasons[Number(reasons[line])] ?? '',
      days: table.days[Number(days[line])] ?? '',
      amount: amounts[line] ?? '',
      exact: exacts[line] ?? '',
      ratio: ratios[line] ?? '',
    };
  }
}

/** The table of some teams' lines: nothing in it tells of another's. */
export function sliceLines(table: LineTable, ...teams: readonly string[]): LineTable {
  const wanted = new Set(teams);
  return pruneTable({
    ...table,
    blocks: table.blocks.filter((block) => wanted.has(table.teams[block.team]?.team ?? '')),
  });
}

/** Drops what no line names any more. */
export function pruneTable(table: LineTable): LineTable {
  const keptTeams = keepUsed(
    table.teams,
    table.blocks.map((block) => block.team),
  );
  const keptClusters = keepUsed(
    table.clusters,
    table.blocks.map((block) => block.cluster),
  );
  const kept = {
    namespace: keepUsed(table.namespaces, usedPlaces(table.blocks, 'namespace')),
    item: keepUsed(table.items, usedPlaces(table.blocks, 'item')),
    reason: keepUsed(table.reasons, usedPlaces(table.blocks, 'reason')),
    days: keepUsed(table.days, usedPlaces(table.blocks, 'days')),
  };
  const move = (column: keyof typeof INDEXED, text: string): string =>
    text
      .split(' ')
      .map((place) => kept[column].placeOf.get(Number(place)))
      .join(' ');
  return {
    teams: keptTeams.values,
    clusters: keptClusters.values,
    namespaces: kept.namespace.values,
    reasons: kept.reason.values,
    items: kept.item.values,
    days: kept.days.values,
    blocks: table.blocks.map((block) => ({
      ...block,
      team: keptTeams.placeOf.get(block.team) ?? 0,
      cluster: keptClusters.placeOf.get(block.cluster) ?? 0,
      namespace: move('namespace', block.namespace),
      item: move('item', block.item),
      reason: move('reason', block.reason),
      days: move('days', block.days),
    })),
  };
}

function* usedPlaces(blocks: readonly LineBlock[], column: keyof typeof INDEXED): Generator<number> {
  for (const block of blocks) for (const place of block[column].split(' ')) yield Number(place);
}

function keepUsed<T>(
  values: readonly T[],
  used: Iterable<number>,
): { readonly values: readonly T[]; readonly placeOf: ReadonlyMap<number, number> } {
  const places = [...new Set(used)].sort((a, b) => a - b);
  return {
    values: places.flatMap((place) => {
      const value = values[place];
      return value === undefined ? [] : [value];
    }),
    placeOf: new Map(places.map((place, index) => [place, index])),
  };
}

/** Orders lines as a table has them. */
export function compareLines(a: LineKey, b: LineKey): number {
  return (
    compareText(a.team, b.team) ||
    compareText(a.clusterId, b.clusterId) ||
    compareText(a.namespace, b.namespace) ||
    compareItems(a, b)
  );
}

export type LineKey = Pick<StatementLine, 'team' | 'clusterId' | 'namespace'> & LineItem;

/** Orders items as a table has them. */
export function compareItems(a: LineItem, b: LineItem): number {
  return (
    compareText(a.category, b.category) ||
    compareText(a.kind, b.kind) ||
    compareText(a.part, b.part) ||
    compareText(a.rule, b.rule) ||
    compareText(a.origin, b.origin)
  );
}
