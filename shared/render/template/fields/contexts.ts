import { REPORT_KINDS } from '../../../model/tasks.ts';
import type { Group, List } from './field.ts';
import { STORY, TABLE, TILES } from './parts.ts';
import { MAIL, REPORTS } from './reports.ts';

/** Names of the partials, and what each is given. */
export const PARTIAL_CONTEXTS: ReadonlyMap<string, Group | List> = new Map<string, Group | List>([
  ['page', { about: 'a whole mail', fields: MAIL }],
  ['tiles', TILES],
  ['story', { about: 'sentences under a heading', fields: STORY }],
  ['table', { about: 'a table', fields: TABLE }],
]);

const WHOLE = REPORT_KINDS.map(
  (kind) => [kind, { about: `the ${kind} mail`, fields: { ...MAIL, ...REPORTS[kind] } }] as const,
);

/** Every file that can be replaced by one of the user's own, and what its template is given. */
export const CONTEXTS: ReadonlyMap<string, Group | List> = new Map(
  (['html', 'text'] as const).flatMap((flavour) => [
    ...WHOLE.map(([name, given]) => [`mail/${name}.${flavour}.hbs`, given] as const),
    ...[...PARTIAL_CONTEXTS].map(([name, given]) => [`mail/partials/${name}.${flavour}.hbs`, given] as const),
  ]),
);
