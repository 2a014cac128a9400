import { CHARGE_KINDS, type ChargeKind, type CostCategory } from '../../../model/cost.ts';
import { type Amount, formatMinorUnits, parseAmount, toMinorUnits } from '../../../model/money.ts';
import type { CurrencyStatement, StatementLine } from '../../../reports/chargebackReport.ts';
import { type LineBlock, type LineItem, type LineTable, readBlock } from '../../../reports/lines.ts';
import type { Parameters } from '../request.ts';

/**
 * Where on the way from the organisation to a line a page stands. What is undefined is not chosen yet; a cluster
 * without an owner is looked at for all its owners.
 */
export interface Place {
  readonly currency: string;
  /** A team, or the unowned. `team` in an address asks for a team's own statement, so this has another name. */
  readonly owner?: string | undefined;
  /** {@link clusterKey} */
  readonly cluster?: string | undefined;
  /** `''` is what belongs to a cluster as a whole. */
  readonly namespace?: string | undefined;
  /** {@link lineKey} */
  readonly line?: string | undefined;
  /** With a cluster alone: the pool of that category. */
  readonly pool?: CostCategory | undefined;
}

/** What some lines book, together and by kind, in minor units. */
export interface Sum {
  units: bigint;
  lines: number;
  readonly kinds: Record<ChargeKind, bigint>;
}

/** One team's part of one cluster. */
export interface ClusterPart {
  readonly block: LineBlock;
  readonly team: string;
  readonly teamName: string;
  readonly clusterId: string;
  readonly clusterName: string;
  readonly amount: string;
  readonly count: number;
}

/** The parameters that lead to a place. */
export function placeParameters({ currency, owner, cluster, namespace, line, pool }: Place): Parameters {
  return { currency, owner, cluster, namespace, line, pool };
}

/** Every team's part of every cluster, by team, then cluster: what the levels above a namespace are sums of. */
export function listParts({ lines }: Pick<CurrencyStatement, 'lines'>): readonly ClusterPart[] {
  return lines.blocks.flatMap((block) => {
    const [team, cluster] = [lines.teams[block.team], lines.clusters[block.cluster]];
    return team && cluster
      ? [{ ...{ block, amount: block.amount, count: block.count }, ...pick(team), ...cluster }]
      : [];
  });
}

function pick({ team, teamName }: LineTable['teams'][number]) {
  return { team, teamName };
}

/** What a cluster is called in an address: its name, or its id where others have the same name. */
export function clusterKey({ clusters }: LineTable, clusterId: string): string {
  const own = clusters.find((cluster) => cluster.clusterId === clusterId);
  if (!own) return clusterId;
  const isAlone = clusters.filter(({ clusterName }) => clusterName === own.clusterName).length === 1;
  return isAlone ? own.clusterName : clusterId;
}

/** What a line is called in an address, among those of its team, cluster and namespace. */
export function lineKey({ category, kind, part, rule, origin }: LineItem): string {
  return [category, kind, part, rule, origin].join('~');
}

/** What one part's lines take of a pool, the corrections of earlier months left out. */
export interface PoolShare {
  units: bigint;
  /** An exact amount, as ratios are parsed. */
  ratio: Amount;
}

interface BlockSums {
  readonly namespaces: ReadonlyMap<string, Sum>;
  readonly pools: ReadonlyMap<CostCategory, PoolShare>;
}

const known = new WeakMap<LineBlock, BlockSums>();

/** What each namespace of a part came to. */
export function sumNamespaces(statement: CurrencyStatement, part: ClusterPart): ReadonlyMap<string, Sum> {
  return readSums(statement, part).namespaces;
}

/** What a part takes of each pool of its cluster. */
export function sumPools(
  statement: CurrencyStatement,
  part: ClusterPart,
): ReadonlyMap<CostCategory, PoolShare> {
  return readSums(statement, part).pools;
}

/** Lines are read once for as long as the report is kept: reading a million takes seconds. */
function readSums(statement: CurrencyStatement, part: ClusterPart): BlockSums {
  const kept = known.get(part.block);
  if (kept) return kept;
  const namespaces = new Map<string, Sum>();
  const pools = new Map<CostCategory, PoolShare>();
  for (const line of readBlock(statement.lines, part.block)) {
    const units = unitsOf(line.amount, statement);
    const sum = namespaces.get(line.namespace) ?? emptySum();
    namespaces.set(line.namespace, sum);
    sum.units += units;
    sum.lines += 1;
    sum.kinds[line.kind] += units;
    if (line.kind === 'adjustment') continue;
    const share = pools.get(line.category) ?? { units: 0n, ratio: 0n };
    pools.set(line.category, share);
    share.units += units;
    share.ratio += parseAmount(line.ratio) ?? 0n;
  }
  const fresh = { namespaces, pools };
  known.set(part.block, fresh);
  return fresh;
}

/** Adds up the sums of several places. */
export function addSums(parts: Iterable<Sum>): Sum {
  const all = emptySum();
  for (const { units, lines, kinds } of parts) {
    all.units += units;
    all.lines += lines;
    for (const kind of CHARGE_KINDS) all.kinds[kind] += kinds[kind];
  }
  return all;
}

/** The lines of one namespace of a part. */
export function linesOf(
  statement: CurrencyStatement,
  part: ClusterPart,
  namespace: string,
): readonly StatementLine[] {
  return [...readBlock(statement.lines, part.block)].filter((line) => line.namespace === namespace);
}

/** What lines book together, as reports write amounts. */
export function writeUnits(units: bigint, { digits }: Pick<CurrencyStatement, 'digits'>): string {
  return formatMinorUnits(units, digits);
}

/** An amount of a report in minor units. */
export function unitsOf(amount: string, { digits }: Pick<CurrencyStatement, 'digits'>): bigint {
  return toMinorUnits(parseAmount(amount) ?? 0n, digits);
}

function emptySum(): Sum {
  return { units: 0n, lines: 0, kinds: { direct: 0n, idle: 0n, shared: 0n, overhead: 0n, adjustment: 0n } };
}
