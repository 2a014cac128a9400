import { toPlainLine } from '../plainText.ts';
import type { Table, Tile, Tone } from '../view/table.ts';
import type { Chart, StackPart } from './chart.ts';

/** One cell of a page's table, formatted, on one line, not yet escaped. */
export interface PageCell {
  readonly text: string;
  /** A second, smaller line; `''` for none. */
  readonly sub: string;
  readonly tone: Tone;
  readonly link: string;
  readonly isRight: boolean;
  /** In a column that is left out on a phone. */
  readonly isMinor: boolean;
  /** Length in percent of a bar that shows what another cell says; 0 for none. */
  readonly bar: number;
  /** A bar of several parts; empty for none. */
  readonly stack: readonly StackPart[];
  /** Several links in place of a text. */
  readonly links: readonly PageLink[];
  /** What the cell is sorted by where that is not its text; `''` otherwise. */
  readonly value: string;
}

export interface PageLink {
  readonly text: string;
  readonly link: string;
}

export interface PageColumn {
  readonly label: string;
  readonly isRight: boolean;
  /** Left out on a phone, where another page tells the same. */
  readonly isMinor: boolean;
  /** Where a click on the heading leads; `''` where the table is not sorted by it. */
  readonly sortLink: string;
  readonly sorted: 'ascending' | 'descending' | 'none';
}

export interface PageRow {
  readonly head: PageCell;
  readonly cells: readonly PageCell[];
  /** What script tells the row by when a form chooses among rows, parted by bars; `''` where none does. */
  readonly keys: string;
}

/** A form that asks the page again with other parameters; it works without script. */
export interface PageForm {
  readonly id: string;
  readonly label: string;
  readonly action: string;
  readonly hidden: readonly { readonly name: string; readonly value: string }[];
  readonly choices: readonly Choice[];
  /** A field for words to look for; null for none. */
  readonly find: { readonly id: string; readonly label: string; readonly value: string } | null;
  readonly submit: string;
  /** Where everything is shown again; `''` when everything is. */
  readonly resetLink: string;
  readonly reset: string;
  /** What of the page script filters at once, as a selector of rows; `''` where not all of them are on it. */
  readonly filters: string;
}

/** A field of a form with its values; the first is for any. */
export interface Choice {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly text: string; readonly isChosen: boolean }[];
}

export interface PageTable {
  readonly id: string;
  readonly caption: string;
  readonly columns: readonly PageColumn[];
  readonly rows: readonly PageRow[];
  /** The totals; null for none. */
  readonly foot: PageRow | null;
  /** Said in place of rows. */
  readonly empty: string;
  /** Which of the rows are shown and the way to the others; null where all are. */
  readonly pager: Pager | null;
}

export interface Pager {
  readonly label: string;
  /** `1–100 of 312` */
  readonly text: string;
  /** `''` on the first page. */
  readonly before: string;
  readonly beforeText: string;
  /** `''` on the last page. */
  readonly after: string;
  readonly afterText: string;
}

/** A heading and what stands under it, in this order; parts that it has not are empty or null. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly note: string;
  readonly tiles: readonly Tile[];
  readonly chart: Chart | null;
  readonly sentences: readonly string[];
  readonly facts: readonly { readonly term: string; readonly text: string; readonly link: string }[];
  readonly form: PageForm | null;
  readonly table: PageTable | null;
  /** What opens a table that says what a picture above it shows; `''` for one that is seen at once. */
  readonly fold: string;
  readonly more: PageLink | null;
  /** Folded away until somebody opens it; printed all the same. */
  readonly isFolded: boolean;
}

/** A section of what is given. */
export function toSection(id: string, title: string, parts: Partial<Omit<Section, 'id' | 'title'>>): Section {
  return {
    id,
    title: toPlainLine(title),
    note: '',
    tiles: [],
    chart: null,
    sentences: [],
    facts: [],
    form: null,
    table: null,
    fold: '',
    more: null,
    isFolded: false,
    ...parts,
  };
}

type CellParts = Partial<Omit<PageCell, 'text' | 'isRight'>>;

/**
 * A cell of words; whatever comes from the estate passes through here and loses its tricks.
 * @param limit characters that are shown
 */
export function words(text: string, parts: CellParts = {}, limit?: number): PageCell {
  return {
    tone: 'plain',
    link: '',
    bar: 0,
    stack: [],
    links: [],
    value: '',
    isMinor: false,
    ...parts,
    isRight: false,
    text: toPlainLine(text, limit),
    sub: toPlainLine(parts.sub ?? '', 600),
  };
}

/** A cell of a number that is formatted already. @param value what it is sorted by, as a plain decimal */
export function figure(text: string, value: string, parts: CellParts = {}): PageCell {
  return { ...words(text, parts), isRight: true, value };
}

/** A row of a heading and cells. */
export function toRow(head: PageCell, cells: readonly PageCell[], keys = ''): PageRow {
  return { head, cells, keys };
}

/** A table in the order given, all of it. A column is aligned as its cells are; one of bars is left out on a phone. */
export function toTable(
  id: string,
  caption: string,
  labels: readonly string[],
  rows: readonly PageRow[],
  { foot = null, empty = '' }: { readonly foot?: PageRow | null; readonly empty?: string } = {},
): PageTable {
  const some = (place: number, test: (cell: PageCell) => boolean): boolean =>
    rows.some(({ cells }) => cells.slice(place - 1, place).some(test));
  const columns = labels.map((label, place) => ({
    ...{ label, sortLink: '', sorted: 'none' as const },
    isRight: some(place, (cell) => cell.isRight),
    isMinor: some(place, (cell) => cell.bar > 0),
  }));
  const thin = (row: PageRow): PageRow => ({
    ...row,
    cells: row.cells.map((cell, place) => ({ ...cell, isMinor: columns[place + 1]?.isMinor ?? false })),
  });
  return {
    ...{ id, caption: toPlainLine(caption), columns, rows: rows.map(thin) },
    ...{ foot: foot && thin(foot), empty, pager: null },
  };
}

const PLAIN = { stack: [], links: [], value: '', isMinor: false } as const;

/** A table of mails and files as a page shows it. */
export function adoptTable(id: string, table: Table): Section {
  const isBar = table.columns.map((column) => column.isBar);
  return toSection(id, table.title, {
    note: table.note,
    table: {
      id: `${id}-table`,
      caption: table.title,
      columns: table.columns.map(({ label, isRight, isBar }) => ({
        ...{ label, isRight, isMinor: isBar, sortLink: '', sorted: 'none' },
      })),
      rows: table.rows.map(({ head, cells }) =>
        toRow(
          { ...head, ...PLAIN },
          cells.map((cell, place) => ({
            ...cell,
            ...PLAIN,
            bar: isBar[place + 1] ? cell.bar : 0,
            isMinor: isBar[place + 1] ?? false,
          })),
        ),
      ),
      foot: null,
      empty: table.empty,
      pager: null,
    },
    sentences: table.more === '' ? [] : [table.more],
  });
}
