import type { Words } from '../en/en.ts';

export const template = {
  asOf: 'Stand',
  coverage: 'Abdeckung',
  openReport: 'Diesen Bericht öffnen',
  cost: 'Kosten',
  security: 'Sicherheit und Compliance',
  nothingThisWeek: 'Kein Team hat diese Woche etwas zu berichten.',
  changes: 'Was sich geändert hat',
  charges: 'Wer belastet wird',
  proof: 'Abgleich mit der Rechnung',
  units: 'Stückkosten',
  crossChecks: 'Mit anderen Zahlen verglichen',
  method: 'Wie verteilt wurde',
  nothingCharged: 'Für diesen Zeitraum wurden keine Kosten gelesen; es wird nichts belastet.',
  standing: 'Wo wir stehen',
  toDo: 'Was zuerst zu tun ist',
  compliance: 'Compliance und Ausnahmen',
  scans: 'Was überwacht wird und was nicht',
} satisfies Words['template'];
