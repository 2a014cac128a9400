import { addDays, dayOf, startOf } from '../../../shared/model/time.ts';
import { listedPrices } from '../money/prices.ts';
import { listNodeNames } from '../world/pods.ts';
import { usageOf } from '../world/usage.ts';
import type { World } from '../world/world.ts';
import type { AllocationWindow } from './allocationSet.ts';

/** What OpenCost knows of the nodes of a cluster in a window: a map of assets, of which the tenant has no others. */
export function listAssets(
  world: World,
  cluster: string,
  window: AllocationWindow,
): Readonly<Record<string, unknown>> {
  const hoursOf = new Map<string, { readonly pool: string; hours: number }>();
  for (let day = dayOf(window.from); startOf(day) < window.to; day = addDays(day, 1)) {
    if (day < world.from || day > world.to) continue;
    const begin = Math.max(startOf(day).getTime(), window.from.getTime());
    const end = Math.min(startOf(addDays(day, 1)).getTime(), window.to.getTime());
    const usage = usageOf(world, cluster, day);
    for (const pool of usage.cluster.pools) {
      for (const node of listNodeNames(pool.scaleSet, usage.nodes.get(pool.name) ?? 0)) {
        const known = hoursOf.get(node) ?? { pool: pool.name, hours: 0 };
        known.hours += (end - begin) / 3_600_000;
        hoursOf.set(node, known);
      }
    }
  }
  const { subscriptionId, pools } = usageOf(world, cluster, dayOf(window.from)).cluster;
  const instants = { start: writeInstant(window.from), end: writeInstant(window.to) };
  return Object.fromEntries(
    [...hoursOf].flatMap(([name, { pool: poolName, hours }]) => {
      const pool = pools.find((candidate) => candidate.name === poolName);
      if (pool === undefined) return [];
      const prices = listedPrices(pool);
      const { cores, ramGiB, gpus } = pool.size;
      const [cpuCost, ramCost, gpuCost] = [
        cores * prices.core * hours,
        ramGiB * prices.gib * hours,
        gpus * prices.gpu * hours,
      ].map(round) as [number, number, number];
      const key = `Azure/${subscriptionId}/__undefined__/Compute/${cluster}/Node/Kubernetes/${name}/${name}`;
      const node = {
        type: 'Node',
        properties: { category: 'Compute', provider: 'Azure', service: 'Kubernetes', cluster, name },
        labels: { label_agentpool: poolName },
        window: instants,
        ...instants,
        minutes: hours * 60,
        nodeType: pool.size.name,
        cpuCores: cores,
        ramBytes: ramGiB * 1024 ** 3,
        cpuCoreHours: cores * hours,
        ramByteHours: ramGiB * 1024 ** 3 * hours,
        GPUHours: gpus * hours,
        preemptible: pool.spot ? 1 : 0,
        discount: 0,
        cpuCost,
        gpuCost,
        gpuCount: gpus,
        ramCost,
        adjustment: 0,
        totalCost: round(cpuCost + gpuCost + ramCost),
      };
      return [[key, node]];
    }),
  );
}

function round(value: number): number {
  return Math.round(value * 100_000) / 100_000;
}

function writeInstant(date: Date): string {
  return date.toISOString().replace('.000Z', 'Z');
}
