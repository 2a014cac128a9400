import { addDays, type Period } from '../model/time.ts';
import { assessCoverage } from '../reports/coverage.ts';
import { FindingHistory } from '../reports/findingHistory.ts';
import { readingDays } from '../reports/findings.ts';
import { buildGovernance } from '../reports/governance.ts';
import type { GovernanceReport } from '../reports/governanceReport.ts';
import type { ReportingApp } from './app.ts';
import { condenseDefender } from './condense.ts';
import { listOwnedFindings, loadGovernance } from './governanceState.ts';
import { loadLatest } from './inventory.ts';
import { linkTo } from './reportLink.ts';

/** Builds the governance report of a week from what is kept. */
export async function loadGovernanceReport(app: ReportingApp, period: Period): Promise<GovernanceReport> {
  const { expected, rows, ...governance } = await loadGovernance(app, period);
  const { from, to } = readingDays(period);
  const before = await loadLatest(app, 'defender', addDays(from, -7), addDays(to, -7), condenseDefender);
  const history = new FindingHistory(to);
  return buildGovernance({
    ...governance,
    config: app.config,
    period,
    findings: await listOwnedFindings(app, period, governance.findOwner, history),
    history,
    defenderBefore: new Map([...before].map(([scope, { data }]) => [scope, data])),
    coverage: assessCoverage(expected, rows),
    link: linkTo(app, 'governance', period),
  });
}
