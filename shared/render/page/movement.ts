import type { CostMovement, MoverLine } from '../../reports/costMovement.ts';
import type { Formatter } from '../formatter.ts';
import { toPlainLine } from '../plainText.ts';
import type { Money } from '../view/comparison.ts';
import { nameCluster } from '../view/names.ts';
import { figure, type Section, toRow, toSection, toTable, words } from './parts.ts';

/** Characters of the reasons of one change. */
const REASONS = 800;

/** Why a cost is another than that of the period before; nothing where that is not known or nothing moved. */
export function sectionsOfMovement(
  id: string,
  title: string,
  movement: CostMovement | undefined,
  { formatter, money }: { readonly formatter: Formatter; readonly money: Money },
): readonly Section[] {
  if (!movement || movement.effects.length === 0) return [];
  const { moved, cost } = formatter.words.page;
  const { effects } = formatter.words.cost;
  const sign = (amount: string): string => (/^-|^[0.]+$/.test(amount) ? money(amount) : `+${money(amount)}`);
  const cell = (amount: string) =>
    figure(sign(amount), amount, { tone: amount.startsWith('-') ? 'good' : 'plain' });
  const { rest } = movement;
  return [
    toSection(id, title, {
      sentences: movement.effects.map(({ effect, amount }) =>
        toPlainLine(`${sign(amount)} ${effects[effect]}`),
      ),
      table: toTable(
        `${id}-table`,
        title,
        [moved.place, moved.before, moved.now, moved.change, moved.why],
        [
          ...movement.movers.map((mover) =>
            toRow(
              words(mover.namespace === '' ? cost.wholeCluster : mover.namespace, {
                sub: nameCluster(mover.clusterName, formatter.words),
              }),
              [
                figure(money(mover.before), mover.before),
                figure(money(mover.after), mover.after),
                cell(mover.change),
                words(mover.effects.map((part) => sayPart(part, formatter, sign)).join('; '), {}, REASONS),
              ],
            ),
          ),
          ...(rest.count === 0
            ? []
            : [
                toRow(words(moved.rest(formatter.figure(rest.count)), { tone: 'muted' }), [
                  words(''),
                  words(''),
                  cell(rest.amount),
                  words(''),
                ]),
              ]),
        ],
        {
          foot: toRow(words(cost.together), [words(''), words(''), cell(movement.change), words('')]),
        },
      ),
    }),
  ];
}

/** `+€95.00 usage: 31 % more CPU and memory` */
function sayPart(
  { effect, group, amount, quantityPercent }: MoverLine['effects'][number],
  { words: { page, cost }, percent }: Formatter,
  sign: Money,
): string {
  const { moved } = page;
  const what = cost.groups[group];
  if (effect !== 'usage' || quantityPercent === undefined || Number(quantityPercent) === 0)
    return moved.part(sign(amount), cost.effects[effect], what);
  const isLess = quantityPercent.startsWith('-');
  const quantity = percent(isLess ? quantityPercent.slice(1) : quantityPercent);
  return moved.part(
    sign(amount),
    cost.effects[effect],
    isLess ? moved.less(quantity, what) : moved.more(quantity, what),
  );
}
