import type { Figure } from '../plural.ts';
import { plural } from './plural.ts';

/** What a message says beside the report that it carries: its subject, and what it had to leave out. */
export const message = {
  states: { provisional: 'provisional', closed: 'closed', held: 'held back' },
  incomplete: 'incomplete',
  sentAgain: (day: string) => `sent again on ${day}`,
  leftOut: (files: Figure, names: string) =>
    plural(files, {
      one: `One file is too large for this mail and not attached: ${names}.`,
      other: `# files are too large for this mail and not attached: ${names}.`,
    }),
  onPage: (link: string) => `The page of the report has it: ${link}`,
  askOperator: (command: string) => `The operator of Purser can give it to you, by: ${command}`,
};
