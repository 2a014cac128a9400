import type { ArmId, Cluster } from '../model/estate.ts';
import { parseArmId } from '../model/estate.ts';
import type { PolicyComponent } from '../model/governance.ts';
import { findControl, toSourceKey } from './catalogue.ts';
import type { Control } from './control.ts';
import { identifyFinding, identifyResourceFinding } from './identity.ts';
import { type GovernanceInput, indexClusters } from './input.ts';
import { toLine } from './wording.ts';
import { indexWorkloads, placeComponent, type WorkloadIndex, type WorkloadPlace } from './workload.ts';

/** One component that a policy tells of, and where in the estate it belongs. */
export interface ComponentSighting {
  /** Identity of its finding. */
  readonly id: string;
  readonly control: Control;
  /** Undefined for a registry. */
  readonly cluster: Cluster | undefined;
  readonly namespace: string;
  /** Undefined for objects that are no workload's. */
  readonly workload: WorkloadPlace | undefined;
  /** Set when a cluster or registry breaks the policy as a whole. */
  readonly resourceId: ArmId | undefined;
  /** `pod`, `service`, `cluster`, … lower case. */
  readonly type: string;
  readonly name: string;
  readonly exempt: boolean;
}

/**
 * Makes a function that places components; clusters are indexed as they come up. The control is the policy's unless
 * another one is given.
 * @returns undefined for what is on clusters that are not watched, and for a component of type `*`, which stands
 *   for a policy as a whole
 */
export function createPlacement(
  input: Pick<GovernanceInput, 'inventory' | 'kubernetes'>,
): (component: PolicyComponent, control?: Control) => ComponentSighting | undefined {
  const clusters = indexClusters(input.inventory);
  const indexes = new Map<ArmId, WorkloadIndex>();
  return (component, control = controlOf(component)) => {
    const cluster = clusters.get(component.clusterId);
    const resourceId = readResource(component);
    const isRegistry = parseArmId(component.clusterId).type === 'microsoft.containerregistry/registries';
    if ((!cluster && !isRegistry) || component.componentType === '*' || component.name === '')
      return undefined;
    const type = component.componentType.toLowerCase();
    const about = { control, cluster, type, name: component.name };
    const exempt = component.state === 'exempt';
    if (resourceId !== undefined || !cluster) {
      const id = identifyResourceFinding(about.control.id, component.clusterId);
      return { ...about, id, namespace: '', workload: undefined, resourceId: component.clusterId, exempt };
    }
    const index = indexes.get(cluster.id) ?? indexWorkloads(input.kubernetes.get(cluster.id));
    indexes.set(cluster.id, index);
    const namespace = namespaceOf(component);
    const workload = placeComponent(index, type, namespace, component.name);
    const object = workload ? ['workload', workload.stableName] : ['object', type, component.name];
    const id = identifyFinding(about.control.id, [cluster.id, namespace, ...object]);
    return { ...about, id, namespace, workload, resourceId: undefined, exempt };
  };
}

/** The catalogue's control, or one made up for a policy that it does not know, so that nothing is dropped. */
export function controlOf(component: PolicyComponent): Control {
  const known = findControl('policy', component.definitionId);
  if (known) return known;
  const key = toSourceKey(component.definitionId);
  const namespaced = namespaceOf(component) !== '';
  const whole = component.componentType.toLowerCase() === 'registry' ? 'registry' : 'cluster';
  return {
    id: `uncatalogued:${key}`,
    title: toLine(`Policy ${component.referenceId || key}`),
    surface: namespaced ? 'application' : whole,
    scope: readResource(component) === undefined ? 'component' : 'resource',
    actor: namespaced ? 'team' : 'platform',
    severity: 'unknown',
    policies: [key],
    assessments: [],
    benchmarks: [],
  };
}

/** A namespace that breaks a policy is its own, so that its team hears of it. */
function namespaceOf({ componentType, namespace, name }: PolicyComponent): string {
  return componentType.toLowerCase() === 'namespace' ? name : namespace;
}

/** A `cluster` or `registry` that no namespace holds is the Azure resource itself. */
function readResource({ componentType, namespace, clusterId }: PolicyComponent): ArmId | undefined {
  return namespace === '' && /^(cluster|registry)$/i.test(componentType) ? clusterId : undefined;
}
