import type { Charge } from '../model/cost.ts';
import { type Amount, formatExact, parseAmount } from '../model/money.ts';
import { bitOf, type DayMask, describeDays, isLatest, parseDays } from './dayMask.ts';
import { compareLines, type LineKey } from './lines.ts';
import { LineTableBuilder, type UnbookedLine } from './lineTableBuilder.ts';
import { divideRatios } from './ratio.ts';

/** The exact sum of one line over the days of a month. */
interface LineSum extends LineKey {
  readonly currency: string;
  /** The latest day's reason: labels change, and the reader knows today's. */
  ownerReason: string;
  days: DayMask;
  amount: Amount;
}

/**
 * Adds charges up to lines. Of one cluster at a time the lines are in memory as they are; the others are packed,
 * and unpacked again should charges of them follow.
 */
export class LineSums {
  readonly #packed = new Map<string, LineTableBuilder>();
  #open: ClusterSums | undefined;

  add(charges: Iterable<Charge>, origin = ''): void {
    for (const charge of charges) {
      if (this.#open?.clusterId !== charge.clusterId) this.#turnTo(charge.clusterId);
      this.#open?.add(charge, origin);
    }
    this.#open?.endPart();
  }

  currencies(): readonly string[] {
    this.#pack();
    return [...this.#packed.keys()];
  }

  /** Every line of a currency, packed, without cents. */
  ofCurrency(currency: string): LineTableBuilder {
    this.#pack();
    return this.#packed.get(currency) ?? new LineTableBuilder();
  }

  #turnTo(clusterId: string): void {
    this.#pack();
    this.#open = new ClusterSums(clusterId);
    for (const [currency, builder] of this.#packed) {
      for (const line of builder.take(clusterId)) this.#open.addAgain(line, currency);
    }
  }

  #pack(): void {
    const open = this.#open;
    this.#open = undefined;
    for (const [currency, lines] of Map.groupBy(open?.lines() ?? [], (line) => line.currency)) {
      const builder = this.#packed.get(currency) ?? new LineTableBuilder();
      this.#packed.set(currency, builder);
      packCluster(builder, lines);
    }
  }
}

function packCluster(builder: LineTableBuilder, lines: LineSum[]): void {
  lines.sort(compareLines);
  const ratios = ratiosOf(lines);
  const unbooked = lines.map((line): UnbookedLine & { team: string; clusterId: string } => ({
    ...line,
    days: describeDays(line.days),
    exact: formatExact(line.amount),
    ratio: ratios.get(line) ?? '',
  }));
  for (const [team, own] of Map.groupBy(unbooked, (line) => line.team)) {
    builder.add(team, own[0]?.clusterId ?? '', own);
  }
}

/** Each line's share of what the cluster cost in its category; adjustments are of no pool. */
function ratiosOf(lines: readonly LineSum[]): ReadonlyMap<LineSum, string> {
  const ratios = new Map<LineSum, string>();
  const pooled = lines.filter((line) => line.kind !== 'adjustment');
  for (const own of Map.groupBy(pooled, (line) => line.category).values()) {
    const parts = divideRatios(own.map((line) => line.amount));
    own.forEach((line, index) => {
      ratios.set(line, parts?.[index] ?? '');
    });
  }
  return ratios;
}

/** The lines of one cluster. */
class ClusterSums {
  readonly clusterId: string;
  readonly #pools = new Map<string, PoolLines>();
  #last: Charge | undefined;
  #bit: DayMask = 0;
  #pool: PoolLines | undefined;

  constructor(clusterId: string) {
    this.clusterId = clusterId;
  }

  add(charge: Charge, origin: string): void {
    if (!this.#pool || !this.#last || !isOfSamePool(charge, this.#last))
      this.#pool = this.#poolOf(charge).begin();
    if (charge.day !== this.#last?.day) this.#bit = bitOf(charge.day);
    this.#last = charge;
    this.#pool.add(charge, origin, this.#bit);
  }

  /** What comes next begins anew, even if it is of the same pool. */
  endPart(): void {
    this.#pool = undefined;
  }

  addAgain(line: UnbookedLine & { readonly team: string }, currency: string): void {
    const { team, namespace, category, kind, part, rule, origin, ownerReason } = line;
    this.#poolOf({ category, currency }).put({
      ...{ currency, team, clusterId: this.clusterId, namespace, category, kind, part, rule, origin },
      ownerReason,
      days: parseDays(line.days),
      amount: parseAmount(line.exact) ?? 0n,
    });
  }

  lines(): LineSum[] {
    return [...this.#pools.values()].flatMap((pool) => [...pool.lines()]);
  }

  #poolOf({ category, currency }: Pick<Charge, 'category' | 'currency'>): PoolLines {
    const key = `${category} ${currency}`;
    const known = this.#pools.get(key);
    if (known) return known;
    const fresh = new PoolLines();
    this.#pools.set(key, fresh);
    return fresh;
  }
}

/**
 * The lines of one cluster, category and currency. A day's charges come in much the same order as those of the
 * day before, so the line of a charge is mostly the one at its place then, and needs no looking up.
 */
class PoolLines {
  readonly #lines = new Map<string, LineSum>();
  readonly #before: LineSum[] = [];
  #place = 0;

  begin(): this {
    this.#place = 0;
    return this;
  }

  add(charge: Charge, origin: string, bit: DayMask): void {
    const expected = this.#before[this.#place];
    const line = expected && isOfLine(charge, origin, expected) ? expected : this.#find(charge, origin);
    this.#before[this.#place++] = line;
    line.amount += charge.amount;
    if (bit > line.days) line.ownerReason = charge.ownerReason;
    else if (line.ownerReason !== charge.ownerReason && isLatest(bit, line.days)) {
      // Of several reasons of one day the first by name, so that the order of charges changes nothing.
      if (charge.ownerReason < line.ownerReason) line.ownerReason = charge.ownerReason;
    }
    line.days |= bit;
  }

  put(line: LineSum): void {
    this.#lines.set(keyOf(line, line.origin), line);
  }

  lines(): Iterable<LineSum> {
    return this.#lines.values();
  }

  #find(charge: Charge, origin: string): LineSum {
    const key = keyOf(charge, origin);
    const known = this.#lines.get(key);
    if (known) return known;
    const { currency, team, clusterId, namespace, category, kind, part, rule, ownerReason } = charge;
    const fresh: LineSum = {
      ...{ currency, team, clusterId, namespace, category, kind, part, rule, origin },
      ...{ ownerReason, days: 0, amount: 0n },
    };
    this.#lines.set(key, fresh);
    return fresh;
  }
}

function keyOf(
  charge: Pick<Charge, 'namespace' | 'team' | 'kind' | 'part' | 'rule'>,
  origin: string,
): string {
  return `${charge.namespace}|${charge.team}|${charge.kind}|${charge.part}|${charge.rule}|${origin}`;
}

function isOfLine(charge: Charge, origin: string, line: LineSum): boolean {
  return (
    charge.kind === line.kind &&
    charge.rule === line.rule &&
    charge.part === line.part &&
    origin === line.origin &&
    charge.team === line.team &&
    charge.namespace === line.namespace
  );
}

function isOfSamePool(a: Charge, b: Charge): boolean {
  return a.category === b.category && a.currency === b.currency;
}
