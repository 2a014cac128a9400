import { de } from './de/de.ts';
import { en, type Words } from './en/en.ts';

const CATALOGUES: Readonly<Record<string, Words>> = { en, de };

/** The catalogue of a locale's language; English where there is none. */
export function wordsOf(locale: string): Words {
  return CATALOGUES[new Intl.Locale(locale).language] ?? en;
}
