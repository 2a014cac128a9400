import { type Note, shorten } from './lenient.ts';

/** Most different notes that become sentences; whoever reads a report needs no more to know what is wrong. */
const MOST = 20;

/** Counts what could not be read in many rows, so that ten thousand like it are one sentence. */
export interface Notes {
  /** A note taker for one row. */
  forRow(row: string): Note;
  /** `In 12 rows the CVEs cannot be read (…), such as /subscriptions/…: …`, in the order of the words. */
  toSentences(consequence: string): readonly string[];
}

/** An empty note book. */
export function createNotes(): Notes {
  const seen = new Map<string, { count: number; first: string }>();
  return {
    forRow: (row) => (what) => {
      const known = seen.get(what);
      if (known) known.count += 1;
      else seen.set(what, { count: 1, first: shorten(row) });
    },
    toSentences: (consequence) => {
      const sorted = [...seen].sort(([a], [b]) => (a < b ? -1 : 1));
      const sentences = sorted
        .slice(0, MOST)
        .map(
          ([what, { count, first }]) =>
            `In ${count === 1 ? 'one row' : `${count} rows, such as`} ${first} ${what}. ${consequence}`,
        );
      const more = sorted.length - sentences.length;
      return more > 0 ? [...sentences, `${more} other parts of rows cannot be read either.`] : sentences;
    },
  };
}
