import { matchesPattern } from '../config/pattern.ts';
import type { OwnershipRule } from '../config/schema.ts';
import { parseAmount } from '../model/money.ts';
import type { Owner, OwnershipSubject } from '../model/ownership.ts';
import { createLabelReader } from './labels.ts';

/** A rule ready to be asked. */
export interface PreparedRule {
  readonly owner: Owner;
  appliesAt(clusterName: string, namespace: string): boolean;
  /** Whether the labels, which are all that is left to ask, fit as well. */
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
    fitsLabels: (subject) =>
      labels.every(({ read, pattern }) => {
        const label = read(subject);
        return label !== undefined && matchesPattern(label.value, pattern);
      }),
  };
}

function decideOwner(rule: OwnershipRule, reason: string): Owner {
  if (rule.team !== undefined) return { kind: 'team', team: rule.team, reason };
  if (rule.split !== undefined) {
    const shares = Object.entries(rule.split).map(([team, weight]) => ({ team, weight: toWeight(weight) }));
    return { kind: 'split', shares: shares.sort((a, b) => (a.team < b.team ? -1 : 1)), reason };
  }
  return { kind: rule.shared ? 'shared' : 'unowned', reason };
}

/** Weights are written with six decimals at most, so that a millionth is a whole one. */
function toWeight(weight: number): bigint {
  return (parseAmount(weight) ?? 0n) / 10n ** 22n;
}

function describeRule(rule: OwnershipRule, number: number): string {
  const labels = Object.entries(rule.labels ?? {}).map(([name, value]) => `label ${name} ${value}`);
  const conditions = [
    ...(rule.cluster === undefined ? [] : [`cluster ${rule.cluster}`]),
    ...(rule.namespace === undefined ? [] : [`namespace ${rule.namespace}`]),
    ...labels,
  ];
  return `rule ${number} (${conditions.join(', ')})${rule.reason === undefined ? '' : `: ${rule.reason}`}`;
}
