import { UNOWNED } from '../../model/cost.ts';
import type { StatementLine } from '../../reports/chargebackReport.ts';

/**
 * The split-cost columns of FOCUS 1.3 (focus.finops.org, AllocatedMethodDetails, AllocatedResourceId and
 * AllocatedTags of the Cost and Usage dataset). The origin charge that a line is a part of is what its cluster
 * cost in its category in the period; the ratios of an origin's lines sum to 1. There is no UsageQuantity: a month's
 * line is made of up to 31 days, of which each was divided by its own quantities, and keeps what they came to.
 */

/** The JSON object of `AllocatedMethodDetails`. Its ratio is a number, of which JSON keeps every decimal. */
export function detailMethod({ ratio, rule }: StatementLine): string {
  if (ratio === '') return '';
  const unit = unitOf(rule);
  return `{"Elements":[{"AllocatedRatio":${ratio}${unit ? `,"UsageUnit":${JSON.stringify(unit)}` : ''}}]}`;
}

/** `AllocatedResourceId`: unique within the cluster; empty for what could be allocated to nobody. */
export function identifyResource({ kind, namespace, team }: StatementLine): string {
  if (kind === 'adjustment') return '';
  if (namespace !== '') return `namespace/${namespace}`;
  return team === UNOWNED ? '' : `team/${team}`;
}

/** The JSON object of `AllocatedTags`: Purser's own, with the prefix that FOCUS asks of tags nobody wrote. */
export function tagResource({ kind, team, costCenter }: StatementLine): string {
  if (kind === 'adjustment') return '';
  return JSON.stringify({ 'purser/team': team, 'purser/costCenter': costCenter });
}

const UNITS: readonly (readonly [ending: RegExp, unit: string])[] = [
  [/ByWeights$/, 'Weighted hours of CPU, memory and GPU'],
  [/CpuRequests$/, 'Core-hours requested'],
  [/RamRequests$/, 'Byte-hours requested'],
  [/CpuUsage$/, 'Core-hours used'],
  [/RamUsage$/, 'Byte-hours used'],
  [/Evenly$/, 'Teams'],
  [/^split$|ByShares$/, 'Configured shares'],
  [
    /^(usage|computeUsage|nodePool|idle|idleOfPool|idleOfUnusedPool|shared|overhead)$|Untold$/,
    'Allocated cost',
  ],
];

/** What decided the ratio; undefined where nothing was measured. */
function unitOf(rule: string): string | undefined {
  return UNITS.find(([ending]) => ending.test(rule))?.[1];
}

/** `ServiceCategory` and `ServiceName` of what the cost is of. */
export function nameService({ clusterId }: StatementLine): {
  readonly category: string;
  readonly name: string;
} {
  return clusterId === ''
    ? { category: 'Other', name: 'Azure outside the clusters' }
    : { category: 'Compute', name: 'Azure Kubernetes Service' };
}

/** `ChargeDescription`: for people, in English as everything in the file. */
export function describeCharge({ kind, category, origin }: StatementLine): string {
  if (kind !== 'adjustment') return `${kind} cost of ${category}`;
  return origin === '' ? `agreed adjustment of ${category}` : `correction of ${category} of ${origin}`;
}
