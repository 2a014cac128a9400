import { APPLICATION_CONTROLS } from './catalogue/application.ts';
import { BUILD_CONTROLS } from './catalogue/build.ts';
import { CLUSTER_CONTROLS } from './catalogue/cluster.ts';
import { CATEGORY_CONTROLS } from './catalogue/individual.ts';
import { NODE_CONTROLS } from './catalogue/node.ts';
import { REGISTRY_CONTROLS } from './catalogue/registry.ts';
import type { CategorySubject, Control } from './control.ts';

/** Every control that Purser knows by name. */
export const CONTROLS: readonly Control[] = [
  ...BUILD_CONTROLS,
  ...REGISTRY_CONTROLS,
  ...CLUSTER_CONTROLS,
  ...NODE_CONTROLS,
  ...APPLICATION_CONTROLS,
  ...CATEGORY_CONTROLS,
];

const byPolicy = indexControls((control) => control.policies);
const byAssessment = indexControls((control) => control.assessments);
const byCategory = new Map<string, Control>(
  CATEGORY_CONTROLS.map((control) => [toCategoryKey(control.category, control.on), control]),
);

/**
 * Finds the control that a source means.
 * @param id GUID of a policy definition, its whole resource id, or the key of a Defender recommendation, in any case
 */
export function findControl(source: 'policy' | 'assessment', id: string): Control | undefined {
  return (source === 'policy' ? byPolicy : byAssessment).get(toSourceKey(id));
}

/** Finds the control that a category of Defender's individual recommendations means on such a subject. */
export function findCategoryControl(category: string, on: CategorySubject): Control | undefined {
  return byCategory.get(toCategoryKey(category, on));
}

/** The last segment of a resource id, or the id itself, in lower case: what a source's key is compared by. */
export function toSourceKey(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1).toLowerCase();
}

function toCategoryKey(category: string, on: CategorySubject): string {
  return `${on}:${category.toLowerCase()}`;
}

function indexControls(keysOf: (control: Control) => readonly string[]): ReadonlyMap<string, Control> {
  return new Map(CONTROLS.flatMap((control) => keysOf(control).map((key) => [key, control] as const)));
}
