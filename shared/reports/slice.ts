import { sliceLife } from '../closing/statement.ts';
import { UNOWNED } from '../model/cost.ts';
import { byKey } from '../model/order.ts';
import { poolKey } from './booking.ts';
import { sumText } from './chargeback.ts';
import type { ChargebackReport, CurrencyStatement, PoolTotal } from './chargebackReport.ts';
import type { DigestReport } from './digestReport.ts';
import { type LineTable, sliceLines } from './lines.ts';
import type { Report } from './report.ts';

/** The audience name of a team. */
export function teamAudience(team: string): string {
  return `team:${team}`;
}

/**
 * Cuts one team's report out of the organisation's. Nothing of another team is left: no line, no total, no
 * bill, no coverage of sources that would name other teams' findings.
 * @returns undefined when the kind of report has no team form, or the team does not appear in it
 */
export function sliceReport(report: Report, team: string): Report | undefined {
  if (report.kind === 'chargeback') return sliceChargeback(report, team);
  if (report.kind === 'digest') return sliceDigest(report, team);
  return undefined;
}

function sliceChargeback(report: ChargebackReport, team: string): ChargebackReport | undefined {
  const statements = report.statements.flatMap((statement) => sliceStatement(statement, team));
  const name = statements[0]?.teams[0]?.teamName;
  if (name === undefined) return undefined;
  const used = new Set(statements.flatMap(({ lines }) => lines.items.map((item) => item.rule)));
  return {
    ...report,
    ...sliceLife(report, team),
    audience: teamAudience(team),
    audienceName: name,
    statements,
    method: report.method.filter((method) => used.has(method.rule)),
    comparisons: [],
    parameters: undefined,
    ...sliceAnalysis(report, team),
  };
}

/** What units of the team's own cost came to, and what its namespaces took. */
function sliceAnalysis(
  { unitCosts, compute }: ChargebackReport,
  team: string,
): Pick<ChargebackReport, 'unitCosts' | 'compute'> {
  return {
    ...(unitCosts && { unitCosts: unitCosts.filter((unit) => unit.team === team) }),
    ...(compute && { compute: compute.filter((block) => block.team === team) }),
  };
}

function sliceStatement(statement: CurrencyStatement, team: string): CurrencyStatement[] {
  const total = statement.teams.find((candidate) => candidate.team === team);
  if (!total) return [];
  const lines = sliceLines(statement.lines, team);
  return [
    {
      currency: statement.currency,
      digits: statement.digits,
      total: { amount: total.amount, exact: total.exact },
      teams: [total],
      clusters: sumClusters(lines, statement.digits),
      costCenters: [{ costCenter: total.costCenter, amount: total.amount }],
      lines,
      pools: slicePools(statement.pools, lines),
      reconciliation: undefined,
      unowned: statement.unowned.filter(() => team === UNOWNED),
      ...(statement.unownedReasons && team === UNOWNED && { unownedReasons: statement.unownedReasons }),
    },
  ];
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
 * The pools that the team has a part of. What they come to stays, since an amount and its ratio tell it anyhow;
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

function sliceDigest(report: DigestReport, team: string): DigestReport | undefined {
  const own = report.teams.find((candidate) => candidate.team === team);
  if (!own) return undefined;
  return { ...report, audience: teamAudience(team), audienceName: own.teamName, teams: [own] };
}
