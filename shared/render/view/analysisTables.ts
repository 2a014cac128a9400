import type { ChargebackReport, CurrencyStatement, UnitCostLine } from '../../reports/chargebackReport.ts';
import type { Formatter } from '../formatter.ts';
import type { Money } from './comparison.ts';
import { nameCluster, nameTeam, sayOwnerReason } from './names.ts';
import { numberCell, numbers, type Table, textCell, texts, toTable } from './table.ts';

/** Decimals of a unit's cost, as the report carries it. */
const UNIT_DIGITS = 6;

/** What units of something that the business counts cost; null where none is configured for the month. */
export function tableOfUnitCosts(
  { unitCosts, statements }: ChargebackReport,
  formatter: Formatter,
  limit: number,
): Table | null {
  if (!unitCosts || unitCosts.length === 0) return null;
  const { words } = formatter;
  const { chargeback } = words;
  const names = new Map(
    statements.flatMap(({ teams }) => teams.map((total) => [total.team, nameTeam(total, words)] as const)),
  );
  return toTable({
    title: chargeback.unitCosts,
    columns: [texts(chargeback.unit), numbers(chargeback.costOfOne)],
    items: unitCosts,
    toRow: (unit) => {
      const money = (perUnit: string): string => formatter.money(perUnit, unit.currency, UNIT_DIGITS);
      const { team, quantity } = unit;
      const whose = team === undefined ? chargeback.theOrganisation : (names.get(team) ?? team);
      return [
        textCell(unit.name, { sub: chargeback.unitOf(whose, formatter.count(Number(quantity))) }),
        numberCell(money(unit.perUnit), { sub: sayBefore(unit, formatter, money) }),
      ];
    },
    ...{ limit, formatter, empty: '' },
  });
}

function sayBefore(
  { before, changePercent: change }: UnitCostLine,
  { words: { chargeback }, percent }: Formatter,
  money: Money,
): string {
  if (before === undefined) return chargeback.unitUnknown;
  if (change === undefined) return chargeback.unitBefore(money(before));
  return chargeback.unitChanged(money(before), `${change.startsWith('-') ? '' : '+'}${percent(change)}`);
}

/** Why cost has no owner, reason by reason; null where a reason is all there is to a namespace. */
export function tableOfReasons(
  statement: CurrencyStatement,
  money: Money,
  formatter: Formatter,
  limit: number,
): Table | null {
  const reasons = statement.unownedReasons ?? [];
  if (reasons.length === 0) return null;
  const { words, figure } = formatter;
  const { chargeback, table } = words;
  return toTable({
    title: chargeback.reasons,
    columns: [texts(chargeback.reason), numbers(chargeback.amount)],
    items: reasons,
    toRow: ({ reason, namespaces, largest, amount }) => [
      textCell(sayOwnerReason(reason, words), {
        sub: chargeback.reasonNote(
          figure(namespaces),
          largest.namespace || table.none,
          nameCluster(largest.clusterName, words),
          money(largest.amount),
        ),
      }),
      numberCell(money(amount)),
    ],
    ...{ limit: Math.min(limit, 5), formatter, empty: '' },
  });
}
