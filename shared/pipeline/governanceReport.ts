import type { Period } from '../model/time.ts';
import { assessCoverage } from '../reports/coverage.ts';
import { buildGovernance } from '../reports/governance.ts';
import type { GovernanceReport } from '../reports/report.ts';
import type { ReportingApp } from './app.ts';
import { listOwnedFindings, loadGovernance } from './governanceState.ts';
import { linkTo } from './reportLink.ts';

/** Builds the governance report of a week from what is kept. */
export async function loadGovernanceReport(app: ReportingApp, period: Period): Promise<GovernanceReport> {
  const governance = await loadGovernance(app, period);
  return buildGovernance({
    config: app.config,
    period,
    inventory: governance.inventory,
    findings: await listOwnedFindings(app, period, governance.findOwner),
    policy: governance.policy,
    defender: governance.defender,
    findOwner: governance.findOwner,
    coverage: assessCoverage(governance.expected, governance.rows),
    warnings: [],
    link: linkTo(app, 'governance', period),
  });
}
