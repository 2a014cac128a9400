import type { ChargebackView, StatementView } from '../view/chargebackView.ts';
import type { Table } from '../view/table.ts';
import { type CardElement, textBlock } from './adaptiveCard.ts';
import type { CardSize } from './card.ts';
import { storyElements, tableElements, tileElements } from './elements.ts';

/** A statement as a card: the figures, who pays what, why it moved, and what nobody owns. */
export function chargebackElements({ statements }: ChargebackView, size: CardSize): CardElement[] {
  return statements.flatMap((statement) => [
    ...(statement.heading === ''
      ? []
      : [textBlock(statement.heading, { weight: 'Bolder', separator: true })]),
    ...tileElements(statement.tiles),
    ...listTables(statement, size).flatMap((table) => (table ? tableElements(table) : [])),
    ...(size.detailed && statement.movement ? storyElements(statement.movement) : []),
  ]);
}

function listTables(statement: StatementView, { detailed }: CardSize): readonly (Table | null)[] {
  const { teams, kinds, adjustments, unownedReasons, lines } = statement;
  return detailed ? [teams, kinds, lines, adjustments, unownedReasons] : [teams, kinds];
}
