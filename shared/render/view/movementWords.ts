import { sumText } from '../../reports/chargeback.ts';
import type { CostMovement, MoverLine } from '../../reports/costMovement.ts';
import type { Formatter } from '../formatter.ts';
import type { Words } from '../words/en/en.ts';
import type { Money } from './comparison.ts';
import { sayPlace } from './names.ts';

/** Parts of a change that a sentence names. */
const NAMED_PARTS = 3;

type Part = MoverLine['effects'][number];

/** `+€12.00`, `-€3.10`: a change with its sign. */
export function sayChange(amount: string, money: Money): string {
  return amount.startsWith('-') ? money(amount) : `+${money(amount)}`;
}

/** The whole change by its reasons: `+€20.25 in all: +€30.00 usage, -€9.75 gone.` */
export function sayMovement({ change, effects }: CostMovement, money: Money, { cost }: Words): string {
  if (effects.length === 0) return cost.nothingChanged;
  const parts = effects.map(({ effect, amount }) =>
    cost.part(sayChange(amount, money), cost.effects[effect]),
  );
  return cost.changed(sayChange(change, money), parts.join(', '));
}

/** `shop on aks-prod: +€120.40, of it +€95.00 because it took 31% more CPU and memory, …`. */
export function sayMover(mover: MoverLine, digits: number, money: Money, formatter: Formatter): string {
  const { cost } = formatter.words;
  const parts = mergeParts(mover.effects, digits);
  const place = sayPlace(mover, formatter.words);
  const change = sayChange(mover.change, money);
  const [only] = parts;
  if (!only) return cost.moved(place, change);
  if (parts.length === 1) return cost.movedBecause(place, change, sayWhy(only, formatter));
  const said = parts
    .slice(0, NAMED_PARTS)
    .map((part) => cost.part(sayChange(part.amount, money), sayWhy(part, formatter)));
  return cost.movedOfIt(place, change, said.join(', '));
}

interface SaidPart extends Part {
  readonly groups: readonly Part['group'][];
}

/** Everything that is new, gone or another team's is said once, whatever kinds of cost it has. */
function mergeParts(effects: readonly Part[], digits: number): readonly SaidPart[] {
  const merged = Map.groupBy(effects, ({ effect, group }) =>
    effect === 'usage' || effect === 'price' || effect === 'cost' ? `${effect}|${group}` : effect,
  );
  return [...merged.values()].flatMap((parts) => {
    const [first] = parts;
    if (!first) return [];
    const amount = sumText(
      parts.map((part) => part.amount),
      digits,
    );
    return [{ ...first, amount, groups: parts.map(({ group }) => group) }];
  });
}

function sayWhy({ effect, groups, amount, quantityPercent = '0' }: SaidPart, formatter: Formatter): string {
  const { why, groups: names } = formatter.words.cost;
  const what = groups.map((group) => names[group]).join(', ');
  const isLess = amount.startsWith('-');
  switch (effect) {
    case 'new':
      return why.new(what);
    case 'gone':
      return why.gone(what);
    case 'reallocation':
      return isLess ? why.toOtherTeam : why.fromOtherTeam;
    case 'usage':
      if (Number(quantityPercent) === 0) return why.usedMuchTheSame(what);
      return quantityPercent.startsWith('-')
        ? why.usedLess(what, formatter.percent(quantityPercent.slice(1)))
        : why.usedMore(what, formatter.percent(quantityPercent));
    case 'price':
      return isLess ? why.costLess(what) : why.costMore(what);
    case 'cost':
      return why.untold(what);
    case 'adjustment':
      return why.adjusted;
  }
}
