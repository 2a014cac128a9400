import type { Figure } from '../plural.ts';
import { plural } from './plural.ts';

/** What lists say of themselves. */
export const table = {
  /** Rows that the attached workbook has, and the mail not. */
  more: (count: Figure) => plural(count, { other: 'and # more, attached' }),
  moreNotices: (count: Figure) =>
    plural(count, {
      one: 'and one more notice, in the report data',
      other: 'and # more notices, in the report data',
    }),
  moreTeams: (count: Figure) =>
    plural(count, { one: 'and one more team, attached', other: 'and # more teams, attached' }),
  /** `a, b and 3 more` */
  andMore: (names: string, count: Figure) => `${names} ${plural(count, { other: 'and # more' })}`,
  none: '(none)',
  notRead: 'not read',
  notKnown: 'not known',
  notScanned: 'not scanned',
};
