import { compareSecureScores, weighSecureScores } from '../governance/secureScore.ts';
import type { DefenderState } from '../model/governance.ts';
import { byKey } from '../model/order.ts';
import type { SecureScoreLine } from './governanceReport.ts';

/**
 * The secure score over subscriptions, against that of the week before.
 * @param now Defender by subscription, as of the week
 * @param subscriptions ids of those that should have a score
 * @returns undefined when no score was read that counts
 */
export function describeScore(
  now: ReadonlyMap<string, DefenderState>,
  before: ReadonlyMap<string, DefenderState>,
  subscriptions: readonly string[],
  nameSubscription: (id: string) => string,
): SecureScoreLine | undefined {
  const scores = listScores(now);
  const weighed = weighSecureScores(scores);
  if (!weighed) return undefined;
  const { change, unlike } = compareSecureScores(scores, listScores(before));
  const read = new Set(scores.map(({ subscriptionId }) => subscriptionId.toLowerCase()));
  return {
    percent: toPercent(weighed.fraction),
    change: change === undefined ? undefined : toPercent(change),
    unlike: unlike.map(nameSubscription),
    subscriptions: scores.map(({ subscriptionId, current, max }) => ({
      name: nameSubscription(subscriptionId),
      current,
      max,
    })),
    unread: subscriptions.filter((id) => !read.has(id.toLowerCase())).map(nameSubscription),
    controls: weighed.controls.map(({ title, fraction, healthy, unhealthy, notApplicable, gain }) => ({
      ...{ title, healthy, unhealthy, notApplicable },
      percent: fraction === undefined ? undefined : toPercent(fraction),
      gain: toPercent(gain),
    })),
  };
}

function listScores(defender: ReadonlyMap<string, DefenderState>) {
  return [...defender].sort(byKey).flatMap(([, { secureScore }]) => secureScore ?? []);
}

/** One decimal, and never a negative nought. */
function toPercent(fraction: number): string {
  const text = (fraction * 100).toFixed(1);
  return text === '-0.0' ? '0.0' : text;
}
