import type { Source } from '../../../model/reading.ts';
import type { Figure } from '../plural.ts';
import { plural } from './plural.ts';

/** What should have been read, and what was. */
export const coverage = {
  nothing: 'There is nothing to read yet: no day of it is over, or no estate is known.',
  all: (sources: string) => `Everything was read, no day missing: ${sources}.`,
  gaps: (gaps: string) => `Not everything was read. Missing: ${gaps}.`,
  /** `Allocation of aks-prod (2 of 31 days)` */
  gap: (source: string, name: string, missing: string, expected: Figure) =>
    `${source} of ${name} (${missing} of ${plural(expected, { one: '# day', other: '# days' })})`,
  more: (count: Figure) => plural(count, { other: 'and # more' }),
  title: 'What is missing',
  columns: { source: 'Source', read: 'Days read' },
  /** A source beside the name of what it was to be read of. */
  place: (source: string, name: string) => `${source}: ${name}`,
  readOf: (read: string, expected: string) => `${read} of ${expected}`,
  missing: (days: string) => `missing: ${days}`,
  sources: {
    inventory: 'Inventory',
    'cost.effective': 'Bill (effective cost)',
    'cost.billed': 'Bill (billed cost)',
    allocation: 'Allocation',
    metering: 'Metering',
    resources: 'Resource tags',
    kubernetes: 'Workloads',
    policy: 'Azure Policy',
    defender: 'Defender',
    posture: 'Posture',
  } satisfies Record<Source, string>,
  /** What was read of so many places. */
  read: {
    inventory: () => 'the inventory',
    'cost.effective': (count) =>
      plural(count, { one: 'the bill of a subscription', other: 'the bills of # subscriptions' }),
    'cost.billed': (count) =>
      plural(count, { one: 'the bill of a subscription', other: 'the bills of # subscriptions' }),
    allocation: (count) =>
      plural(count, { one: 'the allocation of a cluster', other: 'the allocation of # clusters' }),
    metering: (count) =>
      plural(count, { one: 'the metering of a cluster', other: 'the metering of # clusters' }),
    resources: (count) =>
      plural(count, {
        one: 'the resource tags of a subscription',
        other: 'the resource tags of # subscriptions',
      }),
    kubernetes: (count) =>
      plural(count, { one: 'the workloads of a cluster', other: 'the workloads of # clusters' }),
    policy: (count) =>
      plural(count, { one: 'Azure Policy of a subscription', other: 'Azure Policy of # subscriptions' }),
    defender: (count) =>
      plural(count, { one: 'Defender of a subscription', other: 'Defender of # subscriptions' }),
    posture: (count) =>
      plural(count, { one: 'the posture of a subscription', other: 'the posture of # subscriptions' }),
  } satisfies Record<Source, (count: Figure) => string> as Record<Source, (count: Figure) => string>,
};
