import type { Words } from '../en/en.ts';
import { plural } from './plural.ts';

export const digest = {
  week: 'Kosten dieser Woche',
  monthToDate: 'Monat bis heute',
  monthLeads: 'Wohin der Monat führt',
  moved: 'Was sich seit der Vorwoche verändert hat',
  anomalies: 'Außergewöhnliches',
  waste: 'Angefordert und nicht genutzt',
  trend: 'Kosten je Woche',
  weekColumn: 'Woche',
  compared: 'Vergleich',
  amount: 'Betrag',
  noWeek: 'Keine Woche wurde vollständig gelesen.',
  namespaces: 'Kosten nach Namespace',
  namespace: 'Namespace',
  thisWeek: 'Diese Woche',
  noNamespace: 'Kein Namespace hat Kosten verursacht.',

  mine: 'Von Ihnen zu beheben',
  nothingMine: 'Nichts ist offen, das Sie beheben müssten.',
  nothingElseMine: 'Sonst ist nichts von Ihnen zu beheben.',
  silenced: (findings, weeks) =>
    `${plural(findings, { one: '# Befund, seit', other: '# Befunde, seit' })} mehr als ${plural(weeks, { one: '# Woche', other: '# Wochen' })} überfällig, ${plural(findings, { one: 'zählt', other: 'zählen' })} mit, ${plural(findings, { one: 'wird', other: 'werden' })} hier aber nicht mehr aufgeführt.`,
  silencedLong: (findings) =>
    plural(findings, {
      one: '# lange überfälliger Befund zählt mit, wird hier aber nicht mehr aufgeführt.',
      other: '# lange überfällige Befunde zählen mit, werden hier aber nicht mehr aufgeführt.',
    }),
  counts: (fresh, fixed) => `${fresh} neu, ${fixed} diese Woche behoben`,
  countsReopened: (fresh, reopened, fixed) =>
    `${fresh} neu, ${reopened} wieder offen, ${fixed} diese Woche behoben`,
  blind: (counts, unscanned) => `${counts}; ${unscanned}`,
  overdue: 'Überfällig',
  dueThisWeek: (count) => `${count} binnen einer Woche fällig`,
  controls: 'Warum, und wie zu beheben',
  reopened: 'Diese Woche wieder aufgetreten',
  fresh: 'Neu in dieser Woche',
  fixed: 'Diese Woche behoben',
  notSeen: 'Nicht mehr gesehen, aber nicht nachweislich behoben',
  notSeenNote: 'Was die Behebung belegen würde, wurde nicht gelesen; sie gelten als offen.',
  others: (secops, platform, notSeen, exempt) =>
    `Bei Security Operations, noch ohne Herstellerkorrektur: ${secops}; beim Plattformteam: ${platform}; nicht mehr gesehen: ${notSeen}; ausgenommen: ${exempt}.`,
  exemptExpiring: (count, expiring) => `${count} (davon bald ablaufend: ${expiring})`,
  quiet: 'Nichts zu berichten: keine Kosten, und nichts zu beheben.',
} satisfies Words['digest'];
