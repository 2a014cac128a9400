import { isClosed, type ObstacleName } from '../closing/life.ts';
import { type ClosingCandidate, listObstacles, settleObstacles } from '../closing/obstacles.ts';
import { withLife } from '../closing/statement.ts';
import { RequestError } from '../model/errors.ts';
import { formatExact, parseAmount } from '../model/money.ts';
import { dayOf, type Period } from '../model/time.ts';
import { createFormatter } from '../render/formatter.ts';
import { sayObstacle } from '../render/view/gateWords.ts';
import type { ChargebackReport } from '../reports/chargebackReport.ts';
import { sliceReport } from '../reports/slice.ts';
import { basisOf } from './adjustments.ts';
import type { ReportingApp } from './app.ts';
import { keepReport } from './publish.ts';
import { buildReport, parseReportPeriod } from './report.ts';
import { recordRun } from './runs.ts';

/** Who closes a month, and over what. */
export interface ClosingRequest {
  readonly by: string;
  /** What may stand against it. */
  readonly accept: readonly ObstacleName[];
  /** Why it is closed over that. */
  readonly reason: string;
}

/**
 * Freezes the chargeback of a month that is over. From then on its data never changes; what changes since is
 * booked in the next open month, or, when the month is opened again, in its next revision.
 * @throws RequestError when the month is not over or is closed already; over a gap in its coverage, a difference
 *   to the bill or a verdict of the gate, unless that is accepted by name and with a reason
 */
export async function closeMonth(
  app: ReportingApp,
  periodId: string,
  request: ClosingRequest,
  run: string,
): Promise<ChargebackReport> {
  return recordRun(app, { run, stage: 'close', subject: periodId }, async () => {
    const period = parseReportPeriod('chargeback', periodId, app.clock.now());
    refuseRunning(period, app.clock.now());
    const standing = await app.store.reports.getStanding('chargeback', period.id);
    const report = await buildChargebackOf(app, period);
    if (isClosed(standing)) {
      if (await finishClosing(app, report)) return report;
      throw closedAlready(period.id, standing.revision);
    }
    const accepted = settleObstacles(
      period.id,
      listObstacles(toCandidate(report)),
      request.accept,
      request.reason,
      sayObstacle(createFormatter({ locale: 'en' })),
    );
    const closed: ChargebackReport = {
      ...withLife(report, {
        closing: {
          revision: standing.revision + 1,
          at: app.clock.now().toISOString(),
          ...{ by: request.by, reason: request.reason, accepted },
          basis: basisOf(app.config, report.inputs ?? ''),
        },
      }),
      state: 'closed',
    };
    await keepReport(app, closed);
    await finishClosing(app, closed);
    return closed;
  });
}

/**
 * Keeps what belongs to a closed statement: its listing and the teams' parts of it. A closer that died after the
 * statement itself leaves them to whoever comes next.
 * @returns whether anything was missing
 */
async function finishClosing(app: ReportingApp, closed: ChargebackReport): Promise<boolean> {
  const { reports } = app.store;
  const { id } = closed.period;
  const revision = closed.life?.closing?.revision ?? 1;
  const listed = (await reports.listReports()).filter(
    (row) => row.kind === 'chargeback' && row.period === id,
  );
  let missing = false;
  for (const part of [closed, ...listSlices(closed)]) {
    const row = listed.find(({ audience }) => audience === part.audience);
    if (row?.state === 'closed' && row.revision === revision) continue;
    await keepReport(app, part);
    missing = true;
  }
  return missing;
}

/** Every team that the statement charges, whoever is configured by now. */
function listSlices(closed: ChargebackReport): ChargebackReport[] {
  const teams = new Set(closed.statements.flatMap((statement) => statement.teams.map(({ team }) => team)));
  return [...teams].sort().flatMap((team) => {
    const slice = sliceReport(closed, team);
    return slice?.kind === 'chargeback' ? [slice] : [];
  });
}

async function buildChargebackOf(app: ReportingApp, period: Period): Promise<ChargebackReport> {
  const report = await buildReport(app, 'chargeback', period);
  if (report.kind !== 'chargeback') throw new TypeError(`built a ${report.kind} for a chargeback`);
  return report;
}

function refuseRunning({ id, to }: Period, now: Date): void {
  if (to < dayOf(now)) return;
  throw new RequestError(
    `${id} is not over, so it cannot be closed.`,
    `Close it after ${to}: npm run purser -- close --period ${id}`,
    { kind: 'conflict' },
  );
}

function closedAlready(month: string, revision: number): RequestError {
  return new RequestError(
    `${month} is closed already, as revision ${revision}.`,
    `A closed statement never changes; what changed since is booked in the next open month. To close it anew, open it again first: npm run purser -- reopen --period ${month} --reason "…"`,
    { kind: 'conflict' },
  );
}

function toCandidate({ period, coverage, statements, life }: ChargebackReport): ClosingCandidate {
  return {
    ...{ month: period.id, coverage, life },
    statements: statements.map(({ currency, reconciliation }) => ({
      currency,
      reconciliation: reconciliation && {
        difference: reconciliation.difference.exact,
        notCharged: subtract(
          reconciliation.inPools.exact,
          reconciliation.adjustments.exact,
          reconciliation.charged.exact,
        ),
      },
    })),
  };
}

/** What is in pools and corrected, less what is charged, exactly. */
function subtract(inPools: string, adjustments: string, charged: string): string {
  const [pools = 0n, corrected = 0n, sum = 0n] = [inPools, adjustments, charged].map(parseAmount);
  return formatExact(pools + corrected - sum);
}
