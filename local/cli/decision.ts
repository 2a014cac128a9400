import { userInfo } from 'node:os';
import { RequestError } from '../../shared/model/errors.ts';

/** Options of every command by which a person decides something for the record. */
export const DECISION_OPTIONS = {
  period: { type: 'string' },
  reason: { type: 'string' },
  by: { type: 'string' },
} as const;

/** Who decides: as named, or who is logged in on this machine. */
export function nameDecider(by: string | undefined): string {
  return by?.trim() || userInfo().username;
}

/**
 * The reason that a decision cannot do without.
 * @throws RequestError when none is given
 */
export function requireReason(reason: string | undefined): string {
  const text = reason?.trim() ?? '';
  if (text !== '') return text;
  throw new RequestError(
    'No reason is given.',
    'Add --reason "…": it stands in the report for whoever reads it.',
  );
}
