import type { Words } from '../en/en.ts';
import { period } from './period.ts';

/** German. */
export const de = { period } satisfies Words;
