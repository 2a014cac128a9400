import type { MachineSize, NodePool } from '../world/clusters.ts';

/**
 * Two price lists, as in life: what Contoso negotiated and is billed, and the retail prices that OpenCost
 * knows. That is why its allocation never equals the bill.
 */
export const BILLED = {
  /** Negotiated discount on machines that run on demand. */
  machineFactor: 0.91,
  /** Share of the list price that a spot machine costs on average. */
  spotFactor: 0.21,
  /** Share of the list price that a reserved machine costs. */
  reservedFactor: 0.63,
  osDiskPerDay: 0.1578,
  diskPerGiBMonth: 0.0912,
  loadBalancerPerHour: 0.0221,
  loadBalancerPerGiB: 0.0045,
  publicIpPerHour: 0.0044,
  bandwidthPerGiB: 0.0712,
  controlPlanePerHour: 0.0884,
} as const;

export const LISTED = {
  /** OpenCost's own idea of the spot price. */
  spotFactor: 0.26,
  diskPerGiBMonth: 0.1024,
  loadBalancerPerHour: 0.025,
  bandwidthPerGiB: 0.087,
} as const;

/** What a core costs against a GiB of memory, as OpenCost splits Azure's node prices since June 2025. */
const CORE_TO_GIB = 7.46;

/** What a GPU costs against a GiB of memory, in OpenCost's default price list. */
const GPU_TO_GIB = 225;

/** The listed hourly price of a core, a GiB of memory and a GPU on a pool's machines. */
export function listedPrices(pool: NodePool): {
  readonly core: number;
  readonly gib: number;
  readonly gpu: number;
} {
  const { cores, ramGiB, gpus } = pool.size;
  const gib = listedPerHour(pool) / (cores * CORE_TO_GIB + ramGiB + gpus * GPU_TO_GIB);
  return { core: gib * CORE_TO_GIB, gib, gpu: gib * GPU_TO_GIB };
}

/** The listed hourly price of one machine of the pool. */
export function listedPerHour(pool: NodePool): number {
  return pool.size.listPerHour * (pool.spot ? LISTED.spotFactor : 1);
}

/** The billed hourly price of one machine that no reservation covers. */
export function billedPerHour(pool: NodePool): number {
  return pool.size.listPerHour * (pool.spot ? BILLED.spotFactor : BILLED.machineFactor);
}

/** What one reserved machine costs in a day, used or not. */
export function reservedPerDay(size: MachineSize): number {
  return size.listPerHour * BILLED.reservedFactor * 24;
}
