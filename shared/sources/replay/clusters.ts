import type { CostRow } from '../../model/cost.ts';
import { type ArmId, type Cluster, parseArmId, toArmId } from '../../model/estate.ts';
import type { ResourceGroupKey } from '../exports/export.ts';

/** Tag of clusters that no payload describes. */
export const INFERRED_TAG = 'purser-inferred';

/** Tags that AKS writes on what it makes in a node resource group; customers must not change them. */
const AKS_TAG = 'aks-managed-';
/** AKS names the scale sets of its node pools so: pool, a number of its own, `vmss`. */
const AKS_SCALE_SET = /\/virtualmachinescalesets\/aks-[a-z0-9]+-\d{8}-vmss$/;
const CLUSTER_TYPE = 'microsoft.containerservice/managedclusters';

/** A cluster that is known by what it left in a bill or in an allocation, not by its own resource. */
export function inferCluster(known: {
  readonly id?: ArmId;
  readonly name: string;
  readonly subscriptionId: string;
  readonly nodeResourceGroup: string;
}): Cluster {
  const group = known.nodeResourceGroup;
  const id =
    known.id ??
    toArmId(
      `/subscriptions/${known.subscriptionId}/resourcegroups/${group}/providers/${CLUSTER_TYPE}/${group}`,
    );
  return {
    id,
    name: known.name,
    subscriptionId: known.subscriptionId,
    resourceGroup: parseArmId(id).resourceGroup,
    nodeResourceGroup: group,
    location: '',
    kubernetesVersion: '',
    tags: { [INFERRED_TAG]: 'true' },
    fqdn: '',
    running: true,
    defenderSensor: false,
    policyAddon: false,
  };
}

/**
 * Finds the clusters that a bill tells of beyond those described by payloads. A resource group is a node
 * resource group by evidence, never by its name: tags that AKS writes, machines that Azure bills as AKS,
 * scale sets named as only AKS names them. Tags that name the cluster lead to its own resource in the bill.
 */
export function inferClusters(
  rows: Iterable<CostRow>,
  aksResourceGroups: readonly ResourceGroupKey[],
  described: readonly Cluster[],
): readonly Cluster[] {
  const groups = new Map<
    string,
    ResourceGroupKey & { owner: { name: string; resourceGroup: string } | undefined }
  >();
  const billed = new Map<string, ArmId>();
  const note = (key: ResourceGroupKey, owner?: { name: string; resourceGroup: string }): void => {
    const id = keyOf(key);
    const known = groups.get(id);
    if (!known) groups.set(id, { ...key, owner });
    else known.owner ??= owner;
  };
  for (const row of rows) {
    const { type, name, resourceGroup } = parseArmId(row.resourceId);
    if (type === CLUSTER_TYPE) billed.set(`${resourceGroup}/${name}`, row.resourceId);
    else if (row.resourceGroup !== '' && isNodeResource(row)) note(row, ownerOf(row));
  }
  for (const key of aksResourceGroups) note(key);

  const taken = new Set(
    described.map((cluster) =>
      keyOf({ subscriptionId: cluster.subscriptionId, resourceGroup: cluster.nodeResourceGroup }),
    ),
  );
  const inferred = new Map<ArmId, Cluster>();
  for (const [id, { subscriptionId, resourceGroup, owner }] of [...groups].sort(([a], [b]) =>
    a < b ? -1 : 1,
  )) {
    if (taken.has(id)) continue;
    const own = owner && billed.get(`${owner.resourceGroup}/${owner.name}`);
    const free =
      own && !inferred.has(own) && !described.some((cluster) => cluster.id === own) ? own : undefined;
    const cluster = inferCluster({
      ...(free && { id: free }),
      name: free ? parseArmId(free).name : resourceGroup,
      subscriptionId,
      nodeResourceGroup: resourceGroup,
    });
    inferred.set(cluster.id, cluster);
  }
  return [...inferred.values()];
}

function isNodeResource(row: CostRow): boolean {
  if (AKS_SCALE_SET.test(row.resourceId)) return true;
  return Object.keys(row.tags ?? {}).some((key) => key.startsWith(AKS_TAG));
}

function ownerOf(row: CostRow): { name: string; resourceGroup: string } | undefined {
  const name = row.tags?.['aks-managed-cluster-name']?.toLowerCase();
  const resourceGroup = row.tags?.['aks-managed-cluster-rg']?.toLowerCase();
  return name && resourceGroup ? { name, resourceGroup } : undefined;
}

function keyOf(key: ResourceGroupKey): string {
  return `${key.subscriptionId}/${key.resourceGroup}`.toLowerCase();
}

/**
 * Finds the cluster that a name from a person or a payload means: its name, its ARM id, or its node resource
 * group, whatever the case. Undefined when none or several answer to it.
 */
export function findCluster(clusters: readonly Cluster[], name: string): Cluster | undefined {
  const wanted = name.toLowerCase();
  const byId = clusters.find((cluster) => cluster.id === toArmId(name));
  if (byId) return byId;
  for (const wordOf of [(c: Cluster) => c.name, (c: Cluster) => c.nodeResourceGroup]) {
    const matches = clusters.filter((cluster) => wordOf(cluster).toLowerCase() === wanted);
    if (matches.length === 1) return matches[0];
  }
  return undefined;
}
