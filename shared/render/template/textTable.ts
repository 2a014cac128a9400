import type { Cell, Table } from '../view/table.ts';
import { wrapText } from './wrap.ts';

const GAP = '  ';
const INDENT = '    ';
/** What a cell's further lines begin with: no name can begin a line of the mail. */
const HANGING = '  ';
/** Characters that a full bar takes. */
const BAR = 10;
/** A column of words is not made narrower than this, so that it stays readable. */
const NARROWEST = 24;

/**
 * Lays out a table with spaces, in lines of `width` characters where its numbers leave room: columns of words are
 * made narrower and wrapped for it. Second lines and links of a row's cells follow below it.
 */
export function layTable({ columns, rows }: Table, width: number): string {
  const texts = rows.map(({ head, cells }) => [head, ...cells].map(toText));
  const widths = fitWidths(
    columns.map((column, place) => ({
      wanted: Math.max(column.label.length, ...texts.map((row) => row[place]?.length ?? 0)),
      isFixed: column.isRight || column.isBar || rows.some(({ cells }) => cells[place - 1]?.isShort === true),
    })),
    width - GAP.length * (columns.length - 1),
  );
  const lay = (row: readonly string[]): string[] => {
    const wrapped = row.map((text, place) =>
      wrapText(text, widths[place] ?? 0, { rest: HANGING }).split('\n'),
    );
    return Array.from({ length: Math.max(...wrapped.map((lines) => lines.length)) }, (_, line) =>
      wrapped
        .map((lines, place) => {
          const text = lines[line] ?? '';
          return columns[place]?.isRight
            ? text.padStart(widths[place] ?? 0)
            : text.padEnd(widths[place] ?? 0);
        })
        .join(GAP)
        .trimEnd(),
    );
  };
  return [
    ...lay(columns.map(({ label }) => label)),
    widths.map((columnWidth) => '-'.repeat(columnWidth)).join(GAP),
    ...rows.flatMap(({ head, cells }, index) => [
      ...lay(texts[index] ?? []),
      ...[head, ...cells].flatMap(({ sub, link }) =>
        [sub, link]
          .filter((text) => text !== '')
          .map((text) => wrapText(text, width, { first: INDENT, rest: INDENT })),
      ),
    ]),
  ].join('\n');
}

function toText({ bar, text }: Cell): string {
  return bar > 0 ? '#'.repeat(Math.ceil((bar / 100) * BAR)) : text;
}

/** Takes what is too much from the widest columns that may be wrapped. */
function fitWidths(
  columns: readonly { readonly wanted: number; readonly isFixed: boolean }[],
  room: number,
): number[] {
  const widths = columns.map(({ wanted }) => wanted);
  for (;;) {
    const spare = widths.reduce((sum, width) => sum + width, 0) - room;
    const widest = Math.max(...columns.map(({ isFixed }, place) => (isFixed ? 0 : (widths[place] ?? 0))));
    if (spare <= 0 || widest <= NARROWEST) return widths;
    widths[widths.findIndex((width, place) => width === widest && !columns[place]?.isFixed)] = Math.max(
      NARROWEST,
      widest - Math.min(spare, 4),
    );
  }
}
