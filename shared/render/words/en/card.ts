import type { Figure } from '../plural.ts';
import { plural } from './plural.ts';

/** What only a card in Teams says: it has no attachments to point to. */
export const card = {
  open: 'Open report',
  more: (count: Figure) => plural(count, { other: 'and # more, in the report' }),
  moreNotices: (count: Figure) =>
    plural(count, { one: 'and one more notice, in the report', other: 'and # more notices, in the report' }),
  moreTeams: (count: Figure) =>
    plural(count, { one: 'and one more team, in the report', other: 'and # more teams, in the report' }),
  shortened: 'Shortened to fit into Teams: the report has the rest.',
  weekNotRead: (week: string) => `${week}: not read`,
  /** Title of a chart of one currency's weeks. */
  trendIn: (currency: string) => `Cost by week, ${currency}`,
  openByWeek: 'Open findings by week',
};
