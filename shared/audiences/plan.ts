import { isHeld } from '../closing/life.ts';
import type { Config } from '../config/schema.ts';
import { compareText } from '../model/order.ts';
import type { PlannedRecipient } from '../model/recipient.ts';
import { CHANNELS, type Channel } from '../model/tasks.ts';
import type { Report } from '../reports/report.ts';
import { type Circle, gather, joinSameContent } from './circle.ts';
import { listedAs } from './directory.ts';
import { optionalKindOf } from './optOut.ts';
import { circlesOfLeads, circlesOfManagers, circlesOfOwners, listMembers } from './teamCircles.ts';

/** One report to one audience on one channel: who gets it and why, before anything is sent. */
export interface PlannedDelivery {
  readonly audience: string;
  readonly channel: Channel;
  readonly report: Report;
  /** By address. Empty where nobody is reached: the ledger says so, and the operator is told. */
  readonly recipients: readonly PlannedRecipient[];
  /** Addresses that are listed and do not want it. */
  readonly optedOut: readonly string[];
}

/**
 * Who gets what of an organisation's report:
 * - the whole goes to its own readers, each team's part to its leads, a cost centre's to its owners as one report;
 * - managers are told what is overdue for long in their teams;
 * - teams that are read by exactly the same people share one message, and so do audiences that would get the same;
 * - nobody is told of a team twice on one channel: who gets a cost centre's statements does not get those of its teams.
 *
 * A health note, and a chargeback that the gate holds back, go to the operator only. In which order the configuration has it all makes
 * no difference.
 * @param operatorCopy a governance report with what only the operator is told; the report itself when that is nothing
 */
export function planDeliveries(
  config: Config,
  report: Report,
  operatorCopy: Report = report,
): readonly PlannedDelivery[] {
  const circles = [
    ...keepReached(listCircles(config, report, operatorCopy)),
    ...listManagers(config, report),
  ];
  const reports = new Map<string, Report | undefined>();
  const deliveries = joinSameContent(circles).flatMap((circle): PlannedDelivery[] => {
    const { audience, channel, recipients, optedOut } = circle;
    const own = reports.get(audience) ?? circle.buildReport();
    reports.set(audience, own);
    return own ? [{ audience, channel, report: own, recipients, optedOut }] : [];
  });
  return deliveries.sort(
    (a, b) =>
      rankOf(a.audience) - rankOf(b.audience) ||
      compareText(a.audience, b.audience) ||
      compareText(a.channel, b.channel),
  );
}

function listCircles(config: Config, report: Report, operatorCopy: Report): readonly Circle[] {
  if (report.kind === 'governance')
    return CHANNELS.flatMap((channel) => [
      toCircle(config, 'security', channel, report),
      toCircle(config, 'operator', channel, operatorCopy),
    ]);
  const held = report.kind === 'chargeback' && isHeld(report.life);
  if (report.kind === 'health' || held) {
    const copy = { ...report, audience: 'operator' };
    return CHANNELS.map((channel) => toCircle(config, 'operator', channel, copy));
  }
  const members = listMembers(report);
  return CHANNELS.flatMap((channel) => {
    const owners = circlesOfOwners(config, report, members, channel);
    const leads = circlesOfLeads(config, report, members, channel, owners);
    return report.kind === 'chargeback'
      ? [toCircle(config, 'finance', channel, report), ...leads, ...owners]
      : leads;
  });
}

/** Managers come on top: what they are told does not stand in for the team's own report. */
function listManagers(config: Config, report: Report): readonly Circle[] {
  if (report.kind !== 'digest') return [];
  const members = listMembers(report);
  return CHANNELS.flatMap((channel) => circlesOfManagers(config, report, members, channel));
}

/** A reader of the whole organisation's report. */
function toCircle(
  config: Config,
  role: 'finance' | 'security' | 'operator',
  channel: Channel,
  report: Report,
): Circle {
  return {
    ...{ audience: role, channel, teams: [], content: `${report.kind} of ${report.audience}` },
    ...gather(config, optionalKindOf(report), channel, listedAs(config, role)),
    buildReport: () => report,
  };
}

/**
 * Leaves out channels on which an audience has nobody. One that is reached by no channel at all, itself or by those who
 * are told of its team as well, stays on the first: somebody must see that nobody got it.
 */
function* keepReached(circles: readonly Circle[]): Iterable<Circle> {
  const isReached = ({ recipients, optedOut }: Circle): boolean => recipients.length + optedOut.length > 0;
  const reached = circles.filter(isReached);
  yield* reached;
  for (const circle of circles) {
    if (circle.channel !== CHANNELS[0]) continue;
    const parts = circle.teams.length > 0 ? circle.teams : [circle.audience];
    const isTold = parts.every((part) =>
      reached.some(({ teams, audience }) => (teams.length > 0 ? teams.includes(part) : audience === part)),
    );
    if (!isTold) yield circle;
  }
}

/** Those who read the whole come first. */
function rankOf(audience: string): number {
  return audience.includes(':') ? 1 : 0;
}
