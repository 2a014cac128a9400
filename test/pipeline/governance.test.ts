import { beforeAll, describe, expect, it } from 'vitest';
import type { Readings, Source } from '../../shared/model/reading.ts';
import { addDays, type Day, daysBetween, parsePeriod } from '../../shared/model/time.ts';
import type { ReportingApp } from '../../shared/pipeline/app.ts';
import { assessFindings } from '../../shared/pipeline/assess.ts';
import { loadDigest } from '../../shared/pipeline/digestReport.ts';
import { loadGovernanceReport } from '../../shared/pipeline/governanceReport.ts';
import type { GovernanceReport } from '../../shared/reports/governanceReport.ts';
import { component, input, PRODUCTION, withPolicy } from '../governance/estate.ts';
import { makeApp, makeSources } from './estate.ts';

const WEEK = parsePeriod('2026-W46');
const FIRST: Day = '2026-11-03';
const FIXED: Day = '2026-11-19';

/**
 * Two weeks and a half: 500 pods are in breach from the first day, one policy more from the Thursday of the week;
 * everything is in order from the Thursday after. A posture is never read.
 */
async function buildStage(): Promise<ReportingApp> {
  const app = makeApp(makeSources(), '2026-11-23T12:00:00Z');
  const keep = <S extends Source>(source: S, scope: string, day: Day, data: Readings[S]) =>
    app.store.snapshots.putSnapshot({ source, scope, day, asOf: `${day}T02:00:00.000Z`, data });
  const pods = Array.from({ length: 500 }, (_, index) => component({ name: `api-${index}` }));
  for (const day of daysBetween(FIRST, '2026-11-23')) {
    const shown = day >= FIXED ? [] : pods;
    await keep('inventory', 'estate', day, input().inventory);
    for (const [scope, data] of withPolicy(shown).policy ?? []) {
      await keep('policy', scope, day, { ...data, warnings: ['One row was not readable.'] });
    }
    await keep('defender', PRODUCTION, day, {
      ...{ assessments: [], assessed: [], alerts: [], standards: [], plans: [], assessmentsLost: 0 },
      warnings: [],
      secureScore: {
        ...{ subscriptionId: PRODUCTION, max: 50, weight: 1, controls: [] },
        current: day > addDays(WEEK.from, 0) ? 30 : 25,
      },
    });
    await assessFindings(app, day, 'run');
  }
  return app;
}

describe('the governance report of a week that is over', () => {
  let app: ReportingApp;
  let report: GovernanceReport;
  beforeAll(async () => {
    app = await buildStage();
    report = await loadGovernanceReport(app, WEEK);
  });

  it('shows findings as they stood at its end, also when they are fixed by now', async () => {
    expect(report.totals.open).toBeGreaterThan(0);
    expect(report.findings.every(({ state }) => state === 'open')).toBe(true);
    const after = await loadGovernanceReport(app, parsePeriod('2026-W47'));
    expect(after.totals).toMatchObject({ open: 0, fixed: report.totals.open });
    expect(after.fixTimes.all).toMatchObject({ fixes: report.totals.open, medianDays: 16 });
    expect(after.trend.slice(-2).map(({ open }) => open)).toEqual([report.totals.open, 0]);
  });

  it('tells that Azure cut its list short', () => {
    expect(report.violations.map(({ objects }) => objects)).toContain('500+');
  });

  it('holds the secure score against that of the week before', () => {
    expect(report.secureScore).toMatchObject({ percent: '60.0', change: '10.0' });
  });

  it('names what was not read, and does not call it scanned', () => {
    expect(report.unread).toContainEqual({
      ...{ source: 'policy', name: 'Production' },
      sentence: 'One row was not readable.',
    });
    expect(report.scans.length).toBeGreaterThan(3);
    expect(report.scans.every(({ verdict }) => verdict !== 'scanned')).toBe(true);
    const seen = report.unscanned.notScanned.length + report.unscanned.partly.length;
    expect(seen).toBe(report.unscanned.of);
  });

  it('agrees with the digests of the same week', async () => {
    const digest = await loadDigest(app, WEEK);
    const ids = digest.teams.flatMap(({ findings }) =>
      [...findings.mine, ...findings.silenced, ...findings.withSecops, ...findings.withPlatform].map(
        ({ id }) => id,
      ),
    );
    const own = report.findings.filter(({ team }) => team !== 'platform').map(({ id }) => id);
    expect(new Set(ids)).toEqual(new Set(own));
    expect(digest.unscanned).toEqual(report.unscanned);
  });
});
