import type { GateReasonName } from '../../../closing/life.ts';
import type { Figure } from '../plural.ts';
import { plural } from './plural.ts';

/** Why a chargeback is held back or cannot be closed. */
export const gate = {
  /** `12.4% (aks-prod)` */
  place: (figure: string, cluster: string) => `${figure} (${cluster})`,
  /** After the sentence about the clusters that are named. */
  more: (sentence: string, count: Figure) =>
    `${sentence} ${plural(count, { one: 'One more cluster is out of the band as well.', other: '# more clusters are out of the band as well.' })}`,
  all: 'more than all',
  times: (ratio: string) => `${ratio} times`,
  negativeIdle: (places: string, allowed: string) =>
    `The allocation gave out more than the machines had: idle is below zero by ${places} of what was allocated, and ${allowed} is allowed.`,
  billRatio: (places: string, min: string, max: string) =>
    `The allocation’s own estimate is ${places} the bill, and ${min} to ${max} is allowed.`,
  monthOf: (ratio: string, month: string, currency: string) =>
    `${ratio} times that of ${month} in ${currency}`,
  monthRatio: (totals: string, min: string, max: string) =>
    `The total is ${totals}, and ${min} to ${max} is allowed.`,
  share: (percent: string, currency: string) => `${percent} of the ${currency}`,
  some: (currency: string) => `some of the ${currency}`,
  unownedShare: (shares: string, allowed: string) => `Nobody owns ${shares}, and ${allowed} is allowed.`,
  coverageNothing: (asked: string) => `Nothing of what the month needs was read, and ${asked} is asked for.`,
  coverage: (read: string, asked: string, missing: string) =>
    `Only ${read} of what the month needs was read, and ${asked} is asked for; most is missing of ${missing}.`,
  reconciliation: (difference: string, notCharged: string) =>
    `${difference} of the bill is neither in a pool nor outside, and ${notCharged} of the pools is not charged.`,
  remedies: {
    negativeIdle:
      'Look for pods that the allocation counts twice and machines that it does not know; cost.gate.negativeIdle sets what is allowed.',
    billRatio:
      'Compare the allocation’s prices, currency and days with the bill; cost.gate.billRatio sets the band.',
    monthRatio:
      'See which clusters grew or went; a real change is released, and cost.gate.monthRatio sets the band.',
    unownedShare:
      'Label the namespaces that the report lists as unowned, or add ownership rules; cost.gate.unownedShare sets what is allowed.',
    coverage: 'Collect what is missing; cost.gate.coveredShare sets what is asked for.',
  } satisfies Record<GateReasonName, string>,
};
