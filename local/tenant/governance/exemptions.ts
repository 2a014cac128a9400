import { addDays, type Day, type Instant } from '../../../shared/model/time.ts';
import { DEVELOPMENT, findCluster, PRODUCTION } from '../world/clusters.ts';
import type { World } from '../world/world.ts';
import { ASSIGNMENTS, type PolicyAssignment, type PolicyDefinition } from './policies.ts';

/** Somebody's decision that a policy does not count somewhere, as `Microsoft.Authorization/policyExemptions` has it. */
export interface TenantExemption {
  readonly name: string;
  /** Resource, resource group or subscription, cased as Resource Manager writes it. */
  readonly scope: string;
  readonly subscriptionId: string;
  readonly assignmentId: string;
  /** Reference ids within the initiative; none for all of it. */
  readonly references: readonly string[];
  readonly category: 'Waiver' | 'Mitigated';
  readonly displayName: string;
  readonly description: string;
  readonly expiresOn: Instant | undefined;
}

/** One that runs out in three weeks, one that ran out twelve days ago, one without an end. */
export function listExemptions({ today }: Pick<World, 'today'>): readonly TenantExemption[] {
  const devtest = findCluster('aks-devtest');
  return [
    {
      name: 'shared-prod-local-accounts',
      scope: findCluster('aks-shared-prod').id,
      subscriptionId: PRODUCTION,
      assignmentId: assignmentId(PRODUCTION, 'contoso-baseline'),
      references: ['aksLocalAccounts'],
      category: 'Waiver',
      displayName: 'Local accounts on aks-shared-prod until the build agents sign in with Entra',
      description:
        'The build agents of loyalty still use a local kubeconfig. Agreed with SecOps, ticket SEC-2214.',
      expiresOn: midnight(addDays(today, 21)),
    },
    {
      name: 'devtest-resource-requests',
      scope: `/subscriptions/${DEVELOPMENT}`,
      subscriptionId: DEVELOPMENT,
      assignmentId: assignmentId(DEVELOPMENT, 'aks-deployment-safeguards'),
      references: ['containerResourceRequests'],
      category: 'Waiver',
      displayName: 'No requests needed during the load tests',
      description: 'Load tests of the autumn release.',
      expiresOn: midnight(addDays(today, -12)),
    },
    {
      name: 'devtest-privileged',
      scope: `/subscriptions/${DEVELOPMENT}/resourceGroups/${devtest.resourceGroup}`,
      subscriptionId: DEVELOPMENT,
      assignmentId: assignmentId(DEVELOPMENT, 'no-privileged-pods'),
      references: [],
      category: 'Mitigated',
      displayName: 'Privileged pods in development run on spot nodes of their own',
      description: '',
      expiresOn: undefined,
    },
  ];
}

/** Whether an exemption that still holds spares a resource of the tenant. */
export function isSpared(
  world: Pick<World, 'today'>,
  assignment: PolicyAssignment,
  definition: PolicyDefinition,
  resourceId: string,
): boolean {
  return listExemptions(world).some(
    (exemption) =>
      exemption.assignmentId === assignment.id &&
      (exemption.references.length === 0 || exemption.references.includes(definition.reference)) &&
      (exemption.expiresOn === undefined || exemption.expiresOn > midnight(world.today)) &&
      `${resourceId}/`.startsWith(`${exemption.scope}/`),
  );
}

function assignmentId(subscriptionId: string, name: string): string {
  const found = ASSIGNMENTS.find((one) => one.subscriptionId === subscriptionId && one.name === name);
  if (!found) throw new Error(`The demo tenant has no assignment "${name}".`);
  return found.id;
}

function midnight(day: Day): Instant {
  return `${day}T00:00:00.0000000Z`;
}
