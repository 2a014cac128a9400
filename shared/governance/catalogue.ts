import { ALERT_CONTROLS } from './catalogue/alerts.ts';
import { BUILD_CONTROLS } from './catalogue/build.ts';
import { CLUSTER_ACCESS_CONTROLS } from './catalogue/clusterAccess.ts';
import { CLUSTER_NETWORK_CONTROLS } from './catalogue/clusterNetwork.ts';
import { CLUSTER_PROTECTION_CONTROLS } from './catalogue/clusterProtection.ts';
import { CLUSTER_UPKEEP_CONTROLS } from './catalogue/clusterUpkeep.ts';
import { GITOPS_CONTROLS } from './catalogue/gitops.ts';
import { HOST_ACCESS_CONTROLS } from './catalogue/hostAccess.ts';
import { IMAGE_CONTROLS } from './catalogue/images.ts';
import { CATEGORY_CONTROLS } from './catalogue/individual.ts';
import { MUTATION_CONTROLS } from './catalogue/mutations.ts';
import { NODE_CONTROLS } from './catalogue/node.ts';
import { PRIVILEGE_CONTROLS } from './catalogue/privileges.ts';
import { REGISTRY_ACCESS_CONTROLS } from './catalogue/registryAccess.ts';
import { REGISTRY_NETWORK_CONTROLS } from './catalogue/registryNetwork.ts';
import { RESILIENCE_CONTROLS } from './catalogue/resilience.ts';
import { RETIRED_CONTROLS } from './catalogue/retired.ts';
import { WORKLOAD_SECURITY_CONTROLS } from './catalogue/workloadSecurity.ts';
import type { CataloguedControl, CategorySubject, ControlSource, PostureCheckId } from './control.ts';

const CATALOGUE = [
  ...BUILD_CONTROLS,
  ...REGISTRY_ACCESS_CONTROLS,
  ...REGISTRY_NETWORK_CONTROLS,
  ...IMAGE_CONTROLS,
  ...CLUSTER_ACCESS_CONTROLS,
  ...CLUSTER_NETWORK_CONTROLS,
  ...CLUSTER_PROTECTION_CONTROLS,
  ...CLUSTER_UPKEEP_CONTROLS,
  ...GITOPS_CONTROLS,
  ...NODE_CONTROLS,
  ...HOST_ACCESS_CONTROLS,
  ...PRIVILEGE_CONTROLS,
  ...MUTATION_CONTROLS,
  ...RESILIENCE_CONTROLS,
  ...WORKLOAD_SECURITY_CONTROLS,
  ...CATEGORY_CONTROLS,
  ...RETIRED_CONTROLS,
  ...ALERT_CONTROLS,
] as const;

/** Id of a control that the catalogue has; a finding's may also be `uncatalogued:<source id>`. */
export type ControlId = (typeof CATALOGUE)[number]['id'];

type CheckOf<C> = C extends { readonly checks: readonly (infer Check)[] } ? Check : never;
type Complete =
  PostureCheckId extends CheckOf<(typeof CATALOGUE)[number]> ? readonly CataloguedControl[] : never;

/**
 * Every control that Purser knows by name, by surface from build to workload, what has retired and alerts
 * last. It does not compile while a posture check belongs to no control.
 */
export const CONTROLS: Complete = CATALOGUE;

const byId = new Map(CONTROLS.map((control) => [control.id, control]));
const bySource: Readonly<Record<ControlSource, ReadonlyMap<string, CataloguedControl>>> = {
  policy: indexControls((control) => control.policies),
  assessment: indexControls((control) => control.assessments),
  posture: indexControls((control) => control.checks ?? []),
  gatekeeper: indexControls((control) => control.constraints ?? []),
  alert: indexControls((control) => control.alerts ?? []),
};
const byCategory = new Map<string, CataloguedControl>(
  CATEGORY_CONTROLS.map((control) => [toCategoryKey(control.category, control.on), control]),
);

/**
 * Finds the control that a source means.
 * @param id in any case: GUID of a policy definition or its whole resource id, key of a Defender
 *   recommendation, id of a posture check, kind of a Gatekeeper constraint, or type of an alert; an alert of
 *   an unknown type falls to the family of its prefix, `K8S_` or `K8S.NODE_`
 */
export function findControl(source: ControlSource, id: string): CataloguedControl | undefined {
  const key = toSourceKey(id);
  const controls = bySource[source];
  return controls.get(key) ?? (source === 'alert' ? controls.get(toAlertFamily(key)) : undefined);
}

/** Finds a control by its own id, as findings carry it: undefined for what is uncatalogued. */
export function findControlById(id: string): CataloguedControl | undefined {
  return byId.get(id);
}

/** Finds the control that a category of Defender's individual recommendations means on such a subject. */
export function findCategoryControl(category: string, on: CategorySubject): CataloguedControl | undefined {
  return byCategory.get(toCategoryKey(category, on));
}

/** The last segment of a resource id, or the id itself, in lower case: what a source's key is compared by. */
export function toSourceKey(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1).toLowerCase();
}

function toAlertFamily(type: string): string {
  return type.slice(0, type.indexOf('_') + 1);
}

function toCategoryKey(category: string, on: CategorySubject): string {
  return `${on}:${category.toLowerCase()}`;
}

function indexControls(
  keysOf: (control: CataloguedControl) => readonly string[],
): ReadonlyMap<string, CataloguedControl> {
  return new Map(
    CONTROLS.flatMap((control) => keysOf(control).map((key) => [key.toLowerCase(), control] as const)),
  );
}
