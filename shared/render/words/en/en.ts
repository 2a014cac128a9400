import { period } from './period.ts';

/** English, the complete catalogue. */
export const en = { period };

/**
 * Everything reports say, by area: words, and functions that put formatted figures and names into a sentence. The
 * compiler holds every other language against it; what the functions are given is escaped later, by the medium.
 */
export type Words = typeof en;
