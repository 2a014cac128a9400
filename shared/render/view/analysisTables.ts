import type { ChargebackReport, CurrencyStatement, UnitCostLine } from '../../reports/chargebackReport.ts';
import type { Sheet, SheetCell } from '../file/workbook.ts';
import type { Formatter } from '../formatter.ts';
import type { Money } from './comparison.ts';
import { EFFECT_NAMES } from './movementWords.ts';
import { numberCell, numbers, type Table, textCell, toTable, words } from './table.ts';

/** Decimals of a unit's cost, as the report carries it. */
const UNIT_DIGITS = 6;

/** What units of something that the business counts cost; null where none is configured for the month. */
export function tableOfUnitCosts(
  { unitCosts, statements }: ChargebackReport,
  formatter: Formatter,
  limit: number,
): Table | null {
  if (!unitCosts || unitCosts.length === 0) return null;
  const names = new Map(
    statements.flatMap(({ teams }) => teams.map(({ team, teamName }) => [team, teamName] as const)),
  );
  return toTable({
    title: 'What a unit cost',
    columns: [words('Unit'), numbers('Cost of one')],
    items: unitCosts,
    toRow: (unit) => {
      const money = (perUnit: string): string => formatter.money(perUnit, unit.currency, UNIT_DIGITS);
      const whose = unit.team === undefined ? 'the organisation' : (names.get(unit.team) ?? unit.team);
      return [
        textCell(unit.name, { sub: `of ${whose}; ${formatter.count(Number(unit.quantity))} in the month` }),
        numberCell(money(unit.perUnit), { sub: sayBefore(unit, formatter, money) }),
      ];
    },
    limit,
    empty: '',
  });
}

function sayBefore(unit: UnitCostLine, formatter: Formatter, money: Money): string {
  if (unit.before === undefined) return 'before: not known';
  const change = unit.changePercent;
  const sign = change === undefined || change.startsWith('-') ? '' : '+';
  return `${money(unit.before)} before${change === undefined ? '' : `, ${sign}${formatter.percent(change)}`}`;
}

/** Why cost has no owner, reason by reason; null where a reason is all there is to a namespace. */
export function tableOfReasons(statement: CurrencyStatement, money: Money, limit: number): Table | null {
  const reasons = statement.unownedReasons ?? [];
  if (reasons.length === 0) return null;
  return toTable({
    title: 'Why it has no owner',
    columns: [words('Reason'), numbers('Amount')],
    items: reasons,
    toRow: ({ reason, namespaces, largest, amount }) => [
      textCell(reason, {
        sub: `${namespaces === 1 ? 'one namespace' : `${namespaces} namespaces`}; the largest is ${largest.namespace || '(none)'} on ${largest.clusterName}, ${money(largest.amount)}`,
      }),
      numberCell(money(amount)),
    ],
    limit: Math.min(limit, 5),
    empty: '',
  });
}

/** Sheets of what moved, for the organisation and each team. */
export function sheetsOfMovement({ currency, digits, movement, teams }: CurrencyStatement): Sheet[] {
  const moved = [
    ...(movement ? [{ name: 'all teams', movement }] : []),
    ...teams.flatMap((total) => (total.movement ? [{ name: total.teamName, movement: total.movement }] : [])),
  ];
  if (moved.length === 0) return [];
  const money = (amount: string): SheetCell => ({ amount, digits });
  return [
    {
      name: 'What moved',
      columns: [
        ...['Team', 'Cluster', 'Namespace'].map((label) => ({ label, width: 24 })),
        ...['Why', 'Kind of cost', `Change (${currency})`, 'Quantity, percent'].map((label) => ({
          label,
          width: 20,
        })),
      ],
      rows: moved.flatMap(({ name, movement }) => [
        ...movement.effects.map(({ effect, amount }) => [
          ...[name, 'all', 'all', EFFECT_NAMES[effect], 'all'],
          money(amount),
          '',
        ]),
        ...movement.movers.flatMap(({ clusterName, namespace, effects }) =>
          effects.map(({ effect, group, amount, quantityPercent }) => [
            ...[name, clusterName, namespace, EFFECT_NAMES[effect], group],
            money(amount),
            quantityPercent ?? '',
          ]),
        ),
      ]),
    },
  ];
}

/** The sheet of unit costs, where there are any. */
export function sheetsOfUnitCosts({ unitCosts }: ChargebackReport): Sheet[] {
  if (!unitCosts || unitCosts.length === 0) return [];
  return [
    {
      name: 'Unit costs',
      columns: ['Unit', 'Team', 'Currency', 'Quantity', 'Cost of one', 'Month before', 'Change, percent'].map(
        (label) => ({ label, width: 20 }),
      ),
      rows: unitCosts.map((unit): SheetCell[] => [
        ...[unit.name, unit.team ?? 'all teams', unit.currency, unit.quantity],
        { amount: unit.perUnit, digits: UNIT_DIGITS },
        unit.before === undefined ? 'not known' : { amount: unit.before, digits: UNIT_DIGITS },
        unit.changePercent ?? '',
      ]),
    },
  ];
}
