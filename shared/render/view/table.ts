import type { Formatter } from '../formatter.ts';
import { toPlainLine } from '../plainText.ts';

/** What a figure says about itself; always beside words, never by colour alone. */
export type Tone = 'plain' | 'muted' | 'good' | 'warn' | 'bad';

/** One cell of a table, ready to be shown: formatted, on one line, not yet escaped. */
export interface Cell {
  readonly text: string;
  /** A second, smaller line; `''` for none. */
  readonly sub: string;
  readonly tone: Tone;
  readonly isRight: boolean;
  /** Numbers and single words: never broken in the middle. */
  readonly isShort: boolean;
  readonly link: string;
  /** Length of a bar in percent, `0` for none; a bar shows what `text` of another cell says. */
  readonly bar: number;
  readonly rest: number;
}

export interface Column {
  readonly label: string;
  readonly isRight: boolean;
  /** Bars are left out on narrow screens. */
  readonly isBar: boolean;
}

/** A table of a report. */
export interface Table {
  readonly title: string;
  readonly note: string;
  readonly columns: readonly Column[];
  readonly rows: readonly { readonly head: Cell; readonly cells: readonly Cell[] }[];
  /** `and 12 more, attached`, or `''`. */
  readonly more: string;
  /** What to say in place of rows; `''` when there are some. */
  readonly empty: string;
}

/** A figure at the top of a report. */
export interface Tile {
  readonly label: string;
  readonly value: string;
  readonly note: string;
  readonly tone: Tone;
}

type CellOptions = {
  readonly sub?: string;
  /** Characters of `sub` that are shown. */
  readonly subLimit?: number;
  readonly tone?: Tone;
  readonly link?: string | undefined;
};

/** A cell of words; whatever comes from the estate passes through here and loses its tricks. */
export function textCell(text: string, options: CellOptions = {}): Cell {
  return {
    text: toPlainLine(text),
    sub: toPlainLine(options.sub ?? '', options.subLimit),
    tone: options.tone ?? 'plain',
    isRight: false,
    isShort: false,
    link: options.link ?? '',
    bar: 0,
    rest: 0,
  };
}

/** A cell of a number that is already formatted. */
export function numberCell(text: string, options: CellOptions = {}): Cell {
  return { ...textCell(text, options), isRight: true, isShort: true };
}

/** A cell of a word of Purser's own, or a date. */
export function wordCell(text: string, options: CellOptions = {}): Cell {
  return { ...textCell(text, options), isShort: true };
}

/** A bar of `percent`, drawn with table cells: shown where pictures are blocked, and by Word's engine. */
export function barCell(percent: number): Cell {
  const bar = Math.max(0, Math.min(100, Math.round(percent)));
  return { ...textCell(''), bar, rest: Math.max(1, 100 - bar) };
}

export function toTile(label: string, value: string, note = '', tone: Tone = 'plain'): Tile {
  return { label, value: toPlainLine(value), note: toPlainLine(note), tone };
}

export function texts(label: string): Column {
  return { label, isRight: false, isBar: false };
}

export function numbers(label: string): Column {
  return { label, isRight: true, isBar: false };
}

export function bars(label: string): Column {
  return { label, isRight: false, isBar: true };
}

/**
 * Lays out a table of the first `limit` items and says how many more there are. The first cell of each row
 * is its heading.
 */
export function toTable<Item>(spec: {
  readonly title: string;
  readonly note?: string;
  readonly columns: readonly Column[];
  readonly items: readonly Item[];
  /** How many there are, where `items` has not all of them. */
  readonly count?: number;
  readonly toRow: (item: Item) => readonly [Cell, ...Cell[]];
  readonly limit: number;
  readonly empty: string;
  readonly formatter: Formatter;
}): Table {
  const shown = spec.items.slice(0, spec.limit).map(spec.toRow);
  const hidden = (spec.count ?? spec.items.length) - shown.length;
  return {
    title: spec.title,
    note: toPlainLine(spec.note ?? '', 400),
    columns: spec.columns,
    rows: shown.map(([head, ...cells]) => ({ head, cells })),
    more: hidden === 0 ? '' : spec.formatter.words.table.more(spec.formatter.figure(hidden)),
    empty: spec.items.length === 0 ? toPlainLine(spec.empty, 400) : '',
  };
}
