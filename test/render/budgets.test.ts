import { describe, expect, it } from 'vitest';
import { CARD_BUDGET_BYTES } from '../../shared/render/card/card.ts';
import { HTML_BUDGET_BYTES } from '../../shared/render/template/html.ts';
import type { ChargebackReport } from '../../shared/reports/chargebackReport.ts';
import type { DigestReport } from '../../shared/reports/digestReport.ts';
import type { GovernanceReport } from '../../shared/reports/governanceReport.ts';
import { toRemark } from '../../shared/reports/notice.ts';
import { renderText } from './rendered.ts';
import { CHARGEBACK, DIGEST, findingOf, GOVERNANCE } from './reports.ts';

const LONG = 'a name nobody would choose '.repeat(40);
const MANY = Array.from({ length: 400 }, (_, index) => index);

const LARGE_CHARGEBACK: ChargebackReport = {
  ...CHARGEBACK,
  notices: MANY.map((index) => toRemark(`${LONG} ${index}`)),
  statements: CHARGEBACK.statements.map((statement) => ({
    ...statement,
    teams: MANY.flatMap((index) =>
      statement.teams.map((team) => ({ ...team, teamName: `${LONG} ${index}`, costCenter: LONG })),
    ),
    unowned: MANY.map((index) => ({
      clusterName: LONG,
      namespace: `${LONG} ${index}`,
      reason: LONG,
      amount: '1',
    })),
  })),
};
const FINDINGS = MANY.map((index) => findingOf(`f-${index}`, { title: `${LONG} ${index}`, detail: LONG }));
const LARGE_DIGEST: DigestReport = {
  ...DIGEST,
  audience: 'organisation',
  teams: MANY.flatMap((index) =>
    DIGEST.teams.map((team) => ({
      ...team,
      team: `team-${index}`,
      teamName: `${LONG} ${index}`,
      findings: { ...team.findings, new: FINDINGS, mine: FINDINGS },
    })),
  ),
};
const LARGE_GOVERNANCE: GovernanceReport = {
  ...GOVERNANCE,
  findings: FINDINGS,
  surfaces: MANY.flatMap((index) =>
    GOVERNANCE.surfaces.map((row) => ({ ...row, teamName: `${LONG} ${index}` })),
  ),
  alerts: MANY.flatMap(() => GOVERNANCE.alerts),
};

describe.each([LARGE_CHARGEBACK, LARGE_DIGEST, LARGE_GOVERNANCE])(
  'a $kind report too large to show',
  (report) => {
    it('shrinks its HTML below what Gmail clips, and says how much is hidden', async () => {
      const page = await renderText(report, 'html');
      expect(Buffer.byteLength(page)).toBeLessThanOrEqual(HTML_BUDGET_BYTES);
      expect(page).toMatch(/and \d+ more/);
    });

    it('hides no more of it than it has to', async () => {
      const page = await renderText(report, 'html');
      expect(Buffer.byteLength(page)).toBeGreaterThan(HTML_BUDGET_BYTES * 0.6);
    });

    it('shrinks its card below what Teams refuses, and says how much is hidden', async () => {
      const card = await renderText(report, 'card');
      expect(Buffer.byteLength(card)).toBeLessThan(CARD_BUDGET_BYTES);
      expect(card).toMatch(/and \d+ more/);
    });
  },
);

it('a report that fits hides nothing', async () => {
  for (const report of [CHARGEBACK, DIGEST, GOVERNANCE]) {
    expect(await renderText(report, 'html')).not.toMatch(/and \d+ more/);
    expect(await renderText(report, 'card')).not.toMatch(/and \d+ more/);
  }
});
