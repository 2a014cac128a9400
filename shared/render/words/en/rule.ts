import { RULES } from '../../../allocation/rules.ts';

/** How each rule divides a pool. */
export const rule: Readonly<Record<keyof typeof RULES, string>> = RULES;
