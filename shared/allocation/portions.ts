import type { CostCategory, CostRow, PortionUse } from '../model/cost.ts';
import { parseArmId } from '../model/estate.ts';
import { compareText } from '../model/order.ts';
import type { ReadTag, TaggedResources } from './tags.ts';

export const REST: readonly PortionUse[] = [{ kind: 'rest' }];

/** What charges call the portion that they are of: the node pool, `''` for the rest, else its kind. */
export function partOf(use: PortionUse): string {
  return use.kind === 'nodePool' ? use.nodePool : use.kind === 'rest' ? '' : use.kind;
}

/** AKS tags the machines of a pool with the first, those of node autoprovisioning carry the second. */
const NODE_POOL_TAGS = ['aks-managed-poolname', 'karpenter.sh_nodepool'] as const;

/** Machines of a scale set, of a pool of single machines or of an availability set, and their disks. */
const LINUX_MACHINE = /^aks-([a-z0-9]+)-\d{8}-/;
/** Windows host names are short, so such a scale set is called `aks` and the pool, of six characters at most. */
const WINDOWS_SCALE_SET = /^aks([a-z][a-z0-9]{0,5})$/;

/**
 * Says who may be charged for a row of a node resource group, as tags and names tell: several when a load
 * balancer's address serves several services, which share it evenly.
 */
export function tellUses(
  row: CostRow,
  category: CostCategory,
  readTag: ReadTag,
  resources: TaggedResources,
): readonly PortionUse[] {
  if (category === 'loadBalancer') return tellServices(row, readTag, resources);
  if (category !== 'compute' && category !== 'storage') return REST;
  const namespace = category === 'storage' ? readTag('kubernetes.io-created-for-pvc-namespace') : undefined;
  if (namespace !== undefined) {
    const name = readTag('kubernetes.io-created-for-pvc-name') ?? '';
    return [{ kind: 'claim', namespace, name, attached: isAttached(row, resources) }];
  }
  const nodePool = findNodePool(row, readTag);
  return nodePool === undefined ? REST : [{ kind: 'nodePool', nodePool }];
}

/** The cloud provider writes `namespace/name`, and several with commas when they share an address. */
function tellServices(row: CostRow, readTag: ReadTag, resources: TaggedResources): readonly PortionUse[] {
  const names = [...new Set((readTag('k8s-azure-service') ?? '').split(',').map((name) => name.trim()))];
  const uses = names.sort(compareText).flatMap((text): PortionUse[] => {
    const [namespace = '', name = '', ...more] = text.split('/');
    if (namespace === '' || name === '' || more.length > 0) return [];
    return [{ kind: 'service', namespace, name, attached: isAttached(row, resources) }];
  });
  return uses.length > 0 ? uses : REST;
}

/** The pool of a machine or of a machine's own disk; lower case, as AKS has its pools. */
function findNodePool(row: CostRow, readTag: ReadTag): string | undefined {
  const { type, name } = parseArmId(row.resourceId);
  if (!type.startsWith('microsoft.compute/')) return undefined;
  for (const tag of NODE_POOL_TAGS) {
    const pool = readTag(tag);
    if (pool !== undefined) return pool.toLowerCase();
  }
  const linux = LINUX_MACHINE.exec(name)?.[1];
  if (linux !== undefined || type !== 'microsoft.compute/virtualmachinescalesets') return linux;
  return WINDOWS_SCALE_SET.exec(name)?.[1];
}

function isAttached(row: CostRow, resources: TaggedResources): boolean {
  return resources.get(row.resourceId)?.attached ?? true;
}
