import { type ChargeKind, type CostCategory, UNOWNED } from '../model/cost.ts';
import { type Amount, formatMinorUnits, parseAmount, roundTogether, sumAmounts } from '../model/money.ts';
import type { LineTableBuilder, PendingBlock } from './lineTableBuilder.ts';

/** What was booked, in minor units, by everything that a statement shows. */
export interface Booked {
  /** By id. */
  readonly teams: readonly BookedTeam[];
  readonly clusters: ReadonlyMap<string, bigint>;
  /** By {@link poolKey}. */
  readonly pools: ReadonlyMap<string, bigint>;
  readonly unowned: readonly BookedUnowned[];
}

interface BookedTeam {
  readonly team: string;
  readonly exact: Amount;
  readonly units: bigint;
  readonly kinds: Readonly<Record<ChargeKind, bigint>>;
}

interface BookedUnowned {
  readonly clusterId: string;
  readonly namespace: string;
  readonly reason: string;
  readonly units: bigint;
}

/** Names a pool of a statement. */
export function poolKey(clusterId: string, category: CostCategory): string {
  return `${clusterId}|${category}`;
}

/**
 * Makes cents, once: first between teams, then between a team's clusters, then between its lines on a cluster,
 * each time by the largest remainder so that the parts make the whole above them.
 */
export function bookLines(builder: LineTableBuilder, digits: number): Booked {
  const byTeam = [...Map.groupBy(builder.blocks(), (block) => block.team)].map(([team, blocks]) => {
    const exacts = blocks.map((block) => sumAmounts(amountsOf(block)));
    return { team, blocks, exacts, exact: sumAmounts(exacts) };
  });
  const cents = roundTogether(
    byTeam.map(({ exact }) => exact),
    digits,
  );
  const views = new BookedViews(builder);
  const teams = byTeam.map(({ team, blocks, exacts, exact }, index): BookedTeam => {
    const units = cents[index] ?? 0n;
    const parts = roundTogether(exacts, digits, units);
    const kinds = { direct: 0n, idle: 0n, shared: 0n, overhead: 0n, adjustment: 0n };
    blocks.forEach((block, place) => {
      const whole = parts[place] ?? 0n;
      const lines = roundTogether(amountsOf(block), digits, whole);
      block.amount = formatMinorUnits(whole, digits);
      block.amounts = lines.map((line) => formatMinorUnits(line, digits)).join(' ');
      views.add(block, whole, lines, kinds);
    });
    return { team, exact, units, kinds };
  });
  return { teams, clusters: views.clusters, pools: views.pools, unowned: views.listUnowned() };
}

function amountsOf(block: PendingBlock): Amount[] {
  return block.exact.split(' ').map((text) => parseAmount(text) ?? 0n);
}

/** Sums of lines as they are booked: a statement of a million lines is not gone through again for each view. */
class BookedViews {
  readonly clusters = new Map<string, bigint>();
  readonly pools = new Map<string, bigint>();
  readonly #unowned = new Map<string, { -readonly [K in keyof BookedUnowned]: BookedUnowned[K] }>();
  readonly #builder: LineTableBuilder;

  constructor(builder: LineTableBuilder) {
    this.#builder = builder;
  }

  add(block: PendingBlock, whole: bigint, lines: readonly bigint[], kinds: Record<ChargeKind, bigint>): void {
    const { clusterId } = block;
    this.clusters.set(clusterId, (this.clusters.get(clusterId) ?? 0n) + whole);
    const byItem = new Map<number, bigint>();
    lines.forEach((units, line) => {
      const place = block.item[line] ?? 0;
      byItem.set(place, (byItem.get(place) ?? 0n) + units);
    });
    for (const [place, units] of byItem) {
      const item = this.#builder.items[place];
      if (!item) continue;
      kinds[item.kind] += units;
      if (item.kind === 'adjustment') continue;
      const key = poolKey(clusterId, item.category);
      this.pools.set(key, (this.pools.get(key) ?? 0n) + units);
    }
    if (block.team === UNOWNED) this.#addUnowned(block, lines);
  }

  listUnowned(): readonly BookedUnowned[] {
    return [...this.#unowned.values()];
  }

  #addUnowned(block: PendingBlock, lines: readonly bigint[]): void {
    const { namespaces, reasons } = this.#builder;
    lines.forEach((units, line) => {
      if (this.#builder.items[block.item[line] ?? 0]?.kind === 'adjustment') return;
      const [namespace = 0, reason = 0] = [block.namespace[line], block.reason[line]];
      const key = `${block.clusterId}|${namespace}|${reason}`;
      const known = this.#unowned.get(key);
      if (known) known.units += units;
      else
        this.#unowned.set(key, {
          clusterId: block.clusterId,
          namespace: namespaces.words[namespace] ?? '',
          reason: reasons.words[reason] ?? '',
          units,
        });
    });
  }
}
