import { compareText } from '../model/order.ts';
import { addDays, type Day, startOf } from '../model/time.ts';
import type { Spell } from './timeline.ts';
import type { DayTotals } from './totals.ts';

/** Shorter than any schedule: what is missing below this is nobody's concern. */
const SHORTEST_GAP_MS = 60_000;
const GAPS_NAMED = 5;

/** Notes what was odd in the samples of a day, for the report. */
export class DayRemarks {
  readonly #end: number;
  /** Until when the day is told. */
  #told: number;
  readonly #gaps: { readonly from: number; readonly to: number }[] = [];
  readonly #problems = new Map<string, { samples: number; example: string }>();
  readonly #overCommitted: string[] = [];
  #damaged = 0;

  constructor(day: Day) {
    this.#told = startOf(day).getTime();
    this.#end = startOf(addDays(day, 1)).getTime();
  }

  addDamaged(count: number): void {
    this.#damaged += count;
  }

  addOverCommitted(nodePool: string): void {
    this.#overCommitted.push(nodePool);
  }

  /** Spells come in order of time. */
  follow({ sample, from, to }: Spell): void {
    this.#passTo(from);
    this.#told = to;
    for (const { problem, example } of sample.warnings) {
      const known = this.#problems.get(problem) ?? { samples: 0, example };
      this.#problems.set(problem, { ...known, samples: known.samples + 1 });
    }
  }

  list(totals: DayTotals): readonly string[] {
    this.#passTo(this.#end);
    const unknownMs = Number(totals.covered - totals.known);
    return [
      ...this.#describeGaps(),
      ...(this.#damaged > 0 ? [`samples that are damaged and left out: ${this.#damaged}`] : []),
      ...(unknownMs > 0
        ? [`usage was not told for ${toHours(unknownMs)}: what was requested counts for that time`]
        : []),
      ...this.#overCommitted.map((pool) => `more is allocated on ${nameOf(pool)} than it can hold`),
      ...[...this.#problems]
        .sort(([a], [b]) => compareText(a, b))
        .map(([problem, { samples, example }]) => `${problem}: ${example}, in samples: ${samples}`),
    ];
  }

  #passTo(time: number): void {
    if (time - this.#told >= SHORTEST_GAP_MS) this.#gaps.push({ from: this.#told, to: time });
    this.#told = time;
  }

  #describeGaps(): string[] {
    if (this.#gaps.length === 0) return [];
    const missing = this.#gaps.reduce((sum, { from, to }) => sum + to - from, 0);
    const named = this.#gaps.slice(0, GAPS_NAMED).map(({ from, to }) => `${toTime(from)} to ${toTime(to)}`);
    const more = this.#gaps.length - named.length;
    const rest = more > 0 ? ` and ${more} more` : '';
    return [`no samples speak for ${toHours(missing)}: ${named.join(', ')}${rest} (UTC)`];
  }
}

function nameOf(nodePool: string): string {
  return nodePool === '' ? 'nodes of no known pool' : `node pool ${nodePool}`;
}

function toTime(time: number): string {
  return new Date(time).toISOString().slice(11, 16);
}

function toHours(milliseconds: number): string {
  return `${Number((milliseconds / 3_600_000).toFixed(2))} h`;
}
