import { NO_CLUSTER, OUTSIDE_NAME } from '../allocation/outside.ts';
import { RULES, type Rule } from '../allocation/rules.ts';
import type { Config, TeamConfig } from '../config/schema.ts';
import { UNOWNED } from '../model/cost.ts';
import type { Cluster } from '../model/estate.ts';
import {
  formatExact,
  formatMinorUnits,
  minorDigits,
  parseAmount,
  sumAmounts,
  toMinorUnits,
} from '../model/money.ts';
import { byKey, compareText } from '../model/order.ts';
import { beginReport, limitWarnings, type ReportInput } from './base.ts';
import { type Booked, bookLines, poolKey } from './booking.ts';
import type {
  AllocationComparison,
  ChargebackReport,
  CurrencyStatement,
  PoolTotal,
  TeamTotal,
} from './chargebackReport.ts';
import type { Notice } from './notice.ts';
import { parametersOf } from './parameters.ts';
import { reconcile, toMoney } from './reconciliation.ts';
import type { StatementSums } from './statement.ts';

/** Everything a chargeback is made of; the same input gives the same report. */
export interface ChargebackInput extends ReportInput {
  readonly sums: StatementSums;
  readonly clusters: readonly Cluster[];
  /** The statement of the period before, for comparison. */
  readonly previous: ChargebackReport | undefined;
  /** What was odd but usable; sentences are the sources' own. */
  readonly warnings: readonly (Notice | string)[];
  /** Clusters that two allocations were read of. */
  readonly comparisons?: readonly AllocationComparison[];
  /** Hash of the readings behind it. */
  readonly inputs?: string | undefined;
  /** Still before the period's end, so more will come. */
  readonly running: boolean;
}

/**
 * Builds the organisation's statement. Every currency stands alone; cents are made once, so every view of the
 * statement agrees.
 */
export function buildChargeback(input: ChargebackInput): ChargebackReport {
  const { config, sums } = input;
  const statements = sums.currencies().map((currency) => buildStatement(input, currency));
  const used = new Set(statements.flatMap(({ lines }) => lines.items.map((item) => item.rule)));
  return {
    ...beginReport('chargeback', input, collectNotices(input, statements)),
    statements,
    method: [...used].sort().flatMap((rule) => (isRule(rule) ? [{ rule, text: RULES[rule] }] : [])),
    comparisons: input.comparisons ?? [],
    parameters: parametersOf(config),
    inputs: input.inputs,
    accounting: {
      clearingCostCenter: config.accounting.clearingCostCenter,
      clearingGlAccount: config.accounting.clearingGlAccount,
    },
  };
}

function isRule(text: string): text is Rule {
  return Object.hasOwn(RULES, text);
}

function buildStatement(input: ChargebackInput, currency: string): CurrencyStatement {
  const digits = minorDigits(currency);
  const write = (units: bigint): string => formatMinorUnits(units, digits);
  const builder = input.sums.lines.ofCurrency(currency);
  const booked = bookLines(builder, digits);
  const nameCluster = indexClusters(input);
  const previous = input.previous?.statements.find((statement) => statement.currency === currency);
  const teams = booked.teams.map(
    ({ team, exact, units, kinds }): TeamTotal => ({
      ...describeTeam(input.config, team),
      glAccount: accountOf(input.config, team),
      direct: write(kinds.direct),
      idle: write(kinds.idle),
      shared: write(kinds.shared),
      overhead: write(kinds.overhead),
      adjustment: write(kinds.adjustment),
      amount: write(units),
      exact: formatExact(exact),
      previous: previous
        ? (previous.teams.find((total) => total.team === team)?.amount ?? write(0n))
        : undefined,
    }),
  );
  const total = sumAmounts(booked.teams.map(({ exact }) => exact));
  return {
    currency,
    digits,
    total: toMoney(total, digits),
    teams: teams.toSorted((a, b) => compareAmounts(b.amount, a.amount) || compareText(a.team, b.team)),
    clusters: addUp(booked.clusters, nameCluster).map(([clusterName, units]) => ({
      clusterName,
      amount: write(units),
    })),
    costCenters: addUp(
      booked.teams.map(({ team, units }) => [team, units]),
      (team) => describeTeam(input.config, team).costCenter,
    ).map(([costCenter, units]) => ({ costCenter, amount: write(units) })),
    lines: builder.finish({
      team: (team) => ({ ...describeTeam(input.config, team), glAccount: accountOf(input.config, team) }),
      clusterName: nameCluster,
    }),
    pools: listPools(input, currency, booked, nameCluster),
    reconciliation: reconcile(input.sums.bills.get(currency), total, digits),
    unowned: booked.unowned
      .map(({ clusterId, units, ...rest }) => ({
        clusterName: nameCluster(clusterId),
        ...rest,
        amount: write(units),
      }))
      .sort(
        (a, b) =>
          compareAmounts(b.amount, a.amount) ||
          compareText(a.namespace, b.namespace) ||
          compareText(a.clusterName, b.clusterName) ||
          compareText(a.reason, b.reason),
      ),
  };
}

/** Adds up under a name, by name. */
function addUp(
  parts: Iterable<readonly [id: string, units: bigint]>,
  nameOf: (id: string) => string,
): [name: string, units: bigint][] {
  const sums = new Map<string, bigint>();
  for (const [id, units] of parts) sums.set(nameOf(id), (sums.get(nameOf(id)) ?? 0n) + units);
  return [...sums].sort(byKey);
}

function listPools(
  { sums }: ChargebackInput,
  currency: string,
  booked: Booked,
  nameCluster: (clusterId: string) => string,
): PoolTotal[] {
  const digits = minorDigits(currency);
  return sums
    .pools(currency)
    .map(({ clusterId, category, effective, billed, parts }) => ({
      ...{ clusterId, clusterName: nameCluster(clusterId), category },
      effective: {
        amount: formatMinorUnits(booked.pools.get(poolKey(clusterId, category)) ?? 0n, digits),
        exact: formatExact(effective),
      },
      billed: toMoney(billed, digits),
      parts: [...parts].sort(byKey).map(([part, sums]) => ({
        part,
        effective: formatExact(sums.effective),
        billed: formatExact(sums.billed),
      })),
    }))
    .sort((a, b) => compareText(a.clusterId, b.clusterId) || compareText(a.category, b.category));
}

/** Display names of clusters, looked up once for all lines. */
function indexClusters({ clusters }: ChargebackInput): (clusterId: string) => string {
  const names = new Map(clusters.map((cluster) => [cluster.id, cluster.name]));
  names.set(NO_CLUSTER, OUTSIDE_NAME);
  return (clusterId) => names.get(clusterId) ?? clusterId;
}

function collectNotices(input: ChargebackInput, statements: readonly CurrencyStatement[]): Notice[] {
  const hasRule = (rule: Rule): boolean =>
    statements.some(({ lines }) => lines.items.some((item) => item.rule === rule));
  return [
    ...(input.running ? [{ kind: 'running' } as const] : []),
    ...(statements.length > 1 ? [{ kind: 'severalCurrencies' } as const] : []),
    ...(hasRule('noAllocation') ? [{ kind: 'noAllocation' } as const] : []),
    ...limitWarnings(input.warnings),
  ];
}

/** Finds a team of the configuration; undefined for {@link UNOWNED} and for teams that were removed since. */
function findTeam(config: Config, team: string): TeamConfig | undefined {
  return config.teams.find((candidate) => candidate.id === team);
}

/** The general-ledger account that a team is debited on. */
function accountOf(config: Config, team: string): string {
  return findTeam(config, team)?.glAccount ?? config.accounting.glAccount;
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

/** Adds amounts as reports carry them. */
export function sumText(amounts: readonly string[], digits: number): string {
  return formatMinorUnits(
    toMinorUnits(sumAmounts(amounts.map((amount) => parseAmount(amount) ?? 0n)), digits),
    digits,
  );
}

/** Orders amounts as reports carry them. */
export function compareAmounts(a: string, b: string): number {
  const difference = (parseAmount(a) ?? 0n) - (parseAmount(b) ?? 0n);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
