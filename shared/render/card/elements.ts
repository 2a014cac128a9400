import type { ITextBlock } from '@microsoft/teams.cards';
import type { Story } from '../view/story.ts';
import type { Cell, Table, Tile, Tone } from '../view/table.ts';
import {
  type CardElement,
  cardTable,
  columnSet,
  container,
  type TextOptions,
  textBlock,
} from './adaptiveCard.ts';

const LOOK = {
  plain: {},
  muted: { isSubtle: true },
  good: { color: 'Good' },
  warn: { color: 'Warning' },
  bad: { color: 'Attention' },
} as const satisfies Record<Tone, TextOptions>;

const SMALL = { size: 'Small', isSubtle: true, spacing: 'None' } as const satisfies TextOptions;

/** Boxes in a row: two fit beside one another on a phone. */
const IN_A_ROW = 2;

/** Figures as boxes, a label above and a note below each. */
export function tileElements(tiles: readonly Tile[]): CardElement[] {
  const rows: (readonly Tile[])[] = [];
  for (let first = 0; first < tiles.length; first += IN_A_ROW)
    rows.push(tiles.slice(first, first + IN_A_ROW));
  return rows.map((row) =>
    columnSet(
      row.map(({ label, value, note, tone }) => [
        textBlock(label, { size: 'Small', isSubtle: true }),
        textBlock(value, { size: 'Large', weight: 'Bolder', spacing: 'None', ...LOOK[tone] }),
        ...(note === '' ? [] : [textBlock(note, SMALL)]),
      ]),
    ),
  );
}

/** A table of a view under its title: bars are left out, as their numbers stand beside them. */
export function tableElements(table: Table): CardElement[] {
  const note = table.note === '' ? [] : [textBlock(table.note, SMALL)];
  return [container([textBlock(table.title, { weight: 'Bolder' }), ...note, ...rowElements(table)])];
}

/** The same without its title, for where that stands already. */
export function rowElements({ columns, rows, empty, more }: Table): CardElement[] {
  const shown = columns.filter(({ isBar }) => !isBar);
  const places = columns.flatMap(({ isBar }, place) => (isBar ? [] : [place]));
  const body = rows.map(({ head, cells }) => {
    const all = [head, ...cells];
    return places.map((place) => cellItems(all[place]));
  });
  return [
    ...(empty === '' ? [] : [textBlock(empty, { isSubtle: true })]),
    ...(rows.length === 0 ? [] : [cardTable(shown, body)]),
    ...(more === '' ? [] : [textBlock(more, SMALL)]),
  ];
}

function cellItems(cell: Cell | undefined): ITextBlock[] {
  if (!cell) return [textBlock('')];
  const side = cell.isRight ? ({ horizontalAlignment: 'Right' } as const) : {};
  return [
    textBlock(cell.text, { ...LOOK[cell.tone], ...side }),
    ...(cell.sub === '' ? [] : [textBlock(cell.sub, { ...SMALL, ...side })]),
  ];
}

/** Sentences under their heading. */
export function storyElements({ title, sentences, more }: Story): CardElement[] {
  if (sentences.length === 0) return [];
  return [
    container([
      textBlock(title, { weight: 'Bolder' }),
      ...sentences.map((sentence) => textBlock(sentence, { spacing: 'Small' })),
      ...(more === '' ? [] : [textBlock(more, SMALL)]),
    ]),
  ];
}
