import type { Words } from '../en/en.ts';
import { plural } from './plural.ts';

export const life = {
  gate: (name, sentence, remedy) => `${name}: ${sentence} ${remedy}`,
  held: (reasons) => `Für Finanzen und Teams zurückgehalten: ${reasons}.`,
  release: (command) => `Wenn die Zahlen dennoch stimmen: ${command}`,
  reopened: (revision, hash, when, by, reason) =>
    `Revision ${revision} (Daten ${hash}) wurde am ${when} von ${by} wieder geöffnet, weil: ${reason}`,
  reopenedStays: 'Sie bleibt lesbar; diese tritt an ihre Stelle, sobald sie abgeschlossen wird.',
  revision: (revision) => `Dies ist Revision ${revision}.`,
  closed: (when, by) => `Abgeschlossen am ${when} von ${by}`,
  closedOver: (obstacles) => ` trotz ${obstacles}`,
  because: (reason) => `, weil: ${reason}`,
  released: (when, by, reason, held) =>
    `Freigegeben am ${when} von ${by}, weil: ${reason} Die Prüfung hatte die Abrechnung zurückgehalten: ${held}`,
  correctionUnknown: (month, problem) => `Korrekturen für ${month} sind nicht bekannt. ${problem}`,
  correctionsWaiting: (month, teams, amount) =>
    `Korrekturen für ${month} bei ${plural(teams, { one: 'einem Team', other: '# Teams' })}, zusammen ${amount}, liegen unter der Schwelle und warten.`,
} satisfies Words['life'];
