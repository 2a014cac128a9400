import type { SecureScore } from '../model/governance.ts';

/** A secure score over several subscriptions. */
export interface WeighedScore {
  /** Of 1. */
  readonly fraction: number;
  /** What would raise it most comes first. */
  readonly controls: readonly WeighedControl[];
}

/** A control over all subscriptions that have it. */
export interface WeighedControl {
  readonly id: string;
  readonly title: string;
  /** Of 1; undefined for a control that counts for nothing. */
  readonly fraction: number | undefined;
  readonly healthy: number;
  readonly unhealthy: number;
  readonly notApplicable: number;
  /** By how much the whole fraction rises when all of the control is in order. */
  readonly gain: number;
}

/**
 * Puts the scores of subscriptions together as Azure does: each subscription's share of its maximum counts by
 * its weight (learn.microsoft.com, "Secure score in Defender for Cloud"). Controls go the same way, by theirs.
 * @returns undefined when no subscription weighs anything
 */
export function weighSecureScores(scores: readonly SecureScore[]): WeighedScore | undefined {
  const fraction = weigh(scores);
  return fraction === undefined ? undefined : { fraction, controls: weighControls(scores) };
}

/** How a score moved. */
export interface ScoreMovement {
  /** In fractions of 1, over the subscriptions that both readings have; undefined where they share none. */
  readonly change: number | undefined;
  /** Subscriptions that only one of the readings has, which the change says nothing about; sorted. */
  readonly unlike: readonly string[];
}

/**
 * Compares two readings like with like: a subscription that was not read before moves nothing by appearing.
 */
export function compareSecureScores(
  now: readonly SecureScore[],
  before: readonly SecureScore[],
): ScoreMovement {
  const [ofNow, ofBefore] = [now, before].map((list) => new Set(list.map((score) => score.subscriptionId)));
  const current = weigh(now.filter(({ subscriptionId }) => ofBefore?.has(subscriptionId)));
  const earlier = weigh(before.filter(({ subscriptionId }) => ofNow?.has(subscriptionId)));
  const unlike = [
    ...now.filter(({ subscriptionId }) => !ofBefore?.has(subscriptionId)),
    ...before.filter(({ subscriptionId }) => !ofNow?.has(subscriptionId)),
  ];
  return {
    change: current === undefined || earlier === undefined ? undefined : current - earlier,
    unlike: unlike.map(({ subscriptionId }) => subscriptionId).sort(),
  };
}

interface Weighed {
  readonly current: number;
  readonly max: number;
  readonly weight: number;
}

/** What counts for nothing, in points or in weight, is left out: it is neither good nor bad. */
function weigh(scores: readonly Weighed[]): number | undefined {
  const counting = scores.filter(({ max, weight }) => max > 0 && weight > 0);
  const weight = sum(counting.map((score) => score.weight));
  if (weight === 0) return undefined;
  return sum(counting.map((score) => (score.current / score.max) * score.weight)) / weight;
}

function weighControls(scores: readonly SecureScore[]): readonly WeighedControl[] {
  const counting = scores.filter(({ max, weight }) => max > 0 && weight > 0);
  const whole = sum(counting.map(({ weight }) => weight));
  const all = counting.flatMap((score) => score.controls.map((control) => ({ score, control })));
  return [...Map.groupBy(all, ({ control }) => control.id)]
    .map(([id, group]) => ({
      id,
      title: group[0]?.control.title ?? '',
      fraction: weigh(group.map(({ control }) => control)),
      healthy: sum(group.map(({ control }) => control.healthy)),
      unhealthy: sum(group.map(({ control }) => control.unhealthy)),
      notApplicable: sum(group.map(({ control }) => control.notApplicable)),
      gain:
        sum(group.map(({ score, control }) => ((control.max - control.current) / score.max) * score.weight)) /
        whole,
    }))
    .sort((a, b) => b.gain - a.gain || (a.id < b.id ? -1 : 1));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
