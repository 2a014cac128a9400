import { sliceLife } from '../closing/statement.ts';
import { UNOWNED } from '../model/cost.ts';
import { formatExact, parseAmount, sumAmounts } from '../model/money.ts';
import { byKey } from '../model/order.ts';
import { teamAudience } from './audience.ts';
import { poolKey } from './booking.ts';
import { sumText } from './chargeback.ts';
import type { ChargebackReport, CurrencyStatement, PoolTotal, TeamTotal } from './chargebackReport.ts';
import type { DigestReport } from './digestReport.ts';
import { type LineTable, sliceLines } from './lines.ts';
import { withholdRemarks } from './notice.ts';
import type { Money, Report } from './report.ts';

/**
 * Cuts one team's report out of the organisation's. Nothing of another team is left: no line, no total, no
 * bill, no coverage of sources that would name other teams' findings.
 * @returns undefined when the kind of report has no team form, or the team does not appear in it
 */
export function sliceReport(report: Report, team: string): Report | undefined {
  return sliceTeams(report, [team], { audience: teamAudience(team) });
}

/** Whom a slice is made for. */
export interface SliceReader {
  readonly audience: string;
  /** Name for the title; the names of the teams in the slice without it. */
  readonly name?: string;
}

/**
 * Cuts the report of some teams out of the organisation's: each as it stands in its own, with their sum where the
 * report has one. Nothing of any other team is left.
 * @returns undefined when the kind of report has no form for teams, or none of them appears in it
 */
export function sliceTeams(
  report: Report,
  teams: readonly string[],
  reader: SliceReader,
): Report | undefined {
  if (report.kind === 'chargeback') return sliceChargeback(report, new Set(teams), reader);
  if (report.kind === 'digest') return sliceDigest(report, new Set(teams), reader);
  return undefined;
}

type Teams = ReadonlySet<string>;

function sliceChargeback(
  report: ChargebackReport,
  teams: Teams,
  { audience, name }: SliceReader,
): ChargebackReport | undefined {
  const statements = report.statements.flatMap((statement) => sliceStatement(statement, teams));
  if (statements.length === 0) return undefined;
  const used = new Set(statements.flatMap(({ lines }) => lines.items.map((item) => item.rule)));
  return {
    ...report,
    ...(report.life && { life: sliceLife(report.life, ...teams) }),
    notices: sliceNotices(report),
    audience,
    audienceName: name ?? joinNames(statements.flatMap((statement) => statement.teams)),
    statements,
    method: report.method.filter((method) => used.has(method.rule)),
    comparisons: [],
    parameters: undefined,
    ...sliceAnalysis(report, teams),
  };
}

/** What units of the teams' own cost came to, and what their namespaces took. */
function sliceAnalysis(
  { unitCosts, compute }: ChargebackReport,
  teams: Teams,
): Pick<ChargebackReport, 'unitCosts' | 'compute'> {
  return {
    ...(unitCosts && { unitCosts: unitCosts.filter(({ team }) => team !== undefined && teams.has(team)) }),
    ...(compute && { compute: compute.filter(({ team }) => teams.has(team)) }),
  };
}

function sliceStatement(statement: CurrencyStatement, teams: Teams): CurrencyStatement[] {
  const { currency, digits } = statement;
  const totals = statement.teams.filter(({ team }) => teams.has(team));
  if (totals.length === 0) return [];
  const lines = sliceLines(statement.lines, ...teams);
  const ownsUnowned = teams.has(UNOWNED);
  return [
    {
      ...{ currency, digits },
      total: sumTotals(totals, digits),
      teams: totals,
      clusters: sumClusters(lines, digits),
      costCenters: sumCostCenters(totals, digits),
      lines,
      pools: slicePools(statement.pools, lines),
      reconciliation: undefined,
      unowned: statement.unowned.filter(() => ownsUnowned),
      ...(statement.unownedReasons && ownsUnowned && { unownedReasons: statement.unownedReasons }),
    },
  ];
}

function sumTotals(totals: readonly TeamTotal[], digits: number): Money {
  return {
    amount: sumText(
      totals.map(({ amount }) => amount),
      digits,
    ),
    exact: formatExact(sumAmounts(totals.map(({ exact }) => parseAmount(exact) ?? 0n))),
  };
}

function sumCostCenters(totals: readonly TeamTotal[], digits: number): CurrencyStatement['costCenters'] {
  const own = Map.groupBy(totals, ({ costCenter }) => costCenter);
  return [...own].sort(byKey).map(([costCenter, members]) => ({
    costCenter,
    amount: sumTotals(members, digits).amount,
  }));
}

function sumClusters(lines: LineTable, digits: number): CurrencyStatement['clusters'] {
  const blocks = Map.groupBy(lines.blocks, (block) => lines.clusters[block.cluster]?.clusterName ?? '');
  return [...blocks].sort(byKey).map(([clusterName, own]) => ({
    clusterName,
    amount: sumText(
      own.map((block) => block.amount),
      digits,
    ),
  }));
}

/**
 * The pools that the teams have a part of. What they come to stays, since an amount and its ratio tell it anyhow;
 * what was billed for them, and what their parts came to, does not.
 */
function slicePools(pools: readonly PoolTotal[], lines: LineTable): readonly PoolTotal[] {
  const own = new Set<string>();
  for (const block of lines.blocks) {
    const clusterId = lines.clusters[block.cluster]?.clusterId ?? '';
    for (const place of new Set(block.item.split(' '))) {
      const item = lines.items[Number(place)];
      if (item && item.kind !== 'adjustment') own.add(poolKey(clusterId, item.category));
    }
  }
  return pools
    .filter((pool) => own.has(poolKey(pool.clusterId, pool.category)))
    .map((pool) => ({ ...pool, billed: undefined, parts: [] }));
}

function sliceDigest(
  report: DigestReport,
  teams: Teams,
  { audience, name }: SliceReader,
): DigestReport | undefined {
  const own = report.teams.filter(({ team }) => teams.has(team));
  if (own.length === 0) return undefined;
  return {
    ...report,
    notices: sliceNotices(report),
    audience,
    audienceName: name ?? joinNames(own),
    teams: own,
  };
}

/** Slices of earlier versions stay what they were: they may be closed. */
function sliceNotices({ schemaVersion, notices }: Report): Report['notices'] {
  return schemaVersion < 3 ? notices : withholdRemarks(notices);
}

/** What the teams are called, each once. */
function joinNames(teams: readonly { readonly teamName: string }[]): string {
  return [...new Set(teams.map(({ teamName }) => teamName))].join(', ');
}
