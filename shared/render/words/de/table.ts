import type { Words } from '../en/en.ts';
import { plural } from './plural.ts';

export const table = {
  more: (count) => plural(count, { other: 'und # weitere, im Anhang' }),
  moreNotices: (count) =>
    plural(count, {
      one: 'und ein weiterer Hinweis in den Berichtsdaten',
      other: 'und # weitere Hinweise in den Berichtsdaten',
    }),
  moreTeams: (count) =>
    plural(count, { one: 'und ein weiteres Team im Anhang', other: 'und # weitere Teams im Anhang' }),
  andMore: (names, count) => `${names} ${plural(count, { other: 'und # weitere' })}`,
  none: '(keine)',
  notRead: 'nicht gelesen',
  notKnown: 'nicht bekannt',
  notScanned: 'nicht geprüft',
} satisfies Words['table'];
