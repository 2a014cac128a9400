import type { Cluster, Inventory, KubernetesState } from '../shared/model/estate.ts';
import type { Assessment, DefenderState, PolicyComponent, PolicyState } from '../shared/model/governance.ts';
import { type Day, startOf } from '../shared/model/time.ts';
import { chance, NAMESPACES } from './estate.ts';

/** Software that is vulnerable in an image. */
const SOFTWARE = ['openssl', 'zlib', 'glibc', 'log4j'];
/** Images of each cluster that have vulnerable software, so that a week has a million rows at 300 clusters. */
const VULNERABLE_IMAGES = 119;
const PODS = 2;
/** Of a hundred workloads, those that are rolled out on any day. */
const ROLLOUTS = 2;
const PRIVILEGED = '95edb821-ddaf-4404-9732-666045e056b4';

/** A registry beside each subscription's clusters, as landing zones have their own. */
export function makeInventory(clusters: readonly Cluster[]): Inventory {
  const subscriptions = [...new Set(clusters.map(({ subscriptionId }) => subscriptionId))].sort();
  return {
    subscriptions: subscriptions.map((id) => ({ id, name: id })),
    clusters,
    registries: subscriptions.map((id, index) => ({
      id: registryOf(id),
      name: `registry${index}`,
      subscriptionId: id,
      loginServer: `registry${index}.azurecr.io`,
    })),
  };
}

/** The workloads of one cluster on a day, one a namespace. */
export function kubernetesOf(
  inventory: Inventory,
  cluster: Cluster,
  index: number,
  day: Day,
): KubernetesState {
  const server = inventory.registries.find(
    (one) => one.subscriptionId === cluster.subscriptionId,
  )?.loginServer;
  return {
    namespaces: Array.from({ length: NAMESPACES }, (_, space) => ({
      name: namespaceOf(space),
      labels: { team: `team-${(index + space) % 20}` },
    })),
    workloads: Array.from({ length: NAMESPACES }, (_, space) => ({
      namespace: namespaceOf(space),
      kind: 'Deployment',
      name: 'api',
      labels: { app: 'api' },
      pods: podsOf(index, space, day),
      images: [{ image: `${server}/${repositoryOf(index, space)}:1`, digest: digestOf(index, space, day) }],
    })),
    nodes: [],
    constraints: [],
    constraintsRead: false,
    warnings: [],
  };
}

/** A policy that most workloads break, by pod. */
export function policyOf(inventory: Inventory, subscriptionId: string, day: Day): PolicyState {
  const components = inventory.clusters.flatMap((cluster, index): PolicyComponent[] =>
    cluster.subscriptionId !== subscriptionId
      ? []
      : Array.from({ length: NAMESPACES }, (_, space) => space)
          .filter((space) => isThere(index, space, 0, day))
          .flatMap((space) =>
            podsOf(index, space, day).map((name) => ({
              clusterId: cluster.id,
              assignmentId: `/subscriptions/${subscriptionId}/providers/microsoft.authorization/policyassignments/safeguards`,
              definitionId: `/providers/microsoft.authorization/policydefinitions/${PRIVILEGED}`,
              setDefinitionId: '',
              referenceId: 'privileged',
              componentType: 'pod',
              namespace: namespaceOf(space),
              name,
              state: 'noncompliant' as const,
              evaluatedAt: `${day}T01:00:00.000Z`,
              exemptionId: '',
            })),
          ),
  );
  return { components, summaries: [], exemptions: [], componentsLost: 0, warnings: [] };
}

/** A row for each vulnerable software of each image. */
export function defenderOf(inventory: Inventory, subscriptionId: string, day: Day): DefenderState {
  const assessments = inventory.clusters.flatMap((cluster, index): Assessment[] =>
    cluster.subscriptionId !== subscriptionId
      ? []
      : Array.from({ length: VULNERABLE_IMAGES }, (_, space) => space).flatMap((space) =>
          SOFTWARE.filter((_, place) => isThere(index, space, place + 1, day)).map((name) =>
            vulnerabilityOf(subscriptionId, index, space, name, day),
          ),
        ),
  );
  return {
    assessments,
    ...{ assessed: [], alerts: [], secureScore: undefined, standards: [], plans: [] },
    ...{ assessmentsLost: 0, warnings: [] },
  };
}

function vulnerabilityOf(
  subscriptionId: string,
  index: number,
  space: number,
  name: string,
  day: Day,
): Assessment {
  const repository = repositoryOf(index, space);
  const digest = digestOf(index, space, day);
  const resourceId = `${registryOf(subscriptionId)}/repositories-${repository.replace('/', '-')}-images-${digest}`;
  const fixed = chance(index, space, name.length, 100) < 70 + dayNumber(day);
  return {
    id: `${resourceId}/providers/microsoft.security/assessments/${name}`,
    key: `key-of-${name}`,
    title: `Update ${name}`,
    severity: (['critical', 'high', 'medium', 'low'] as const)[chance(index, space, 7, 4)] ?? 'low',
    category: 'SoftwareUpdate',
    resourceId,
    resourceType: '.containerimage',
    status: 'unhealthy',
    firstEvaluatedAt: undefined,
    software: {
      ...{ name, fixedVersion: fixed ? '2.0.1' : '', repository, digest, indexDigest: '', tags: [] },
      cves: [1, 2, 3].map((number) => ({
        id: `CVE-2026-${1000 * number + chance(index, space, number, 900)}`,
        severity: 'high',
        cvss: 7.5,
        fixAvailable: fixed,
        exploited: chance(index, space, number, 50) === 0,
      })),
    },
    ...{ dueOn: undefined, owner: '', gracePeriod: false, promisedOn: undefined },
    link: `https://portal.azure.com/#view/${resourceId}/${name}`,
  };
}

/** Of a hundred things wrong, one is fixed and one comes up each day. */
function isThere(index: number, space: number, place: number, day: Day): boolean {
  return chance(index * 1000 + space, place, 3, 100) !== dayNumber(day) % 100;
}

function podsOf(index: number, space: number, day: Day): string[] {
  const hash = (0x1000000 + chance(index, space, rolloutOf(index, space, day), 0xffffff)).toString(16);
  const name = hash.replace(/[aeiou013]/g, 'x').slice(0, 7);
  return Array.from({ length: PODS }, (_, pod) =>
    `api-${name}9-${'bcdfg'.slice(pod % 2)}${'xz'[pod]}`.slice(0, 18),
  );
}

function digestOf(index: number, space: number, day: Day): string {
  const parts = [1, 2, 3, 4].map((part) =>
    chance(index, space, part + rolloutOf(index, space, day), 0xffffffff),
  );
  return `sha256:${parts.map((part) => part.toString(16).padStart(8, '0').repeat(2)).join('')}`;
}

/** Grows by ten with every rollout of a workload. */
function rolloutOf(index: number, space: number, day: Day): number {
  return 10 * Math.floor((dayNumber(day) + chance(index, space, 9, 100 / ROLLOUTS)) / (100 / ROLLOUTS));
}

function repositoryOf(index: number, space: number): string {
  return `team-${(index + space) % 20}/app-${index}-${space}`;
}

function registryOf(subscriptionId: string): string {
  return `/subscriptions/${subscriptionId}/resourcegroups/images/providers/microsoft.containerregistry/registries/r${subscriptionId.slice(-4)}`;
}

function namespaceOf(space: number): string {
  return `ns-${String(space).padStart(3, '0')}`;
}

function dayNumber(day: Day): number {
  return Math.round((startOf(day).getTime() - startOf('2026-11-01').getTime()) / 86_400_000);
}
