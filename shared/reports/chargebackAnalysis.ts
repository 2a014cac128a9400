import { OUTSIDE_NAME } from '../allocation/outside.ts';
import { explainMovement, GROUP_OF, type MovementBook, type MovementLine } from '../analysis/movement.ts';
import { divideByUnits, UNIT_COST_DECIMALS } from '../analysis/unitCosts.ts';
import { topUnowned } from '../analysis/unowned.ts';
import type { Config } from '../config/schema.ts';
import { canonicalJson } from '../model/canonical.ts';
import { UNOWNED } from '../model/cost.ts';
import { type Amount, formatExact, formatMinorUnits, parseAmount, toMinorUnits } from '../model/money.ts';
import { parsePeriod, previousPeriod } from '../model/time.ts';
import type {
  ChargebackReport,
  ComputeBlock,
  CurrencyStatement,
  StatementLine,
  UnitCostLine,
  UnownedReasonLine,
} from './chargebackReport.ts';
import { readLines } from './lines.ts';
import { toCostMovement } from './movement.ts';

/** Movers that a statement carries for the organisation and for each team. */
const LISTED_MOVERS = 10;

/** Reasons for having no owner that a statement carries. */
const LISTED_REASONS = 20;

/**
 * Adds to an organisation's statement what finance asks next: why it differs from the month before, what a unit
 * cost, and why what is unowned is so. A month that still runs, or one with a gap in its bill, explains no movement:
 * what was not read would seem gone.
 */
export function withAnalysis(
  report: ChargebackReport,
  input: {
    readonly config: Config;
    readonly previous: ChargebackReport | undefined;
    readonly running: boolean;
    readonly compute: readonly ComputeBlock[];
  },
): ChargebackReport {
  const now = { ...report, compute: input.compute };
  const { previous } = input;
  const isCompared = previous && !input.running && isBillRead(previous) && isBillRead(report);
  return {
    ...now,
    statements: report.statements.map((statement) => {
      const before = previous?.statements.find(({ currency }) => currency === statement.currency);
      const explained =
        isCompared && before
          ? explainStatement(statement, explainMonths(previous, before, now, statement))
          : statement;
      return { ...explained, unownedReasons: listReasons(statement) };
    }),
    unitCosts: input.config.unitCosts.flatMap((unit) => listUnitCosts(unit, report, previous)),
  };
}

function isBillRead({ coverage }: ChargebackReport): boolean {
  return coverage.entries.every(({ source, missing }) => source !== 'cost.effective' || missing.length === 0);
}

/** Explains one currency of a month against that of the month before; compute by its quantities where both have them. */
export function explainMonths(
  previous: Pick<ChargebackReport, 'compute' | 'parameters'>,
  before: Pick<CurrencyStatement, 'lines'>,
  current: Pick<ChargebackReport, 'compute' | 'parameters'>,
  after: Pick<CurrencyStatement, 'lines'>,
): MovementBook {
  // Quantities of several resources are one at constant prices: at other prices they are another quantity.
  const isSame =
    canonicalJson(previous.parameters?.weights ?? null) ===
    canonicalJson(current.parameters?.weights ?? null);
  return explainMovement(
    listMovementLines(readLines(before), isSame ? (previous.compute ?? []) : []),
    listMovementLines(readLines(after), isSame ? (current.compute ?? []) : []),
  );
}

/** Statement lines as movements are explained from, and the quantities of their compute. */
export function* listMovementLines(
  lines: Iterable<Pick<StatementLine, 'team' | 'clusterId' | 'namespace' | 'category' | 'kind' | 'exact'>>,
  compute: readonly ComputeBlock[],
): Generator<MovementLine> {
  for (const { team, clusterId, namespace, category, kind, exact } of lines) {
    const group = kind === 'adjustment' ? 'adjustment' : GROUP_OF[category];
    yield { team, clusterId, namespace, group, amount: parseAmount(exact) ?? 0n };
  }
  for (const { team, clusterId, namespaces, quantities } of compute) {
    const values = quantities.split(' ');
    for (const [index, namespace] of namespaces.entries()) {
      const quantity = BigInt(values[index] ?? '0');
      yield { team, clusterId, namespace, group: 'compute', amount: 0n, quantity };
    }
  }
}

function explainStatement(statement: CurrencyStatement, book: MovementBook): CurrencyStatement {
  const names = new Map(
    statement.lines.clusters.map(({ clusterId, clusterName }) => [clusterId, clusterName]),
  );
  const nameCluster = (clusterId: string): string => names.get(clusterId) ?? nameOfId(clusterId);
  const { digits } = statement;
  return {
    ...statement,
    movement: toCostMovement(book.ofOrganisation(), nameCluster, digits, LISTED_MOVERS),
    teams: statement.teams.map((total) => ({
      ...total,
      movement: toCostMovement(book.ofTeam(total.team), nameCluster, digits, LISTED_MOVERS),
    })),
  };
}

/** A cluster that is gone has no line that would name it. */
function nameOfId(clusterId: string): string {
  return clusterId.split('/').at(-1) || OUTSIDE_NAME;
}

function listReasons(statement: CurrencyStatement): readonly UnownedReasonLine[] {
  const { digits } = statement;
  const write = (amount: Amount): string => formatMinorUnits(toMinorUnits(amount, digits), digits);
  const lines = statement.unowned.map(({ clusterName, namespace, reason, amount }) => ({
    ...{ team: UNOWNED, clusterName, namespace, ownerReason: reason },
    amount: parseAmount(amount) ?? 0n,
  }));
  return topUnowned(lines)
    .slice(0, LISTED_REASONS)
    .map(({ reason, amount, namespaces, largest }) => ({
      ...{ reason, amount: write(amount), namespaces },
      largest: { ...largest, amount: write(largest.amount) },
    }));
}

function listUnitCosts(
  unit: Config['unitCosts'][number],
  report: ChargebackReport,
  previous: ChargebackReport | undefined,
): readonly UnitCostLine[] {
  const before = previousPeriod(parsePeriod(report.period.id)).id;
  const quantityOf = (month: string): Amount | undefined => parseAmount(unit.quantities[month] ?? '');
  return report.statements.flatMap((statement): UnitCostLine[] => {
    const costIn = (of: ChargebackReport | undefined): Amount | undefined => {
      const found = of?.statements.find(({ currency }) => currency === statement.currency);
      const total =
        unit.team === undefined ? found?.total : found?.teams.find(({ team }) => team === unit.team);
      return total && parseAmount(total.exact);
    };
    const found = divideByUnits(
      { cost: costIn(report), quantity: quantityOf(report.period.id) },
      { cost: costIn(previous), quantity: quantityOf(before) },
    );
    if (!found) return [];
    const write = (perUnit: bigint): string => formatMinorUnits(perUnit, UNIT_COST_DECIMALS);
    return [
      {
        name: unit.name,
        team: unit.team,
        currency: statement.currency,
        quantity: formatExact(found.quantity),
        perUnit: write(found.perUnit),
        before: found.before && write(found.before.perUnit),
        changePercent:
          found.changePermille === undefined ? undefined : formatMinorUnits(found.changePermille, 1),
      },
    ];
  });
}
