import type { CostGroup, Effect } from '../../analysis/movement.ts';
import { sumText } from '../../reports/chargeback.ts';
import type { CostMovement, MoverLine } from '../../reports/costMovement.ts';
import type { Money } from './comparison.ts';

/** Parts of a change that a sentence names. */
const NAMED_PARTS = 3;

const GROUPS = {
  compute: 'CPU and memory',
  storage: 'storage',
  network: 'network',
  platform: 'cluster services',
  adjustment: 'adjustments',
} as const satisfies Record<CostGroup, string>;

/** What an effect is called beside its amount. */
export const EFFECT_NAMES = {
  new: 'new',
  gone: 'gone',
  reallocation: 'moved between teams',
  usage: 'usage',
  price: 'unit cost',
  cost: 'cost without a quantity',
  adjustment: 'adjustments',
} as const satisfies Record<Effect, string>;

type Part = MoverLine['effects'][number];

/** `+€12.00`, `-€3.10`: a change with its sign. */
export function sayChange(amount: string, money: Money): string {
  return amount.startsWith('-') ? money(amount) : `+${money(amount)}`;
}

/** The whole change by its reasons: `+€20.25: +€30.00 usage, -€9.75 gone`. */
export function sayMovement({ change, effects }: CostMovement, money: Money): string {
  if (effects.length === 0) return 'Nothing changed.';
  const parts = effects.map(({ effect, amount }) => `${sayChange(amount, money)} ${EFFECT_NAMES[effect]}`);
  return `${sayChange(change, money)} in all: ${parts.join(', ')}.`;
}

/** `shop on aks-prod: +€120.40, of it +€95.00 because it took 31 % more CPU and memory, …`. */
export function sayMover(mover: MoverLine, digits: number, money: Money): string {
  const parts = mergeParts(mover.effects, digits);
  const place = sayPlace(mover);
  const change = sayChange(mover.change, money);
  const [only] = parts;
  if (!only) return `${place}: ${change}.`;
  if (parts.length === 1) return `${place}: ${change}, ${sayWhy(only)}.`;
  const said = parts.slice(0, NAMED_PARTS).map((part) => `${sayChange(part.amount, money)} ${sayWhy(part)}`);
  return `${place}: ${change}, of it ${said.join(', ')}.`;
}

/** `shop on aks-prod`, or the cluster alone where no namespace is charged. */
export function sayPlace(place: { readonly clusterName: string; readonly namespace: string }): string {
  return place.namespace === ''
    ? `${place.clusterName} as a whole`
    : `${place.namespace} on ${place.clusterName}`;
}

interface SaidPart extends Part {
  readonly groups: readonly CostGroup[];
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

function sayWhy({ effect, groups, amount, quantityPercent }: SaidPart): string {
  const what = groups.map((group) => GROUPS[group]).join(', ');
  const isLess = amount.startsWith('-');
  switch (effect) {
    case 'new':
      return `new (${what})`;
    case 'gone':
      return `gone (${what})`;
    case 'reallocation':
      return isLess ? 'charged to another team now' : 'charged to another team before';
    case 'usage':
      return `because it took ${sayQuantity(quantityPercent ?? '0')} ${what}`;
    case 'price':
      return `because a unit of ${what} cost ${isLess ? 'less' : 'more'}`;
    case 'cost':
      return `for ${what}, of which no quantity is told`;
    case 'adjustment':
      return 'by corrections, discounts and credits';
  }
}

function sayQuantity(percent: string): string {
  if (percent === '0' || percent === '-0') return 'a little more or less';
  return percent.startsWith('-') ? `${percent.slice(1)} % less` : `${percent} % more`;
}
