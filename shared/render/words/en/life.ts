import type { Figure } from '../plural.ts';
import { plural } from './plural.ts';

/** How a statement stands in the life of its month. Sentences end where they are put together. */
export const life = {
  /** A reason of the gate by its name, which commands take, and what it says. */
  gate: (name: string, sentence: string, remedy: string) => `${name}: ${sentence} ${remedy}`,
  held: (reasons: string) => `Held back from finance and the teams: ${reasons}.`,
  release: (command: string) => `If the figures are right all the same: ${command}`,
  reopened: (revision: string, hash: string, when: string, by: string, reason: string) =>
    `Revision ${revision} (data ${hash}) was opened again on ${when} by ${by}, because: ${reason}`,
  reopenedStays: 'It stays readable; this takes its place when it is closed.',
  revision: (revision: string) => `This is revision ${revision}.`,
  closed: (when: string, by: string) => `Closed on ${when} by ${by}`,
  closedOver: (obstacles: string) => ` over ${obstacles}`,
  because: (reason: string) => `, because: ${reason}`,
  released: (when: string, by: string, reason: string, held: string) =>
    `Released on ${when} by ${by}, because: ${reason} The gate had held it: ${held}`,
  correctionUnknown: (month: string, problem: string) => `Corrections of ${month} are not known. ${problem}`,
  correctionsWaiting: (month: string, teams: Figure, amount: string) =>
    `Corrections of ${month} for ${plural(teams, { one: 'one team', other: '# teams' })}, together ${amount}, are below the threshold and wait.`,
};
