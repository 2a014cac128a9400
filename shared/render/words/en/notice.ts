import type { Channel } from '../../../model/tasks.ts';
import type { Figure } from '../plural.ts';
import { plural } from './plural.ts';

/** What a reader must know before trusting the numbers. */
export const notice = {
  channels: { mail: 'mail', teams: 'Teams' } satisfies Record<Channel, string>,
  /** How far a delivery came, by the ledger's word for it. */
  deliveries: {
    failed: 'failed',
    uncertain: 'uncertain',
    poisoned: 'given up',
    skipped: 'skipped',
  } as Readonly<Record<string, string>>,
  sentAgain: (day: string) => `This was sent before, and sent again on ${day} on request.`,
  moreRemarks: (count: Figure) =>
    plural(count, {
      one: 'And one more such remark on single clusters and days.',
      other: 'And # more such remarks on single clusters and days.',
    }),
  withheldRemarks: (count: Figure) =>
    plural(count, {
      one: 'One remark of a source is in the organisation’s report, since it may name another team’s.',
      other: '# remarks of sources are in the organisation’s report, since they may name other teams’.',
    }),
  runningMonth: (period: string) => `${period} has not ended; this is the month so far.`,
  severalCurrencies: 'There are several currencies; each is charged by itself and they are never added.',
  noAllocation:
    'Some cost could not be divided because no allocation was read; it is charged to unowned until it is.',
  unbilled: (cluster: string, days: string) =>
    `${cluster} was used on ${days}, and the bill has nothing for it: nobody is charged.`,
  partialDays: (cluster: string, days: string, fewest: string) =>
    `${cluster}: the allocation has less than 24 hours of ${days}, the fewest ${fewest}; each whole day is divided by the hours it has.`,
  idleUntold: (cluster: string, days: string) =>
    `${cluster}: the allocation could not tell idle capacity apart on ${days}; who used the machines is charged for all of them.`,
  untagged: (subscriptions: string) =>
    `Resource tags of ${subscriptions} were not read: its disks, load balancers and tagged resources are divided as if they had none.`,
  nothingScanned: 'Nothing was scanned: no cluster and no registry is known.',
  notScanned: (names: string) =>
    `Not scanned: ${names}. That nothing is reported from there does not mean that it is safe.`,
  partlyScanned: (names: string) => `Scanned in part: ${names}. More may be wrong there than is reported.`,
  sensorOff: (names: string) =>
    `The Defender sensor is off on ${names}: threats at run time are not seen there.`,
  policyAddonOff: (names: string) =>
    `The Azure Policy add-on is off on ${names}: Azure Policy sees nothing of what runs there.`,
  notDelivered: (
    report: string,
    audience: string,
    channel: string,
    state: string,
    tries: Figure,
    problem: string,
  ) =>
    `Not delivered: ${report} to ${audience} by ${channel} (${state} after ${plural(tries, { one: '# try', other: '# tries' })}). ${problem}`,
};
