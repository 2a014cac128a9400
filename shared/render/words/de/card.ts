import type { Words } from '../en/en.ts';
import { plural } from './plural.ts';

export const card = {
  open: 'Bericht öffnen',
  more: (count) => plural(count, { other: 'und # weitere, im Bericht' }),
  moreNotices: (count) =>
    plural(count, {
      one: 'und ein weiterer Hinweis, im Bericht',
      other: 'und # weitere Hinweise, im Bericht',
    }),
  moreTeams: (count) =>
    plural(count, { one: 'und ein weiteres Team, im Bericht', other: 'und # weitere Teams, im Bericht' }),
  shortened: 'Für Teams gekürzt: Der Bericht enthält alles.',
  weekNotRead: (week) => `${week}: nicht gelesen`,
  trendIn: (currency) => `Kosten je Woche, ${currency}`,
  openByWeek: 'Offene Befunde je Woche',
} satisfies Words['card'];
