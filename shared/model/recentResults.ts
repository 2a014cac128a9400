interface Entry<T> {
  readonly result: Promise<T>;
  weight: number;
}

/**
 * Does work once for all who ask for the same, and keeps what it came to until together that weighs more than a
 * budget: then what was asked for longest ago goes first. What failed is not kept.
 */
export class RecentResults<T> {
  readonly #budget: number;
  readonly #weigh: (result: T) => number;
  readonly #entries = new Map<string, Entry<T>>();
  #weight = 0;

  /** @param budget in the unit that `weigh` gives, bytes as a rule */
  constructor(budget: number, weigh: (result: T) => number) {
    this.#budget = budget;
    this.#weigh = weigh;
  }

  /** What all kept results weigh together. */
  get weight(): number {
    return this.#weight;
  }

  /** @param key names what the result hangs on, all of it: equal keys mean equal results */
  get(key: string, work: () => Promise<T>): Promise<T> {
    const known = this.#entries.get(key);
    if (known) {
      this.#entries.delete(key);
      this.#entries.set(key, known);
      return known.result;
    }
    const entry: Entry<T> = { result: work(), weight: 0 };
    this.#entries.set(key, entry);
    entry.result.then(
      (result) => this.#settle(key, entry, this.#weigh(result)),
      () => this.#entries.delete(key),
    );
    return entry.result;
  }

  #settle(key: string, entry: Entry<T>, weight: number): void {
    if (this.#entries.get(key) !== entry) return;
    entry.weight = weight;
    this.#weight += weight;
    for (const [oldest, { weight: freed }] of this.#entries) {
      // What is heavier than the whole budget is kept alone: to do it again for each reader costs more.
      if (this.#weight <= this.#budget || oldest === key) return;
      this.#weight -= freed;
      this.#entries.delete(oldest);
    }
  }
}

/** What a member of an object or a list takes beside its own content, about. */
const MEMBER_BYTES = 16;

/** About how many bytes plain data takes in memory. */
export function weighData(data: unknown): number {
  if (typeof data === 'string') return data.length;
  if (data === null || typeof data !== 'object') return 0;
  let bytes = 0;
  for (const member of Object.values(data)) bytes += MEMBER_BYTES + weighData(member);
  return bytes;
}
