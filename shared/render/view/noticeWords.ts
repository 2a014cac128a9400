import { isWholeOrganisation } from '../../reports/audience.ts';
import type { Notice } from '../../reports/notice.ts';
import type { Report } from '../../reports/report.ts';
import type { Formatter } from '../formatter.ts';
import { sayLife } from './lifeWords.ts';
import { listDays, listNames } from './names.ts';

/** What a reader must know before trusting the numbers, in sentences: how the statement stands, then the rest. */
export function sayNotices(report: Report, formatter: Formatter): readonly string[] {
  const { period, audience, notices } = report;
  const reader = isWholeOrganisation(audience) ? 'organisation' : 'team';
  const life = report.kind === 'chargeback' ? report.life : undefined;
  const again = report.delivery?.sentAgainOn;
  return [
    ...(again ? [formatter.words.notice.sentAgain(formatter.day(again))] : []),
    ...(life ? sayLife(life, period.id, reader, formatter) : []),
    ...(report.kind === 'health' && report.moreProblems > 0
      ? [formatter.words.health.moreProblems(formatter.figure(report.moreProblems))]
      : []),
    ...notices.map((notice) => sayNotice(notice, period.id, formatter)),
  ];
}

function sayNotice(one: Notice, period: string, formatter: Formatter): string {
  const { notice, frame } = formatter.words;
  switch (one.kind) {
    case 'remark':
      return one.text;
    case 'moreRemarks':
    case 'withheldRemarks':
      return notice[one.kind](formatter.figure(one.count));
    case 'running':
      return notice.runningMonth(formatter.period(period));
    case 'severalCurrencies':
    case 'noAllocation':
    case 'nothingScanned':
      return notice[one.kind];
    case 'unbilled':
    case 'idleUntold':
      return notice[one.kind](one.clusterName, listDays(one.days, formatter));
    case 'partialDays':
      return notice.partialDays(one.clusterName, listDays(one.days, formatter), formatter.count(one.hours));
    case 'untagged':
      return notice.untagged(listNames(one.subscriptions, formatter));
    case 'notScanned':
    case 'partlyScanned':
    case 'sensorOff':
    case 'policyAddonOff':
      return notice[one.kind](listNames(one.names, formatter));
    case 'notDelivered':
      return notice.notDelivered(
        `${frame.titles[one.report]}, ${formatter.period(one.period)}`,
        one.audience,
        notice.channels[one.channel],
        notice.deliveries[one.state] ?? one.state,
        formatter.figure(one.tries),
        one.problem,
      );
  }
}
