import { matchesPattern } from '../config/pattern.ts';
import type { OwnershipRule } from '../config/schema.ts';
import type { Owner, OwnershipSubject } from '../model/ownership.ts';
import type { Day } from '../model/time.ts';
import { createLabelReader } from './labels.ts';
import { toShares } from './shares.ts';

/** A rule ready to be asked. */
export interface PreparedRule {
  readonly owner: Owner;
  appliesAt(clusterName: string, namespace: string): boolean;
  /** Whether the day lies within the rule's dates; without a day, whether the rule has no end. */
  appliesOn(day: Day | undefined): boolean;
  /** Whether the labels, fit as well. */
  fitsLabels(subject: OwnershipSubject): boolean;
}

/** Prepares rule number `number` (counted from 1, as a reader of the file counts). */
export function prepareRule(rule: OwnershipRule, number: number): PreparedRule {
  const labels = Object.entries(rule.labels ?? {}).map(([name, pattern]) => ({
    read: createLabelReader(name),
    pattern,
  }));
  return {
    owner: decideOwner(rule, describeRule(rule, number)),
    appliesAt: (clusterName, namespace) =>
      matchesPattern(clusterName, rule.cluster ?? '*') && matchesPattern(namespace, rule.namespace ?? '*'),
    appliesOn: (day) =>
      day === undefined
        ? rule.to === undefined
        : (rule.from === undefined || day >= rule.from) && (rule.to === undefined || day <= rule.to),
    fitsLabels: (subject) =>
      labels.every(({ read, pattern }) => {
        const label = read(subject);
        return label !== undefined && matchesPattern(label.value, pattern);
      }),
  };
}

function decideOwner(rule: OwnershipRule, reason: string): Owner {
  if (rule.team !== undefined) return { kind: 'team', team: rule.team, reason };
  if (rule.split !== undefined) return { kind: 'split', shares: toShares(rule.split), reason };
  return { kind: rule.shared ? 'shared' : 'unowned', reason };
}

function describeRule(rule: OwnershipRule, number: number): string {
  const labels = Object.entries(rule.labels ?? {}).map(([name, value]) => `label ${name} ${value}`);
  const conditions = [
    ...(rule.cluster === undefined ? [] : [`cluster ${rule.cluster}`]),
    ...(rule.namespace === undefined ? [] : [`namespace ${rule.namespace}`]),
    ...labels,
    ...(rule.from === undefined ? [] : [`from ${rule.from}`]),
    ...(rule.to === undefined ? [] : [`to ${rule.to}`]),
  ];
  return `rule ${number} (${conditions.join(', ')})${rule.reason === undefined ? '' : `: ${rule.reason}`}`;
}
