import type { ArmId, GatekeeperConstraint, GatekeeperViolation } from '../model/estate.ts';
import type { PolicyComponent } from '../model/governance.ts';
import { addDays, type Day } from '../model/time.ts';
import { findControl, toSourceKey } from './catalogue.ts';
import { type ComponentSighting, controlOf, createPlacement } from './component.ts';
import type { Control } from './control.ts';
import { addToGroup } from './grouping.ts';
import { type GovernanceInput, listByKey } from './input.ts';
import { toLine } from './wording.ts';

/** Objects of one workload that break one control, as Gatekeeper saw them; never empty. */
export interface GatekeeperGroup {
  /** Identity of the finding, the same that Azure Policy's components have. */
  readonly id: string;
  /** `kubernetes:<cluster>` */
  readonly scope: string;
  readonly sightings: readonly ComponentSighting[];
  /** What is wrong, in the words of the constraint. */
  readonly message: string;
  /** How many objects of the cluster break the control; undefined while no audit has told. */
  readonly total: number | undefined;
}

/**
 * What Gatekeeper sees to be wrong inside clusters, by identity of the finding. Of constraints whose last audit is
 * not of the day nothing is known, so they tell nothing.
 */
export function observeGatekeeper(
  input: Pick<GovernanceInput, 'day' | 'inventory' | 'kubernetes'>,
): ReadonlyMap<string, GatekeeperGroup> {
  const place = createPlacement(input);
  const groups = new Map<string, GatekeeperGroup>();
  for (const [clusterId, { constraints }] of listByKey(input.kubernetes)) {
    const audited = constraints.filter((constraint) => isAudited(constraint, input.day));
    const totals = countTotals(audited);
    const seen = new Map<string, { readonly sighting: ComponentSighting; readonly message: string }[]>();
    for (const constraint of audited) {
      for (const violation of constraint.violations) {
        const component = toComponent(clusterId, constraint, violation);
        const sighting = place(component, controlOfConstraint(constraint, component));
        if (sighting) addToGroup(seen, sighting.id, { sighting, message: violation.message });
      }
    }
    for (const [id, group] of seen) {
      const [message = ''] = group.map((one) => toLine(one.message)).sort();
      const sightings = group.map(({ sighting }) => sighting);
      const total = totals.get(sightings[0]?.control.id ?? '');
      groups.set(id, { id, scope: `kubernetes:${clusterId}`, sightings, message, total });
    }
  }
  return groups;
}

/**
 * Violations of each control in a cluster, by the control's id. Two initiatives that hold the same policy make a
 * constraint each, which see the same objects: the larger total counts.
 */
export function countTotals(constraints: readonly GatekeeperConstraint[]): ReadonlyMap<string, number> {
  const totals = new Map<string, number>();
  for (const constraint of constraints) {
    if (constraint.totalViolations === undefined) continue;
    const { id } = controlOfConstraint(constraint);
    totals.set(id, Math.max(totals.get(id) ?? 0, constraint.totalViolations));
  }
  return totals;
}

/**
 * The control that a constraint enforces: that of the policy it was made for, else that of its kind, else one made up.
 * @param component what breaks it, which tells the surface of a control that is made up
 */
export function controlOfConstraint(
  constraint: GatekeeperConstraint,
  component = toComponent('', constraint, { kind: '', namespace: '', name: '' }),
): Control {
  const { definitionId, kind } = constraint;
  const known = definitionId === '' ? undefined : findControl('policy', definitionId);
  const ofKind = known ?? findControl('gatekeeper', kind);
  if (ofKind) return ofKind;
  const made = controlOf(component);
  if (definitionId !== '') return made;
  return {
    ...made,
    id: `uncatalogued:${toSourceKey(kind)}`,
    title: toLine(`Constraint ${kind}`),
    policies: [],
  };
}

/**
 * Whether Gatekeeper looked on the day of the reading. Readings are made early in the day, so an audit of the
 * evening before is a current one; an older one means that the audit stopped.
 */
export function isAudited({ auditedAt }: GatekeeperConstraint, day: Day): boolean {
  return auditedAt !== undefined && auditedAt >= `${addDays(day, -1)}T18:00:00.000Z`;
}

/** A violation in the words of Azure Policy, so that both are placed alike. */
function toComponent(
  clusterId: ArmId,
  constraint: GatekeeperConstraint,
  violation: Pick<GatekeeperViolation, 'kind' | 'namespace' | 'name'>,
): PolicyComponent {
  return {
    clusterId,
    assignmentId: constraint.assignmentId,
    definitionId: constraint.definitionId,
    setDefinitionId: constraint.setDefinitionId,
    referenceId: constraint.referenceId,
    componentType: violation.kind,
    namespace: violation.namespace,
    name: violation.name,
    state: 'noncompliant',
    evaluatedAt: constraint.auditedAt ?? '',
    exemptionId: '',
  };
}
