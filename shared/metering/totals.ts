import { apportion } from '../model/money.ts';
import type { Resources } from './resources.ts';
import { type ClaimUse, keyOfUse, type Sample, type UseKey, type WorkloadUse } from './sample.ts';
import type { Spell } from './timeline.ts';

type Labels = Readonly<Record<string, string>>;

/** Resources times time: nanocore-, byte- and device-milliseconds, exact and in any order the same. */
export interface ResourceTime {
  cpu: bigint;
  ram: bigint;
  gpu: bigint;
}

/** What one workload held of one node pool over a day. */
export interface UseTotal {
  readonly key: UseKey;
  labels: Labels;
  readonly allocated: ResourceTime;
  readonly requested: ResourceTime;
  readonly used: ResourceTime;
  /** What was requested while usage was known. */
  readonly requestedKnown: ResourceTime;
  /** Milliseconds that it was there, and those of them with known usage. */
  present: bigint;
  known: bigint;
  /** Byte-milliseconds of the volumes that it mounts. */
  volume: bigint;
}

/** Adds up the spells of one day. */
export class DayTotals {
  readonly uses = new Map<string, UseTotal>();
  /** Allocatable time of each node pool. */
  readonly pools = new Map<string, ResourceTime>();
  /** Byte-milliseconds of volumes that no pod mounts, by namespace. */
  readonly unmounted = new Map<string, bigint>();
  /** Milliseconds of each load balancer, by `namespace name`. */
  readonly services = new Map<
    string,
    { readonly namespace: string; readonly name: string; labels: Labels; time: bigint }
  >();
  /** The latest labels of each namespace. */
  readonly namespaces = new Map<string, Labels>();
  covered = 0n;
  known = 0n;

  add({ sample, from, to }: Spell): void {
    const time = BigInt(to - from);
    this.covered += time;
    if (sample.usageKnown) this.known += time;
    for (const use of sample.uses) this.#addUse(use, time);
    for (const { nodePool, allocatable } of sample.pools) {
      const pool = this.pools.get(nodePool) ?? noTime();
      this.pools.set(nodePool, pool);
      addTime(pool, allocatable, time);
    }
    for (const claim of sample.claims) this.#addClaim(claim, time);
    this.#addServices(sample, time);
    for (const [name, labels] of Object.entries(sample.namespaces)) this.namespaces.set(name, labels);
  }

  #addUse(use: WorkloadUse, time: bigint): void {
    const total = this.#totalOf(use);
    total.labels = use.labels;
    total.present += time;
    addTime(total.allocated, use.allocated, time);
    addTime(total.requested, use.requested, time);
    if (use.used === undefined) return;
    total.known += time;
    addTime(total.used, { ...use.used, gpu: 0 }, time);
    addTime(total.requestedKnown, use.requested, time);
  }

  /** A volume that several workloads mount is split evenly, to the last byte-millisecond. */
  #addClaim({ namespace, bytes, mountedBy }: ClaimUse, time: bigint): void {
    const held = BigInt(bytes) * time;
    const parts = apportion(
      held,
      mountedBy.map(() => 1n),
    );
    if (parts === undefined) {
      this.unmounted.set(namespace, (this.unmounted.get(namespace) ?? 0n) + held);
      return;
    }
    mountedBy.forEach((key, index) => {
      this.#totalOf(key).volume += parts[index] ?? 0n;
    });
  }

  #addServices(sample: Sample, time: bigint): void {
    for (const { namespace, name, labels } of sample.services) {
      const key = `${namespace} ${name}`;
      const service = this.services.get(key) ?? { namespace, name, labels, time: 0n };
      service.time += time;
      service.labels = labels;
      this.services.set(key, service);
    }
  }

  #totalOf(use: UseKey): UseTotal {
    const key = keyOfUse(use);
    const known = this.uses.get(key);
    if (known !== undefined) return known;
    const { namespace, controllerKind, controller, nodePool } = use;
    const total: UseTotal = {
      key: { namespace, controllerKind, controller, nodePool },
      labels: {},
      allocated: noTime(),
      requested: noTime(),
      used: noTime(),
      requestedKnown: noTime(),
      ...{ present: 0n, known: 0n, volume: 0n },
    };
    this.uses.set(key, total);
    return total;
  }
}

export function noTime(): ResourceTime {
  return { cpu: 0n, ram: 0n, gpu: 0n };
}

function addTime(total: ResourceTime, resources: Resources, time: bigint): void {
  total.cpu += BigInt(resources.cpu) * time;
  total.ram += BigInt(resources.ram) * time;
  total.gpu += BigInt(resources.gpu) * time;
}
