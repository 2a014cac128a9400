import { type Decision, isHeld, type Release } from '../closing/life.ts';
import { RequestError } from '../model/errors.ts';
import { hashReport } from '../reports/identity.ts';
import type { ReportingApp } from './app.ts';
import { parseReportPeriod } from './report.ts';
import { recordRun } from './runs.ts';

/**
 * Lets a held chargeback through the gate: exactly the data that was last built and kept. Data that is built
 * later and differs is judged anew.
 * @throws RequestError when nothing was built, or what was built is not held
 */
export async function releaseMonth(
  app: ReportingApp,
  periodId: string,
  { by, reason }: Pick<Decision, 'by' | 'reason'>,
  run: string,
): Promise<Release> {
  return recordRun(app, { run, stage: 'close', subject: `release ${periodId}` }, async () => {
    const { id } = parseReportPeriod('chargeback', periodId, app.clock.now());
    const latest = await app.store.reports.getLatest('chargeback', id, 'organisation');
    if (latest?.kind !== 'chargeback') {
      throw new RequestError(
        `No chargeback of ${id} was built yet, so there is nothing to release.`,
        `Build it: npm run purser -- deliver chargeback --period ${id}`,
        { kind: 'notFound' },
      );
    }
    const { life } = latest;
    if (!life || !isHeld(life)) {
      throw new RequestError(
        `The chargeback of ${id} is not held back${life?.release ? `: ${life.release.by} released it` : ''}.`,
        `Deliver it: npm run purser -- deliver chargeback --period ${id}`,
        { kind: 'conflict' },
      );
    }
    return app.store.reports.putRelease('chargeback', id, {
      ...{ at: app.clock.now().toISOString(), by, reason },
      hash: hashReport(latest),
      held: life.held.map(({ name }) => name),
    });
  });
}
