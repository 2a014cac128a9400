import { formatMinorUnits, parseAmount, sumAmounts, toMinorUnits } from '../model/money.ts';
import { compareText } from '../model/order.ts';
import type { StatementLine } from './chargebackReport.ts';
import {
  compareItems,
  compareLines,
  type LineBlock,
  type LineCluster,
  type LineItem,
  type LineTable,
  type LineTeam,
  pruneTable,
} from './lines.ts';

/** A line that has no cents yet. */
export type UnbookedLine = LineItem &
  Pick<StatementLine, 'namespace' | 'ownerReason' | 'days' | 'exact' | 'ratio'>;

/** The lines of one team and cluster, packed; places are those of the builder's own lists. */
export interface PendingBlock {
  readonly team: string;
  readonly clusterId: string;
  readonly count: number;
  readonly namespace: Uint32Array;
  readonly item: Uint32Array;
  readonly reason: Uint32Array;
  readonly days: Uint32Array;
  readonly exact: string;
  readonly ratio: string;
  /** What its lines book, a decimal each, parted by spaces, and together: set before the table is finished. */
  amounts: string;
  amount: string;
}

/** Makes a {@link LineTable} from blocks that come in any order; the same blocks make the same table. */
export class LineTableBuilder {
  readonly namespaces = new WordList();
  readonly reasons = new WordList();
  readonly #days = new WordList();
  readonly #itemKeys = new WordList();
  readonly items: LineItem[] = [];
  /** Whether words may be listed that no line has any more. */
  #wasUnpacked = false;
  /** By cluster, then by team. */
  readonly #blocks = new Map<string, Map<string, PendingBlock>>();

  /** Adds one team's lines on one cluster, of which there were none yet. */
  add(team: string, clusterId: string, lines: readonly UnbookedLine[]): PendingBlock {
    const block: PendingBlock = {
      team,
      clusterId,
      count: lines.length,
      namespace: Uint32Array.from(lines, (line) => this.namespaces.placeOf(line.namespace)),
      item: Uint32Array.from(lines, (line) => this.#placeOfItem(line)),
      reason: Uint32Array.from(lines, (line) => this.reasons.placeOf(line.ownerReason)),
      days: Uint32Array.from(lines, (line) => this.#days.placeOf(line.days)),
      exact: lines.map((line) => line.exact).join(' '),
      ratio: lines.map((line) => line.ratio).join(' '),
      amounts: '',
      amount: '',
    };
    const own = this.#blocks.get(clusterId) ?? new Map<string, PendingBlock>();
    this.#blocks.set(clusterId, own.set(team, block));
    return block;
  }

  /** Takes a cluster's lines out again, to add others to them. */
  take(clusterId: string): readonly (UnbookedLine & { readonly team: string })[] {
    const own = this.#blocks.get(clusterId);
    if (this.#blocks.delete(clusterId)) this.#wasUnpacked = true;
    return [...(own?.values() ?? [])].flatMap((block) => [...this.#unpack(block)]);
  }

  /** By team, then cluster. */
  blocks(): readonly PendingBlock[] {
    return [...this.#blocks.values()]
      .flatMap((own) => [...own.values()])
      .sort((a, b) => compareText(a.team, b.team) || compareText(a.clusterId, b.clusterId));
  }

  /** The table of all blocks, whose cents are made. */
  finish(describe: {
    readonly team: (team: string) => LineTeam;
    readonly clusterName: (clusterId: string) => string;
  }): LineTable {
    const blocks = this.blocks();
    const teams = [...new Set(blocks.map((block) => block.team))].sort();
    const clusterIds = [...new Set(blocks.map((block) => block.clusterId))].sort();
    const teamPlaces = new Map(teams.map((team, place) => [team, place]));
    const clusterPlaces = new Map(clusterIds.map((clusterId, place) => [clusterId, place]));
    const items = sortPlaces(this.items, compareItems);
    const [namespaces, reasons, days] = [this.namespaces, this.reasons, this.#days].map((list) =>
      sortPlaces(list.words, compareText),
    );
    if (!namespaces || !reasons || !days) throw new TypeError('three lists were sorted');
    const table: LineTable = {
      teams: teams.map(describe.team),
      clusters: clusterIds.map((clusterId) => ({ clusterId, clusterName: describe.clusterName(clusterId) })),
      namespaces: namespaces.sorted,
      reasons: reasons.sorted,
      items: items.sorted,
      days: days.sorted,
      blocks: blocks.map(
        (block): LineBlock => ({
          team: teamPlaces.get(block.team) ?? 0,
          cluster: clusterPlaces.get(block.clusterId) ?? 0,
          count: block.count,
          amount: block.amount,
          namespace: movePlaces(block.namespace, namespaces.moved),
          item: movePlaces(block.item, items.moved),
          reason: movePlaces(block.reason, reasons.moved),
          days: movePlaces(block.days, days.moved),
          amounts: block.amounts,
          exact: block.exact,
          ratio: block.ratio,
        }),
      ),
    };
    return this.#wasUnpacked ? pruneTable(table) : table;
  }

  #placeOfItem({ category, kind, part, rule, origin }: LineItem): number {
    const place = this.#itemKeys.placeOf(`${category}|${kind}|${part}|${rule}|${origin}`);
    if (place === this.items.length) this.items.push({ category, kind, part, rule, origin });
    return place;
  }

  *#unpack(block: PendingBlock): Generator<UnbookedLine & { readonly team: string }> {
    const [exacts, ratios] = [block.exact.split(' '), block.ratio.split(' ')];
    for (let line = 0; line < block.count; line++) {
      const item = this.items[block.item[line] ?? 0];
      if (!item) throw new TypeError('a line names an item that is not listed');
      yield {
        ...item,
        team: block.team,
        namespace: this.namespaces.words[block.namespace[line] ?? 0] ?? '',
        ownerReason: this.reasons.words[block.reason[line] ?? 0] ?? '',
        days: this.#days.words[block.days[line] ?? 0] ?? '',
        exact: exacts[line] ?? '0',
        ratio: ratios[line] ?? '',
      };
    }
  }
}

/** Packs lines whose cents are made. */
export function packLines(lines: Iterable<StatementLine>): LineTable {
  const builder = new LineTableBuilder();
  const teams = new Map<string, LineTeam>();
  const clusters = new Map<string, LineCluster>();
  const byBlock = Map.groupBy([...lines].sort(compareLines), (line) => `${line.team} ${line.clusterId}`);
  for (const own of byBlock.values()) {
    const [first] = own;
    if (!first) continue;
    const { team, teamName, costCenter, glAccount, clusterId, clusterName } = first;
    teams.set(team, { team, teamName, costCenter, glAccount });
    clusters.set(clusterId, { clusterId, clusterName });
    const block = builder.add(team, clusterId, own);
    block.amounts = own.map((line) => line.amount).join(' ');
    block.amount = addDecimals(own.map((line) => line.amount));
  }
  return builder.finish({
    team: (team) => teams.get(team) ?? { team, teamName: team, costCenter: '', glAccount: '' },
    clusterName: (clusterId) => clusters.get(clusterId)?.clusterName ?? clusterId,
  });
}

function addDecimals(amounts: readonly string[]): string {
  const digits = Math.max(0, ...amounts.map((amount) => amount.split('.')[1]?.length ?? 0));
  const sum = sumAmounts(amounts.map((amount) => parseAmount(amount) ?? 0n));
  return formatMinorUnits(toMinorUnits(sum, digits), digits);
}

/** Words, each with the place at which it came first. */
class WordList {
  readonly words: string[] = [];
  readonly #places = new Map<string, number>();

  placeOf(word: string): number {
    const known = this.#places.get(word);
    if (known !== undefined) return known;
    const place = this.words.push(word) - 1;
    this.#places.set(word, place);
    return place;
  }
}

function sortPlaces<T>(
  values: readonly T[],
  compare: (a: T, b: T) => number,
): { readonly sorted: readonly T[]; readonly moved: Uint32Array } {
  const order = values.map((value, place) => ({ value, place })).sort((a, b) => compare(a.value, b.value));
  const moved = new Uint32Array(values.length);
  order.forEach(({ place }, next) => {
    moved[place] = next;
  });
  return { sorted: order.map(({ value }) => value), moved };
}

function movePlaces(places: Uint32Array, moved: Uint32Array): string {
  return places.map((place) => moved[place] ?? 0).join(' ');
}
