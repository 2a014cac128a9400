import { UNOWNED } from '../model/cost.ts';
import { RequestError } from '../model/errors.ts';
import { dayOf } from '../model/time.ts';
import type { ChargebackReport } from '../reports/report.ts';
import { sliceReport } from '../reports/slice.ts';
import type { ReportingApp } from './app.ts';
import { keepReport } from './publish.ts';
import { buildReport, parseReportPeriod } from './report.ts';
import { recordRun } from './runs.ts';

/**
 * Freezes the chargeback of a month that is over. From then on its data never changes.
 * @throws RequestError when the month is not over, is closed already, has a gap in its coverage, or does not
 *   tie to the bill
 */
export async function closeMonth(
  app: ReportingApp,
  periodId: string,
  run: string,
): Promise<ChargebackReport> {
  return recordRun(app, { run, stage: 'close', subject: periodId }, async () => {
    const period = parseReportPeriod('chargeback', periodId, app.clock.now());
    if (period.to >= dayOf(app.clock.now())) {
      throw new RequestError(
        `${period.id} is not over, so it cannot be closed.`,
        `Close it after ${period.to}.`,
        { kind: 'conflict' },
      );
    }
    const report = await buildReport(app, 'chargeback', period);
    if (report.kind !== 'chargeback') throw new TypeError(`built a ${report.kind} for a chargeback`);
    refuseToClose(report);
    const closed: ChargebackReport = { ...report, state: 'closed' };
    await keepReport(app, closed);
    for (const team of [...app.config.teams.map(({ id }) => id), UNOWNED]) {
      const slice = sliceReport(closed, team);
      if (slice) await keepReport(app, slice);
    }
    return closed;
  });
}

function refuseToClose(report: ChargebackReport): void {
  const { id } = report.period;
  if (report.state === 'closed')
    throw new RequestError(`${id} is closed already.`, 'A closed statement never changes.', {
      kind: 'conflict',
    });
  if (!report.coverage.complete) {
    throw new RequestError(
      `${id} cannot be closed over a gap. ${report.coverage.summary}`,
      'Collect what is missing, then close.',
      {
        kind: 'conflict',
      },
    );
  }
  for (const { currency, reconciliation } of report.statements) {
    if (
      reconciliation &&
      (reconciliation.difference.exact !== '0' ||
        reconciliation.charged.exact !== reconciliation.inPools.exact)
    ) {
      throw new RequestError(
        `${id} does not tie to the bill: ${reconciliation.difference.exact} ${currency} is neither in a pool nor outside.`,
        'This is a fault of Purser; report it with a replay folder of the month.',
      );
    }
  }
}
