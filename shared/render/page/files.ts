import type { ReportKind } from '../../model/tasks.ts';
import type { Format } from '../rendering.ts';

/** The forms of a report that a page offers to download. */
export const FILES = {
  chargeback: ['xlsx', 'csv', 'journal', 'json'],
  digest: ['csv', 'json'],
  governance: ['xlsx', 'csv', 'json'],
  health: ['csv', 'json'],
} as const satisfies Record<ReportKind, readonly Format[]>;
