import { SourceError, type SourceFailure } from '../../model/errors.ts';

/** Failures that trying again may heal: they fail the whole reading, so that the queue does. */
const PASSING: ReadonlySet<SourceFailure> = new Set(['unauthorized', 'throttled', 'unavailable', 'timeout']);

/** Parts of a reading that Azure refused, which the rest can do without. */
export interface Losses {
  /**
   * Reads a part; undefined when Azure refuses it, does not know it or answers what cannot be read.
   * @param what in the words of the warning: `the diagnostic settings of clusters`
   * @param whose the one it is read for
   * @throws SourceError when trying again may help
   */
  attempt<T>(what: string, whose: string, read: () => Promise<T>): Promise<T | undefined>;
  /** One sentence a part and failure, however many it was refused for; sorted. */
  toSentences(): readonly string[];
}

/** Begins with nothing lost. */
export function createLosses(): Losses {
  const lost = new Map<string, { readonly first: SourceError; readonly whose: string[] }>();
  return {
    async attempt(what, whose, read) {
      try {
        return await read();
      } catch (error) {
        if (!(error instanceof SourceError) || PASSING.has(error.failure)) throw error;
        const key = `${what}|${error.failure}`;
        const known = lost.get(key);
        if (known) known.whose.push(whose);
        else lost.set(key, { first: error, whose: [whose] });
        return undefined;
      }
    },
    toSentences: () =>
      [...lost]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, { first, whose }]) => {
          const what = key.slice(0, key.indexOf('|'));
          const count = whose.length === 1 ? '' : ` (${whose.length} times)`;
          return `Not read: ${what}${count}, so that they are unknown. ${first.message} ${first.remedy}`;
        }),
  };
}
