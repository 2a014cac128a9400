import { compareText } from '../model/order.ts';

/** Something odd but usable, and where it was seen: the first place by name stands for all. */
export interface Remark {
  readonly problem: string;
  readonly example: string;
}

/** Collects what was odd, one entry a problem, whatever order it comes in. */
export class Remarks {
  readonly #examples = new Map<string, string>();

  /** @param place names from the outside to the inside, such as namespace and pod */
  add(problem: string, place: readonly string[]): void {
    const example = place.join('/');
    const known = this.#examples.get(problem);
    if (known === undefined || example < known) this.#examples.set(problem, example);
  }

  list(): readonly Remark[] {
    return [...this.#examples]
      .sort(([a], [b]) => compareText(a, b))
      .map(([problem, example]) => ({ problem, example }));
  }
}
