import type { CostMovement } from '../../reports/costMovement.ts';
import type { Formatter } from '../formatter.ts';
import { toPlainLine } from '../plainText.ts';
import type { Money } from './comparison.ts';
import { sayMovement, sayMover } from './movementWords.ts';

/** Sentences under a heading; `more` says where the rest is, or is `''`. */
export interface Story {
  readonly title: string;
  readonly sentences: readonly string[];
  readonly more: string;
}

/** A story of sentences that are formatted but not yet escaped. @param hidden how many more there are */
export function toStory(
  title: string,
  sentences: readonly string[],
  { words, figure }: Formatter,
  hidden = 0,
): Story {
  return {
    title,
    sentences: sentences.map((sentence) => toPlainLine(sentence, 400)),
    more: hidden > 0 ? words.table.more(figure(hidden)) : '',
  };
}

/** What a change is made of, then the places that changed most; null when nothing did, or it is not known. */
export function tellMovement(
  title: string,
  movement: CostMovement | undefined,
  formatter: Formatter,
  { digits, money, count }: { readonly digits: number; readonly money: Money; readonly count: number },
): Story | null {
  if (!movement || movement.movers.length === 0) return null;
  const shown = movement.movers.slice(0, count);
  return toStory(
    title,
    [
      sayMovement(movement, money, formatter.words),
      ...shown.map((mover) => sayMover(mover, digits, money, formatter)),
    ],
    formatter,
    movement.movers.length - shown.length + movement.rest.count,
  );
}
