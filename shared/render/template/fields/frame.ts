import type { Frame } from '../../view/frame.ts';
import type { DescribedFields } from './field.ts';
import { table } from './parts.ts';

/** Fields of `frame`. */
export const FRAME = {
  locale: 'the reader’s locale, such as `de-DE`',
  title: 'what the report is called',
  organisation: 'whose estate it is',
  audience: 'who it is for: a team, or the organisation',
  period: 'the month or week, in words',
  days: 'its first and last day, and their time zone',
  state: {
    about: 'whether the report may still change',
    fields: { label: 'in words', tone: '`good` or `warn`' },
  },
  asOf: 'when the newest of its data was read',
  coverage: {
    about: 'what was read',
    fields: {
      summary: 'in a sentence',
      tone: '`good` or `warn`',
      gaps: table('what is missing, if anything is'),
    },
  },
  notices: { about: 'what the reader must know before the figures', each: 'a notice' },
  link: 'where the report can be opened, if it can be',
  reason: 'why the reader gets it',
} as const satisfies DescribedFields<Frame>;
