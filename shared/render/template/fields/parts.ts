import type { Story } from '../../view/story.ts';
import type { Cell, Column, Table, Tile } from '../../view/table.ts';
import type { DescribedFields } from './field.ts';

const TONE = '`plain`, `muted`, `good`, `warn` or `bad`: for `{{ink}}`, `{{tint}}` and the class of its name';

const CELL = {
  text: 'what the cell says',
  sub: 'a second, smaller line, or empty',
  tone: TONE,
  isRight: 'whether it is a number, which stands on the right',
  isShort: 'whether it is a number or a word of Purser’s own, which needs no breaking',
  link: 'a web address, or empty',
  bar: 'length of a bar in percent, 0 for none; what it shows is said by another cell',
  rest: 'what the bar leaves of 100 percent; 0 in a cell that is no bar’s',
} as const satisfies DescribedFields<Cell>;

const COLUMN = {
  label: 'heading of the column',
  isRight: 'whether its cells are numbers',
  isBar: 'whether its cells are bars, which a narrow screen leaves out',
} as const satisfies DescribedFields<Column>;

/** Fields of every table, and of the partial `table`. */
export const TABLE = {
  title: 'heading of the table',
  note: 'a remark on it, or empty',
  columns: { about: 'the columns', each: { about: 'a column', fields: COLUMN } },
  rows: {
    about: 'the rows that are shown',
    each: {
      about: 'a row',
      fields: {
        head: { about: 'the first cell, its heading', fields: CELL },
        cells: { about: 'the cells after it', each: { about: 'a cell', fields: CELL } },
      },
    },
  },
  more: 'how many rows are not shown, or empty',
  empty: 'what to say in place of rows, or empty',
} as const satisfies DescribedFields<Table>;

/** A figure at the top of a report, one of what the partial `tiles` is given. */
export const TILE = {
  label: 'what the figure is',
  value: 'the figure',
  note: 'what to compare it with, or empty',
  tone: TONE,
} as const satisfies DescribedFields<Tile>;

/** Sentences under a heading; what the partial `story` is given. */
export const STORY = {
  title: 'heading of the sentences',
  sentences: { about: 'the sentences', each: 'a sentence' },
  more: 'how many are not shown, or empty',
} as const satisfies DescribedFields<Story>;

/** A table of a view. @param about what it lists */
export function table(about: string): { readonly about: string; readonly fields: typeof TABLE } {
  return { about, fields: TABLE };
}

export const TILES = { about: 'the figures at the top', each: { about: 'a figure', fields: TILE } } as const;
