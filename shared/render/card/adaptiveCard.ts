import type {
  IAdaptiveCard,
  IColumnSet,
  IContainer,
  IOpenUrlAction,
  ITable,
  ITextBlock,
  IVerticalBarChart,
} from '@microsoft/teams.cards';
import { toPlainLine } from '../plainText.ts';

/**
 * The part of Adaptive Cards 1.5 that Purser uses, in Microsoft's own types: objects, never text templates, which would
 * escape for HTML what goes into JSON. Charts are of Teams alone, so each has a fallback that carries its numbers.
 */
export type CardElement = ITextBlock | IColumnSet | ITable | IContainer | IVerticalBarChart;

/** What a text looks like. */
export type TextOptions = Pick<
  ITextBlock,
  'size' | 'weight' | 'color' | 'isSubtle' | 'style' | 'spacing' | 'separator' | 'horizontalAlignment'
>;

/** Text of a card. Cards read a subset of Markdown in it, so what comes from the estate is escaped. */
export function textBlock(text: string, options: TextOptions = {}): ITextBlock {
  return { type: 'TextBlock', text: escapeMarkdown(text), wrap: true, ...options };
}

export function container(items: CardElement[]): IContainer {
  return { type: 'Container', separator: true, spacing: 'Medium', items };
}

/** Boxes side by side, as wide as one another. */
export function columnSet(columns: readonly CardElement[][]): IColumnSet {
  return {
    type: 'ColumnSet',
    spacing: 'Medium',
    columns: columns.map((items) => ({ type: 'Column', width: 'stretch', items })),
  };
}

/** Beyond so many columns, the first takes less room. */
const MANY_COLUMNS = 5;

/** A heading row and rows of cells; the first column takes the most room. */
export function cardTable(
  columns: readonly { readonly label: string; readonly isRight: boolean }[],
  rows: readonly (readonly ITextBlock[][])[],
): ITable {
  const heading = columns.map(({ label, isRight }) => [
    textBlock(label, { weight: 'Bolder', ...(isRight && { horizontalAlignment: 'Right' }) }),
  ]);
  return {
    type: 'Table',
    firstRowAsHeaders: true,
    showGridLines: false,
    columns: columns.map((_, place) => ({
      width: place === 0 ? (columns.length > MANY_COLUMNS ? 2 : 3) : 1,
    })),
    rows: [heading, ...rows].map((cells) => ({
      type: 'TableRow',
      cells: cells.map((items) => ({ type: 'TableCell', items })),
    })),
  };
}

/** Upright bars, and for clients that draw none, `fallback` with the same numbers. */
export function barChart(
  title: string,
  bars: readonly { readonly label: string; readonly value: number }[],
  fallback: CardElement,
): IVerticalBarChart {
  return {
    type: 'Chart.VerticalBar',
    title: toPlainLine(title),
    showBarValues: true,
    color: 'categoricalBlue',
    data: bars.map(({ label, value }) => ({ x: toPlainLine(label), y: value })),
    fallback,
  };
}

/** A card as Teams takes it. Its documentation writes `Full`, where Microsoft's types have `full`. */
export type TeamsCard = Omit<IAdaptiveCard, 'msteams'> & { readonly msteams: { readonly width: 'Full' } };

/** A whole card, as wide as the channel. @param link where its button leads; without one it has none */
export function adaptiveCard(
  fallbackText: string,
  body: CardElement[],
  link: { readonly title: string; readonly url: string } | undefined,
): TeamsCard {
  const actions: IOpenUrlAction[] = link ? [{ type: 'Action.OpenUrl', ...link }] : [];
  return {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.5',
    msteams: { width: 'Full' },
    fallbackText: escapeMarkdown(fallbackText),
    body,
    actions,
  };
}

/**
 * Makes text mean only itself in a TextBlock: no link, emphasis or list, and no `<at>` mention (which is one
 * only together with an entity, and Purser writes none). Nothing else is escaped, so that a client that
 * shows the backslashes disfigures no amount.
 */
export function escapeMarkdown(text: string): string {
  return toPlainLine(text, 400)
    .replace(/[\\`*_[\]<>~]/g, '\\$&')
    .replace(/^([-+#])(?=[\s#])/, '\\$1')
    .replace(/^(\d+)([.)])(?=\s)/, '$1\\$2');
}
