import { UNOWNED } from '../model/cost.ts';
import { sumBy } from './chargeback.ts';
import type { ChargebackReport, CurrencyStatement, DigestReport, Report } from './report.ts';

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
  const used = new Set(statements.flatMap((statement) => statement.lines.map((line) => line.rule)));
  return {
    ...report,
    audience: teamAudience(team),
    audienceName: name,
    statements,
    method: report.method.filter((method) => used.has(method.rule)),
  };
}

function sliceStatement(statement: CurrencyStatement, team: string): CurrencyStatement[] {
  const total = statement.teams.find((candidate) => candidate.team === team);
  if (!total) return [];
  const lines = statement.lines.filter((line) => line.team === team);
  return [
    {
      currency: statement.currency,
      digits: statement.digits,
      total: { amount: total.amount, exact: total.exact },
      teams: [total],
      clusters: sumBy(lines, statement.digits, (line) => line.clusterName).map(([clusterName, amount]) => ({
        clusterName,
        amount,
      })),
      costCenters: sumBy(lines, statement.digits, (line) => line.costCenter).map(([costCenter, amount]) => ({
        costCenter,
        amount,
      })),
      lines,
      reconciliation: undefined,
      unowned: statement.unowned.filter(() => team === UNOWNED),
    },
  ];
}

function sliceDigest(report: DigestReport, team: string): DigestReport | undefined {
  const own = report.teams.find((candidate) => candidate.team === team);
  if (!own) return undefined;
  return { ...report, audience: teamAudience(team), audienceName: own.teamName, teams: [own] };
}
