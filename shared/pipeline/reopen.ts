import type { Decision, Reopening } from '../closing/life.ts';
import { RequestError } from '../model/errors.ts';
import type { ReportingApp } from './app.ts';
import { parseReportPeriod } from './report.ts';
import { recordRun } from './runs.ts';

/**
 * Opens a closed month again. Its revision stays readable; the month is provisional until it is closed as the
 * next revision.
 * @throws RequestError when the month is not closed
 */
export async function reopenMonth(
  app: ReportingApp,
  periodId: string,
  { by, reason }: Pick<Decision, 'by' | 'reason'>,
  run: string,
): Promise<Reopening> {
  return recordRun(app, { run, stage: 'close', subject: `re-open ${periodId}` }, async () => {
    const { id } = parseReportPeriod('chargeback', periodId, app.clock.now());
    const { revision, hash } = await app.store.reports.getStanding('chargeback', id);
    if (revision === 0) {
      throw new RequestError(
        `${id} was never closed, so it cannot be opened again.`,
        `It is open: npm run purser -- report chargeback --period ${id}`,
        { kind: 'conflict' },
      );
    }
    const reopening = { at: app.clock.now().toISOString(), by, reason, revision, hash };
    await app.store.reports.reopen('chargeback', id, reopening);
    return reopening;
  });
}
