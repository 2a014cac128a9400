import type { Config } from '../config/schema.ts';
import type { Parameters } from './chargebackReport.ts';

/** The settings that the amounts hang on: what is needed to compute a closed month again by its own rules. */
export function parametersOf({ cost }: Config): Parameters {
  const { extras, tagKeys, weights, idle, idleBy, shared, sharedShares } = cost;
  const { overhead, overheadShares, agreements, outside, platformTeam } = cost;
  return {
    ...{ extras, tagKeys, idle, idleBy, shared, overhead, agreements, outside },
    ...(weights && { weights }),
    ...(sharedShares && { sharedShares }),
    ...(overheadShares && { overheadShares }),
    ...(platformTeam && { platformTeam }),
  };
}

/** The settings in words, one at a time. */
export function describeParameters(
  parameters: Parameters | undefined,
): readonly { readonly setting: string; readonly text: string }[] {
  if (!parameters) return [];
  const { weights, idle, idleBy, shared, sharedShares, overhead, overheadShares } = parameters;
  const { agreements, extras, tagKeys, outside, platformTeam } = parameters;
  return [
    {
      setting: 'weights',
      text: weights
        ? `core-hour ${weights.cpuCoreHour}, GiB-hour ${weights.ramGibHour}, GPU-hour ${weights.gpuHour}`
        : 'the allocation source’s own prices',
    },
    { setting: 'idle', text: `${idle}, by ${idleBy === 'nodePool' ? 'node pool' : 'cluster'}` },
    { setting: 'shared', text: describeSharing(shared, sharedShares) },
    { setting: 'overhead', text: describeSharing(overhead, overheadShares) },
    { setting: 'outside', text: outside },
    ...(platformTeam ? [{ setting: 'platformTeam', text: platformTeam }] : []),
    ...(tagKeys.length > 0 ? [{ setting: 'tagKeys', text: tagKeys.join(', ') }] : []),
    ...extras.map((extra) => ({
      setting: `extra ${extra.name}`,
      text: `${extra.category} of ${extra.clusters.join(', ')}: ${extra.resourceIds.join(', ')}`,
    })),
    ...agreements.map((agreement) => ({
      setting: `${agreement.kind} ${agreement.name}`,
      text: `${agreement.percent === undefined ? `${agreement.amount} ${agreement.currency} a month` : `${agreement.percent} %`} for ${agreement.teams.join(', ')}`,
    })),
  ];
}

function describeSharing(method: string, shares: Readonly<Record<string, number>> | undefined): string {
  if (method !== 'fixed' || !shares) return method;
  return `fixed: ${Object.entries(shares)
    .sort()
    .map(([team, share]) => `${team} ${share}`)
    .join(', ')}`;
}
