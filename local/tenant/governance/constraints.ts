import { addDays } from '../../../shared/model/time.ts';
import { drawGuid } from '../world/chance.ts';
import { findCluster } from '../world/clusters.ts';
import type { World } from '../world/world.ts';
import type { PolicyAssignment, PolicyDefinition } from './policies.ts';
import { type ComponentState, listComponentStates } from './violations.ts';

/** What Gatekeeper lists of a constraint's violations unless told otherwise. */
const MOST_LISTED = 20;

interface Template {
  /** As in the template that the definition names (store.policy.core.windows.net/kubernetes). */
  readonly kind: string;
  /** What the template says of a container; `{}` is its name. */
  readonly message: string;
}

const TEMPLATES: Readonly<Record<string, Template>> = {
  privilegedContainers: {
    kind: 'K8sAzureV2ContainerNoPrivilege',
    message: 'Privileged container is not allowed: {}, securityContext: {"privileged": true}',
  },
  containerNoPrivilegeEscalation: {
    kind: 'K8sAzureV4ContainerNoPrivilegeEscalation',
    message: 'Privilege escalation container is not allowed: {}',
  },
  containerResourceRequests: {
    kind: 'K8sAzureV1ContainerResourceRequests',
    message: 'container <{}> has no resource requests',
  },
  ensureProbesConfiguredInKubernetesCluster: {
    kind: 'K8sAzureV3EnsureProbes',
    message: 'Container <{}> in your Pod <pod> has no <readinessProbe>',
  },
  imagesDoNotUseLatest: {
    kind: 'K8sAzureV2ContainerNoLatestImage',
    message: 'Please use an image with a tag other than latest for container {}',
  },
  allowedHostPaths: {
    kind: 'K8sAzureV4HostFilesystem',
    message: 'HostPath volume {} is not allowed',
  },
  podEnforceAntiaffinityInKubernetesCluster: {
    kind: 'K8sAzureV1AntiAffinityRules',
    message: 'Pod of {} has neither anti-affinity rules nor topology spread constraints',
  },
  ensureAllowedContainerImagesInKubernetesCluster: {
    kind: 'K8sAzureV2ContainerAllowedImages',
    message: 'Container image for container {} has not been allowed.',
  },
};

/** The constraint templates that the Azure Policy add-on has put into a cluster (templates.gatekeeper.sh/v1). */
export function describeTemplates(): readonly unknown[] {
  return Object.values(TEMPLATES).map(({ kind }) => ({
    metadata: { name: kind.toLowerCase(), labels: { 'managed-by': 'azure-policy-addon' } },
    spec: {
      crd: { spec: { names: { kind } } },
      targets: [{ target: 'admission.k8s.gatekeeper.sh', rego: `package ${kind.toLowerCase()}` }],
    },
    status: { created: true },
  }));
}

/** Plural names of the kinds of constraints, as in their paths. */
export const CONSTRAINT_PLURALS: readonly string[] = Object.values(TEMPLATES).map(({ kind }) =>
  kind.toLowerCase(),
);

/** The constraints of one kind in a cluster, with what their last audit found (constraints.gatekeeper.sh/v1beta1). */
export function describeConstraints(world: World, clusterName: string, plural: string): readonly unknown[] {
  const cluster = findCluster(clusterName);
  const states = listComponentStates(world, cluster.subscriptionId).filter(
    (state) => state.cluster.name === clusterName,
  );
  const byRule = Map.groupBy(states, ({ assignment, definition }) => `${assignment.id} ${definition.id}`);
  return [...byRule.values()].flatMap((own) => {
    const [first] = own;
    const template = first && TEMPLATES[first.definition.reference];
    if (!first || template?.kind.toLowerCase() !== plural) return [];
    return [describeConstraint(world, template, first.assignment, first.definition, own)];
  });
}

function describeConstraint(
  world: World,
  { kind, message }: Template,
  assignment: PolicyAssignment,
  definition: PolicyDefinition,
  states: readonly ComponentState[],
) {
  const violating = states.filter(
    (state) => state.complianceState !== 'Compliant' && state.componentType !== '*',
  );
  const id = drawGuid([assignment.id, definition.id]).replaceAll('-', '');
  return {
    apiVersion: 'constraints.gatekeeper.sh/v1beta1',
    kind,
    metadata: {
      name: `azurepolicy-${definition.reference.toLowerCase()}-${id.slice(0, 20)}`,
      annotations: {
        'azure-policy-assignment-id': assignment.id,
        'azure-policy-definition-id': definition.id,
        ...(assignment.setDefinitionId && {
          'azure-policy-definition-reference-id': definition.reference,
          'azure-policy-setdefinition-id': assignment.setDefinitionId,
        }),
      },
      labels: { 'managed-by': 'azure-policy-addon' },
    },
    spec: {
      enforcementAction: 'dryrun',
      match: { excludedNamespaces: ['kube-system', 'gatekeeper-system'], kinds: [{ kinds: ['Pod'] }] },
    },
    status: {
      auditTimestamp: `${addDays(world.today, -1)}T23:51:06Z`,
      totalViolations: violating.length,
      ...(violating.length > 0 && {
        violations: violating.slice(0, MOST_LISTED).map(({ componentId, componentName }) => ({
          enforcementAction: 'dryrun',
          group: '',
          version: 'v1',
          kind: 'Pod',
          name: componentName,
          namespace: componentId.slice(0, componentId.indexOf('/')),
          message: message.replace('{}', 'main'),
        })),
      }),
      byPod: [{ id: 'gatekeeper-audit-7d9f8c6b5-x2k4p', observedGeneration: 1, operations: ['audit'] }],
    },
  };
}
