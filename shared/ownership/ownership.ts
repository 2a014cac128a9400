import type { Config } from '../config/schema.ts';
import type { Owner, OwnershipSubject } from '../model/ownership.ts';
import { createLabelReader } from './labels.ts';
import { type PreparedRule, prepareRule } from './rules.ts';
import { createTeamFinder, quoteValue } from './teams.ts';

/**
 * Makes the function that decides whose a workload is. Rules are asked first, in order, and the first that
 * applies decides; then the label keys in order, each on the workload and then on its namespace, and the first
 * that is set decides, even when its value is no team: that makes the workload unowned, with the value in the
 * reason. Team ids and aliases compare in any case. A rule with dates applies on those days only; of a subject
 * without a day only the rules that never end decide. The same subject always gets the same owner.
 */
export function createOwnership(
  config: Pick<Config, 'teams' | 'ownership'>,
): (subject: OwnershipSubject) => Owner {
  const rules = config.ownership.rules.map((rule, index) => prepareRule(rule, index + 1));
  const labels = config.ownership.labels.map((name) => ({ name, read: createLabelReader(name) }));
  const findTeam = createTeamFinder(config.teams);
  const rulesAt = memoisePlaces(rules);
  const nobody: Owner = { kind: 'unowned', reason: explainNobody(config.ownership.labels) };

  return (subject) => {
    const rule = rulesAt(subject).find(
      (candidate) => candidate.appliesOn(subject.day) && candidate.fitsLabels(subject),
    );
    if (rule) return rule.owner;
    for (const { name, read } of labels) {
      const label = read(subject);
      if (!label) continue;
      const place = label.place === 'namespace' ? `namespace ${subject.namespace}` : 'the workload';
      const team = findTeam(label.value);
      if (team !== undefined) return { kind: 'team', team, reason: `label ${name} on ${place}` };
      const where = label.place === 'namespace' ? place : `workload ${subject.workload || subject.namespace}`;
      return {
        kind: 'unowned',
        reason: `label ${name} on ${where} says ${quoteValue(label.value)}, which is no team`,
      };
    }
    return nobody;
  };
}

/** An estate has many workloads and few places: which rules apply to a cluster and namespace is asked once. */
function memoisePlaces(
  rules: readonly PreparedRule[],
): (place: Pick<OwnershipSubject, 'clusterName' | 'namespace'>) => readonly PreparedRule[] {
  const clusters = new Map<string, Map<string, readonly PreparedRule[]>>();
  return ({ clusterName, namespace }) => {
    const namespaces = clusters.get(clusterName) ?? new Map<string, readonly PreparedRule[]>();
    clusters.set(clusterName, namespaces);
    const known = namespaces.get(namespace);
    if (known) return known;
    const applying = rules.filter((rule) => rule.appliesAt(clusterName, namespace));
    namespaces.set(namespace, applying);
    return applying;
  };
}

function explainNobody(labels: readonly string[]): string {
  const [first = ''] = labels;
  return labels.length === 1
    ? `no rule matches and the label ${first} is not set`
    : `no rule matches and none of the labels ${labels.join(', ')} is set`;
}
