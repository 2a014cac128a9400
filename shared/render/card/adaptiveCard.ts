import { toPlainLine } from '../plainText.ts';

/** The part of Adaptive Cards 1.5 that Purser uses (adaptivecards.io/explorer); all of it renders in Teams. */
export type CardElement = TextBlock | FactSet | CardTable | Container;

type CardColor = 'Default' | 'Good' | 'Warning' | 'Attention';

export interface TextBlock {
  readonly type: 'TextBlock';
  readonly text: string;
  readonly wrap: true;
  readonly size?: 'Small' | 'Default' | 'Medium' | 'Large';
  readonly weight?: 'Bolder';
  readonly color?: CardColor;
  readonly isSubtle?: true;
  readonly style?: 'heading';
}

export interface FactSet {
  readonly type: 'FactSet';
  readonly facts: readonly { readonly title: string; readonly value: string }[];
}

export interface CardTable {
  readonly type: 'Table';
  readonly firstRowAsHeaders: true;
  readonly showGridLines: false;
  readonly columns: readonly { readonly width: number }[];
  readonly rows: readonly {
    readonly type: 'TableRow';
    readonly cells: readonly { readonly type: 'TableCell'; readonly items: readonly TextBlock[] }[];
  }[];
}

export interface Container {
  readonly type: 'Container';
  readonly separator: true;
  readonly items: readonly CardElement[];
}

export interface AdaptiveCard {
  readonly $schema: 'http://adaptivecards.io/schemas/adaptive-card.json';
  readonly type: 'AdaptiveCard';
  readonly version: '1.5';
  readonly msteams: { readonly width: 'Full' };
  readonly fallbackText: string;
  readonly body: readonly CardElement[];
  readonly actions: readonly {
    readonly type: 'Action.OpenUrl';
    readonly title: string;
    readonly url: string;
  }[];
}

type TextOptions = Omit<TextBlock, 'type' | 'text' | 'wrap'>;

/** Text of a card. Cards read a subset of Markdown in it, so what comes from the estate is escaped. */
export function textBlock(text: string, options: TextOptions = {}): TextBlock {
  return { type: 'TextBlock', text: escapeMarkdown(text), wrap: true, ...options };
}

export function factSet(facts: readonly (readonly [title: string, value: string])[]): FactSet {
  return {
    type: 'FactSet',
    facts: facts.map(([title, value]) => ({ title: escapeMarkdown(title), value: escapeMarkdown(value) })),
  };
}

export function container(items: readonly CardElement[]): Container {
  return { type: 'Container', separator: true, items };
}

/** A table with a heading row; the first column takes the most room. */
export function cardTable(labels: readonly string[], rows: readonly (readonly string[])[]): CardTable {
  const toRow = (texts: readonly string[], options: TextOptions): CardTable['rows'][number] => ({
    type: 'TableRow',
    cells: texts.map((text) => ({ type: 'TableCell', items: [textBlock(text, options)] })),
  });
  return {
    type: 'Table',
    firstRowAsHeaders: true,
    showGridLines: false,
    columns: labels.map((_, place) => ({ width: place === 0 ? 3 : 1 })),
    rows: [toRow(labels, { weight: 'Bolder' }), ...rows.map((row) => toRow(row, {}))],
  };
}

/**
 * Makes text mean only itself in a TextBlock: no link, emphasis or list, and no `<at>` mention (which is one
 * only together with an entity, and Purser writes none). Nothing else is escaped, so that a client that
 * shows the backslashes disfigures no amount.
 */
export function escapeMarkdown(text: string): string {
  return toPlainLine(text)
    .replace(/[\\`*_[\]<>~]/g, '\\$&')
    .replace(/^([-+#])(?=[\s#])/, '\\$1')
    .replace(/^(\d+)([.)])(?=\s)/, '$1\\$2');
}
