import { compareText } from '../model/order.ts';
import type { Instant } from '../model/time.ts';
import { joinVolumes } from './claims.ts';
import { type ContainerUsage, measurePod } from './demand.ts';
import {
  type ObservedClaim,
  type ObservedNode,
  type ObservedPod,
  type ObservedVolume,
  poolInName,
} from './observation.ts';
import type { Remarks } from './remarks.ts';
import { addResources, minResources, NO_RESOURCES, type Resources } from './resources.ts';
import {
  keyOfUse,
  type PoolCapacity,
  SAMPLE_VERSION,
  type Sample,
  type ServiceUse,
  type UseKey,
  type WorkloadUse,
} from './sample.ts';

type Labels = Readonly<Record<string, string>>;

/** What a look shows beside the pods; undefined is what could not be read. */
export interface Surroundings {
  readonly claims: readonly ObservedClaim[] | undefined;
  readonly volumes: readonly ObservedVolume[] | undefined;
  readonly services: readonly ServiceUse[] | undefined;
  readonly namespaces: ReadonlyMap<string, Labels>;
}

const NO_USAGE: ContainerUsage = new Map();

/** Folds the pods of one look, as they come, to the workloads and node pools they stand for. */
export class SampleFold {
  readonly #nodes: ReadonlyMap<string, ObservedNode>;
  readonly #usage: ReadonlyMap<string, ContainerUsage> | undefined;
  readonly #remarks: Remarks;
  readonly #uses = new Map<string, WorkloadUse>();
  /** By `namespace/claim`, then by use. */
  readonly #mounts = new Map<string, Map<string, UseKey>>();

  /** @param usage by `namespace/pod`; undefined when the cluster told none */
  constructor(
    nodes: readonly ObservedNode[],
    usage: ReadonlyMap<string, ContainerUsage> | undefined,
    remarks: Remarks,
  ) {
    this.#nodes = new Map(nodes.map((node) => [node.name, node]));
    this.#usage = usage;
    this.#remarks = remarks;
  }

  /** A pod that is over, or that waits for a node, holds nothing; one that starts holds what it requested. */
  addPod(pod: ObservedPod): void {
    if (pod.node === '' || pod.phase === 'Succeeded' || pod.phase === 'Failed') return;
    const node = this.#nodes.get(pod.node);
    const measured = this.#usage?.get(`${pod.namespace}/${pod.name}`);
    const usage = pod.phase === 'Running' ? measured : undefined;
    const use = measurePod(pod.demand, usage ?? NO_USAGE);
    const key: UseKey = {
      namespace: pod.namespace,
      controllerKind: pod.controllerKind.toLowerCase(),
      controller: pod.controller,
      nodePool: node?.nodePool ?? poolInName(pod.node),
    };
    const known = this.#uses.get(keyOfUse(key));
    const holds = (resources: Resources): Resources => this.#limit(resources, node, pod);
    const { cpu, ram } = holds(use.used);
    this.#uses.set(keyOfUse(key), {
      ...key,
      pods: (known?.pods ?? 0) + 1,
      labels: known === undefined ? pod.labels : agree(known.labels, pod.labels),
      allocated: addResources(known?.allocated ?? NO_RESOURCES, holds(use.allocated)),
      requested: addResources(known?.requested ?? NO_RESOURCES, holds(use.requested)),
      used:
        this.#usage === undefined
          ? undefined
          : { cpu: (known?.used?.cpu ?? 0) + cpu, ram: (known?.used?.ram ?? 0) + ram },
    });
    for (const claim of pod.claims) this.#mount(`${pod.namespace}/${claim}`, key);
  }

  /** The sample. What was read in another order is the same sample. */
  finish(at: Instant, around: Surroundings): Sample {
    const uses = [...this.#uses.values()].sort(byUse);
    const claims = joinVolumes(around.claims, around.volumes ?? [], (namespace, name) =>
      [...(this.#mounts.get(`${namespace}/${name}`)?.values() ?? [])].sort(byUse),
    );
    const services = [...(around.services ?? [])].sort(byName);
    const named = [...uses, ...claims, ...services].map(({ namespace }) => namespace);
    return {
      version: SAMPLE_VERSION,
      at,
      usageKnown: this.#usage !== undefined,
      uses,
      pools: gatherPools([...this.#nodes.values()]),
      claims,
      services,
      namespaces: Object.fromEntries(
        [...new Set(named)].sort(compareText).flatMap((name) => {
          const labels = around.namespaces.get(name);
          return labels === undefined || Object.keys(labels).length === 0 ? [] : [[name, labels]];
        }),
      ),
      warnings: this.#remarks.list(),
    };
  }

  /** No pod holds more than its whole node: a figure that says so is a fault of whoever wrote or measured it. */
  #limit(resources: Resources, node: ObservedNode | undefined, pod: ObservedPod): Resources {
    if (node === undefined) return resources;
    const limited = minResources(resources, node.capacity);
    if (limited.cpu < resources.cpu || limited.ram < resources.ram || limited.gpu < resources.gpu) {
      this.#remarks.add('a pod that claims more than its whole node counts as the node', [
        pod.namespace,
        pod.name,
      ]);
    }
    return limited;
  }

  #mount(claim: string, key: UseKey): void {
    const uses = this.#mounts.get(claim) ?? new Map<string, UseKey>();
    this.#mounts.set(claim, uses.set(keyOfUse(key), key));
  }
}

function agree(known: Labels, more: Labels): Labels {
  const entries = Object.entries(known);
  const kept = entries.filter(([key, value]) => more[key] === value);
  return kept.length === entries.length ? known : Object.fromEntries(kept);
}

function gatherPools(nodes: readonly ObservedNode[]): PoolCapacity[] {
  const pools = Map.groupBy(nodes, (node) => node.nodePool);
  return [...pools]
    .sort(([a], [b]) => compareText(a, b))
    .map(([nodePool, members]) => ({
      nodePool,
      nodes: members.length,
      allocatable: members.map((node) => node.allocatable).reduce(addResources, NO_RESOURCES),
      sizes: [...new Set(members.map((node) => node.size).filter(Boolean))].sort(compareText),
      spot: members.some((node) => node.spot),
    }));
}

function byUse(a: UseKey, b: UseKey): number {
  return compareText(keyOfUse(a), keyOfUse(b));
}

function byName(a: ServiceUse, b: ServiceUse): number {
  return compareText(a.namespace, b.namespace) || compareText(a.name, b.name);
}
