import { type PlannedDelivery, planDeliveries } from '../audiences/plan.ts';
import { listMembers } from '../audiences/teamCircles.ts';
import { isHeld } from '../closing/life.ts';
import type { Config } from '../config/schema.ts';
import { canonicalJson } from '../model/canonical.ts';
import { compareText } from '../model/order.ts';
import type { DeliverTask } from '../model/tasks.ts';
import type { Instant } from '../model/time.ts';
import { teamAudience } from '../reports/audience.ts';
import { hashReport } from '../reports/identity.ts';
import type { Notice } from '../reports/notice.ts';
import type { Report } from '../reports/report.ts';
import { sliceReport } from '../reports/slice.ts';
import type { DeliveryRow } from '../store/store.ts';

/**
 * Who gets what of an organisation's report.
 * @param failed deliveries that reached nobody, of which the operator's copy of the governance report tells
 */
export function addressReport(
  config: Config,
  report: Report,
  failed: readonly DeliveryRow[],
): readonly PlannedDelivery[] {
  return planDeliveries(config, report, failed.length === 0 ? report : withFailures(report, failed));
}

/** The reports of teams that are only delivered together with others: whoever asks for their own finds it all the same. */
export function listSharedSlices(report: Report, planned: readonly PlannedDelivery[]): readonly Report[] {
  if (report.kind === 'governance' || report.kind === 'health') return [];
  if (report.kind === 'chargeback' && isHeld(report.life)) return [];
  const audiences = new Set(planned.map(({ audience }) => audience));
  return listMembers(report)
    .filter(({ team }) => !audiences.has(teamAudience(team)))
    .flatMap(({ team }) => sliceReport(report, team) ?? []);
}

/**
 * The tasks of planned deliveries.
 * @param builtAt when a report was built, which is the date that its messages bear
 */
export function toDeliverTasks(
  planned: readonly PlannedDelivery[],
  builtAt: (report: Report) => Instant,
  run: string,
): readonly DeliverTask[] {
  const hashes = new Map<Report, string>();
  return planned.map(({ audience, channel, report, recipients, optedOut }): DeliverTask => {
    const hash = hashes.get(report) ?? hashReport(report);
    hashes.set(report, hash);
    return {
      ...{ kind: report.kind, period: report.period.id, audience, channel, hash, run },
      ...{ at: builtAt(report), recipients },
      ...(optedOut.length > 0 && { optedOut }),
    };
  });
}

/** The operator's copy also says what did not go out. */
function withFailures(report: Report, failed: readonly DeliveryRow[]): Report {
  const notices = failed.map(
    ({ kind, period, audience, channel, state, tries, problem }): Notice => ({
      ...{ kind: 'notDelivered', report: kind, period, audience, channel, state, tries },
      problem: `${problem?.message ?? ''} ${problem?.remedy ?? ''}`.trim(),
    }),
  );
  notices.sort((a, b) => compareText(canonicalJson(a), canonicalJson(b)));
  return { ...report, audience: 'operator', notices: [...report.notices, ...notices] };
}
