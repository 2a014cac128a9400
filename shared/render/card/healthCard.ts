import type { HealthView } from '../view/healthView.ts';
import { type CardElement, textBlock } from './adaptiveCard.ts';
import type { CardSize } from './card.ts';
import { storyElements, tableElements, tileElements } from './elements.ts';

/** The operator's week as a card: the verdict, what is stuck, what did not run, and what ran. */
export function healthElements(view: HealthView, { detailed }: CardSize): CardElement[] {
  const problems = [view.stuck, view.notRun].flatMap((table) => (table ? tableElements(table) : []));
  return [
    ...tileElements(view.tiles),
    ...(view.quiet === '' ? [] : [textBlock(view.quiet)]),
    ...problems,
    ...(detailed ? [...tableElements(view.ran), ...storyElements(view.cost)] : []),
  ];
}
