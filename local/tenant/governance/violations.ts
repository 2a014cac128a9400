import { addDays, type Instant } from '../../../shared/model/time.ts';
import { drawBetween, drawChance } from '../world/chance.ts';
import { REGISTRY, type TenantCluster } from '../world/clusters.ts';
import { listPods, type TenantPod } from '../world/pods.ts';
import { rememberByDay, type World } from '../world/world.ts';
import { isSpared } from './exemptions.ts';
import { DEFINITIONS, listAssignments, type PolicyAssignment, type PolicyDefinition } from './policies.ts';

/** How one component of a cluster stands to one policy. */
export interface ComponentState {
  readonly cluster: TenantCluster;
  readonly assignment: PolicyAssignment;
  readonly definition: PolicyDefinition;
  readonly componentType: string;
  /** `namespace/name`, or `*` for the placeholder that stands for components no longer listed. */
  readonly componentId: string;
  readonly componentName: string;
  readonly complianceState: 'NonCompliant' | 'Compliant' | 'Exempt';
  readonly evaluatedAt: Instant;
}

/** Namespaces that Gatekeeper leaves out. */
const EXCLUDED = new Set(['kube-system', 'gatekeeper-system']);

/** All component states of a subscription, as the last evaluation before today left them. */
export function listComponentStates(world: World, subscriptionId: string): readonly ComponentState[] {
  return componentStatesOf(world, subscriptionId, world.today);
}

const componentStatesOf = rememberByDay((world, subscriptionId, today): readonly ComponentState[] =>
  world.clusters
    .filter((cluster) => cluster.subscriptionId === subscriptionId)
    .flatMap((cluster) => {
      const pods = listPods(world, cluster.name, today).filter(
        (pod) => !EXCLUDED.has(pod.workload.namespace),
      );
      return listAssignments(subscriptionId).flatMap((assignment) =>
        assignment.definitions
          .filter((definition) => definition.judges === 'pods')
          .flatMap((definition) => evaluate(world, cluster, assignment, definition, pods)),
      );
    }),
);

function evaluate(
  world: World,
  cluster: TenantCluster,
  assignment: PolicyAssignment,
  definition: PolicyDefinition,
  pods: readonly TenantPod[],
): readonly ComponentState[] {
  const spared = isSpared(world, assignment, definition, cluster.id);
  const states = pods.flatMap((pod): ComponentState[] => {
    const violates = breaks(world, definition, pod);
    if (!violates && !isListedThoughCompliant(world, definition, pod)) return [];
    const minutes = Math.floor(drawBetween(0, 45, [world.seed, cluster.name, pod.name]));
    return [
      {
        cluster,
        assignment,
        definition,
        componentType: 'pod',
        componentId: `${pod.workload.namespace}/${pod.name}`,
        componentName: pod.name,
        complianceState: spared ? 'Exempt' : violates ? 'NonCompliant' : 'Compliant',
        evaluatedAt: `${addDays(world.today, -1)}T23:${String(minutes).padStart(2, '0')}:07.4515032Z`,
      },
    ];
  });
  const [first] = states.filter((state) => state.complianceState === 'NonCompliant');
  return first ? [...states, { ...first, componentType: '*', componentId: '*', componentName: '*' }] : states;
}

/** Whether the pods of a workload break a policy: the same on every day. */
export function breaks(world: World, definition: PolicyDefinition, { workload }: TenantPod): boolean {
  if (definition === DEFINITIONS.registries) return !workload.repository.startsWith(REGISTRY.loginServer);
  return drawChance(definition.violations, [
    world.seed,
    definition.reference,
    workload.cluster,
    workload.namespace,
    workload.name,
  ]);
}

/** Azure lists some of the compliant components as well; here those of every tenth workload. */
function isListedThoughCompliant(
  world: World,
  definition: PolicyDefinition,
  { workload }: TenantPod,
): boolean {
  return drawChance(0.1, [world.seed, 'listed', definition.reference, workload.namespace, workload.name]);
}
