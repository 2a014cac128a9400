import { NO_CLUSTER } from '../allocation/outside.ts';
import { RULES, type Rule } from '../allocation/rules.ts';
import type { Config, TeamConfig } from '../config/schema.ts';
import { UNOWNED } from '../model/cost.ts';
import type { Cluster } from '../model/estate.ts';
import {
  type Amount,
  formatExact,
  formatMinorUnits,
  minorDigits,
  parseAmount,
  roundTogether,
  sumAmounts,
  toMinorUnits,
} from '../model/money.ts';
import { compareText } from '../model/order.ts';
import { beginReport, limitWarnings, type ReportInput } from './base.ts';
import type {
  ChargebackReport,
  CurrencyStatement,
  Money,
  Reconciliation,
  StatementLine,
  TeamTotal,
} from './report.ts';
import type { BillSum, LineSum, StatementSums } from './statement.ts';

/** Everything a chargeback is made of; the same input gives the same report. */
export interface ChargebackInput extends ReportInput {
  readonly sums: StatementSums;
  readonly clusters: readonly Cluster[];
  /** The statement of the period before, for comparison. */
  readonly previous: ChargebackReport | undefined;
  /** Sentences of the sources: what was odd but usable. */
  readonly warnings: readonly string[];
  /** Still before the period's end, so more will come. */
  readonly running: boolean;
}

/**
 * Builds the organisation's statement. Every currency stands alone; cents are made once, by the largest
 * remainder, first between teams, then between a team's lines, so every view of the statement agrees.
 */
export function buildChargeback(input: ChargebackInput): ChargebackReport {
  const { config, sums } = input;
  const currencies = [
    ...new Set([...sums.bills.keys(), ...[...sums.lines()].map((line) => line.currency)]),
  ].sort();
  const statements = currencies.map((currency) => buildStatement(input, currency));
  const used = new Set(statements.flatMap((statement) => statement.lines.map((line) => line.rule)));
  return {
    ...beginReport('chargeback', input, collectNotices(input, statements)),
    statements,
    method: [...used].sort().map((rule) => ({ rule, text: RULES[rule as Rule] })),
    accounting: {
      clearingCostCenter: config.accounting.clearingCostCenter,
      clearingGlAccount: config.accounting.clearingGlAccount,
    },
  };
}

function buildStatement(input: ChargebackInput, currency: string): CurrencyStatement {
  const digits = minorDigits(currency);
  const byTeam = Map.groupBy(
    [...input.sums.lines()].filter((line) => line.currency === currency).sort(compareLines),
    (line) => line.team,
  );
  const teams = [...byTeam].map(([team, lines]) => ({
    team,
    lines,
    exact: sumAmounts(lines.map((line) => line.amount)),
  }));
  const cents = roundTogether(
    teams.map(({ exact }) => exact),
    digits,
  );
  const previous = input.previous?.statements.find((statement) => statement.currency === currency);
  const nameCluster = indexClusters(input);
  const booked = teams.map(({ team, lines }, index) =>
    bookTeam(input.config, team, lines, cents[index] ?? 0n, digits, nameCluster),
  );
  const lines = booked.flat();
  const totals = teams.map(({ team, exact }, index): TeamTotal => {
    const own = booked[index] ?? [];
    const ofKind = (kind: StatementLine['kind']): string =>
      sumText(
        own.filter((line) => line.kind === kind).map((line) => line.amount),
        digits,
      );
    return {
      ...describeTeam(input.config, team),
      direct: ofKind('direct'),
      idle: ofKind('idle'),
      shared: ofKind('shared'),
      overhead: ofKind('overhead'),
      adjustment: ofKind('adjustment'),
      amount: formatMinorUnits(cents[index] ?? 0n, digits),
      exact: formatExact(exact),
      previous: previous
        ? (previous.teams.find((total) => total.team === team)?.amount ?? zero(digits))
        : undefined,
    };
  });
  totals.sort((a, b) => compareAmounts(b.amount, a.amount) || compareText(a.team, b.team));
  const total = sumAmounts(teams.map(({ exact }) => exact));
  return {
    currency,
    digits,
    total: toMoney(total, digits),
    teams: totals,
    clusters: sumBy(lines, digits, (line) => line.clusterName).map(([clusterName, amount]) => ({
      clusterName,
      amount,
    })),
    costCenters: sumBy(lines, digits, (line) => line.costCenter).map(([costCenter, amount]) => ({
      costCenter,
      amount,
    })),
    lines,
    reconciliation: reconcile(input.sums.bills.get(currency), total, digits),
    unowned: listUnowned(lines, digits),
  };
}

/** Books one team's lines so that their cents make the team's total. */
function bookTeam(
  config: Config,
  team: string,
  lines: readonly LineSum[],
  total: bigint,
  digits: number,
  nameCluster: (clusterId: string) => string,
): StatementLine[] {
  const units = roundTogether(
    lines.map((line) => line.amount),
    digits,
    total,
  );
  const described = describeTeam(config, team);
  const glAccount = findTeam(config, team)?.glAccount ?? config.accounting.glAccount;
  return lines.map(({ clusterId, namespace, category, kind, rule, ownerReason, amount }, index) => ({
    ...described,
    glAccount,
    clusterId,
    clusterName: nameCluster(clusterId),
    ...{ namespace, category, kind, rule, ownerReason },
    amount: formatMinorUnits(units[index] ?? 0n, digits),
    exact: formatExact(amount),
  }));
}

/** Display names of clusters, looked up once for all lines. */
function indexClusters({ clusters }: ChargebackInput): (clusterId: string) => string {
  const names = new Map(clusters.map((cluster) => [cluster.id, cluster.name]));
  names.set(NO_CLUSTER, 'outside the clusters');
  return (clusterId) => names.get(clusterId) ?? clusterId;
}

function reconcile(bill: BillSum | undefined, charged: Amount, digits: number): Reconciliation | undefined {
  if (!bill) return undefined;
  const groups = [...bill.outsideByGroup].map(([resourceGroup, amount]) => ({ resourceGroup, amount }));
  groups.sort((a, b) =>
    a.amount === b.amount ? compareText(a.resourceGroup, b.resourceGroup) : a.amount > b.amount ? -1 : 1,
  );
  const difference = bill.azureEffective - bill.inPoolsEffective - bill.outsideEffective;
  // In pools is what was charged, so its cents are fixed; what is outside takes the rounding, not the difference.
  const outsideUnits =
    toMinorUnits(bill.azureEffective - difference, digits) - toMinorUnits(bill.inPoolsEffective, digits);
  const groupUnits = roundTogether(
    groups.map(({ amount }) => amount),
    digits,
  );
  return {
    azureEffective: toMoney(bill.azureEffective, digits),
    inPools: toMoney(bill.inPoolsEffective, digits),
    outside: { amount: formatMinorUnits(outsideUnits, digits), exact: formatExact(bill.outsideEffective) },
    difference: toMoney(difference, digits),
    charged: toMoney(charged, digits),
    billedInPools: toMoney(bill.inPoolsBilled, digits),
    azureBilled: toMoney(bill.azureBilled, digits),
    bridge: toMoney(bill.inPoolsEffective - bill.inPoolsBilled, digits),
    outsideByResourceGroup: groups.map(({ resourceGroup }, index) => ({
      resourceGroup,
      amount: formatMinorUnits(groupUnits[index] ?? 0n, digits),
    })),
  };
}

function listUnowned(lines: readonly StatementLine[], digits: number): CurrencyStatement['unowned'] {
  const groups = Map.groupBy(
    lines.filter((line) => line.team === UNOWNED),
    (line) => `${line.clusterName}|${line.namespace}|${line.ownerReason}`,
  );
  return [...groups.values()]
    .map((group) => {
      const [first] = group;
      return {
        clusterName: first?.clusterName ?? '',
        namespace: first?.namespace ?? '',
        reason: first?.ownerReason ?? '',
        amount: sumText(
          group.map((line) => line.amount),
          digits,
        ),
      };
    })
    .sort((a, b) => compareAmounts(b.amount, a.amount) || compareText(a.namespace, b.namespace));
}

function collectNotices(input: ChargebackInput, statements: readonly CurrencyStatement[]): string[] {
  const notices: string[] = [];
  if (input.running) notices.push(`${input.period.id} has not ended; this is the month so far.`);
  if (!input.coverage.complete) notices.push(input.coverage.summary);
  if (statements.length > 1)
    notices.push('There are several currencies; each is charged by itself and they are never added.');
  if (statements.some(({ lines }) => lines.some((line) => line.rule === 'noAllocation'))) {
    notices.push(
      'Some cost could not be divided because no allocation was read; it is charged to unowned until it is.',
    );
  }
  return [...notices, ...limitWarnings(input.warnings)];
}

/** Finds a team of the configuration; undefined for {@link UNOWNED} and for teams that were removed since. */
function findTeam(config: Config, team: string): TeamConfig | undefined {
  return config.teams.find((candidate) => candidate.id === team);
}

/** A team's id, display name and cost centre, also for the unowned. */
export function describeTeam(
  config: Config,
  team: string,
): Pick<TeamTotal, 'team' | 'teamName' | 'costCenter'> {
  if (team === UNOWNED) return { team, teamName: 'Unowned', costCenter: config.accounting.unownedCostCenter };
  const found = findTeam(config, team);
  return {
    team,
    teamName: found?.name ?? team,
    costCenter: found?.costCenter ?? config.accounting.unownedCostCenter,
  };
}

/** Adds lines up under a name, by name. */
export function sumBy(
  lines: readonly StatementLine[],
  digits: number,
  key: (line: StatementLine) => string,
): [string, string][] {
  return [...Map.groupBy(lines, key)]
    .map(([name, group]): [string, string] => [
      name,
      sumText(
        group.map((line) => line.amount),
        digits,
      ),
    ])
    .sort((a, b) => compareText(a[0], b[0]));
}

/** Adds amounts as reports carry them. */
export function sumText(amounts: readonly string[], digits: number): string {
  return formatMinorUnits(
    toMinorUnits(sumAmounts(amounts.map((amount) => parseAmount(amount) ?? 0n)), digits),
    digits,
  );
}

function toMoney(amount: Amount, digits: number): Money {
  return { amount: formatMinorUnits(toMinorUnits(amount, digits), digits), exact: formatExact(amount) };
}

function zero(digits: number): string {
  return formatMinorUnits(0n, digits);
}

/** Orders amounts as reports carry them. */
export function compareAmounts(a: string, b: string): number {
  const difference = (parseAmount(a) ?? 0n) - (parseAmount(b) ?? 0n);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

function compareLines(a: LineSum, b: LineSum): number {
  return (
    compareText(a.team, b.team) ||
    compareText(a.clusterId, b.clusterId) ||
    compareText(a.namespace, b.namespace) ||
    compareText(a.category, b.category) ||
    compareText(a.kind, b.kind) ||
    compareText(a.rule, b.rule)
  );
}
