import type { ChargebackReport } from '../../reports/chargebackReport.ts';
import type { Formatter } from '../formatter.ts';
import type { Sheet, SheetCell } from './sheet.ts';
import type { StatementContext } from './statementContext.ts';

/** Decimals of a unit's cost, as the report carries it. */
const UNIT_DIGITS = 6;

/** What moved, for the organisation and each team; none where nothing did, or it is not known. */
export function sheetsOfMovement(context: StatementContext): Sheet[] {
  const { statement, formatter, words, amountColumn, amount, sheet } = context;
  const { columns } = words;
  const { cost } = formatter.words;
  const moved = [
    ...(statement.movement ? [{ name: words.all, movement: statement.movement }] : []),
    ...statement.teams.flatMap((team) =>
      team.movement ? [{ name: context.nameTeam(team), movement: team.movement }] : [],
    ),
  ];
  if (moved.length === 0) return [];
  return [
    {
      ...sheet('movement'),
      columns: [
        { label: columns.team, width: 28 },
        { label: columns.cluster, width: 24 },
        { label: columns.namespace, width: 28 },
        { label: columns.why, width: 24 },
        { label: columns.group, width: 20 },
        amountColumn(columns.change, { sum: false }),
        { label: columns.quantityPercent, width: 14 },
      ],
      rows: moved.flatMap(({ name, movement }) => [
        ...movement.effects.map((each): SheetCell[] => [
          ...[name, words.all, words.all, cost.effects[each.effect], words.all],
          amount(each.amount),
          '',
        ]),
        ...movement.movers.flatMap(({ clusterName, namespace, effects }) =>
          effects.map((each): SheetCell[] => [
            ...[
              name,
              context.nameCluster(clusterName),
              namespace,
              cost.effects[each.effect],
              cost.groups[each.group],
            ],
            amount(each.amount),
            each.quantityPercent === undefined ? '' : { percent: each.quantityPercent },
          ]),
        ),
      ]),
    },
  ];
}

/** What units of something that the business counts cost; none where none is configured. */
export function sheetsOfUnitCosts({ unitCosts = [] }: ChargebackReport, { words }: Formatter): Sheet[] {
  if (unitCosts.length === 0) return [];
  const { sheets, columns, all, notKnown } = words.file;
  return [
    {
      ...{ id: 'unitCosts', name: sheets.unitCosts },
      columns: [
        { label: columns.unit, width: 28 },
        { label: columns.team, width: 28 },
        { label: columns.currency, width: 10 },
        ...[columns.quantity, columns.perUnit, columns.before, columns.changePercent].map((label) => ({
          label,
          width: 18,
        })),
      ],
      rows: unitCosts.map((unit): SheetCell[] => [
        ...[unit.name, unit.team ?? all, unit.currency],
        { exact: unit.quantity },
        { amount: unit.perUnit, digits: UNIT_DIGITS },
        unit.before === undefined ? notKnown : { amount: unit.before, digits: UNIT_DIGITS },
        unit.changePercent === undefined ? '' : { percent: unit.changePercent },
      ]),
    },
  ];
}

/** How far two allocations of one cluster differ; none where there are not two. */
export function sheetsOfComparisons({ comparisons }: ChargebackReport, { words }: Formatter): Sheet[] {
  if (comparisons.length === 0) return [];
  const { sheets, columns } = words.file;
  const share = (text: string): SheetCell => ({ percent: String(Number(text) * 100) });
  return [
    {
      ...{ id: 'comparisons', name: sheets.comparisons },
      columns: [
        { label: columns.cluster, width: 28 },
        { label: columns.days, width: 8 },
        { label: columns.elsewhere, width: 18 },
        { label: columns.namespace, width: 28 },
        { label: columns.byAllocation, width: 18 },
        { label: columns.byMetering, width: 18 },
      ],
      rows: comparisons.flatMap(({ clusterName, days, differenceShare, largest }): SheetCell[][] => [
        [clusterName, { count: days }, share(differenceShare), '', '', ''],
        ...largest.map((each): SheetCell[] => [
          ...[clusterName, '', '', each.namespace],
          ...[share(each.allocation), share(each.metering)],
        ]),
      ]),
    },
  ];
}
