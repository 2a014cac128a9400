import { addResources, maxResources, NO_RESOURCES, type Resources } from './resources.ts';

/** One container and what it asks for. */
export interface ContainerDemand {
  readonly name: string;
  readonly request: Resources;
}

/** What a pod asks of its node. */
export interface PodDemand {
  readonly containers: readonly ContainerDemand[];
  /** In the order they run; `restartable` ones (sidecars) go on beside the containers. */
  readonly initContainers: readonly (ContainerDemand & { readonly restartable: boolean })[];
  /** Of the runtime class, beside the containers. */
  readonly overhead: Resources;
  /** `spec.resources`: where it names a resource, it stands for all containers. */
  readonly podLevel: Partial<Resources>;
}

/** Usage of the containers of a pod, by name. */
export type ContainerUsage = ReadonlyMap<string, Pick<Resources, 'cpu' | 'ram'>>;

/** What one pod holds of its node. */
export interface PodUse {
  readonly allocated: Resources;
  readonly requested: Resources;
  readonly used: Resources;
}

/**
 * The request that the scheduler counts (kubernetes.io, "Resource sharing within containers" and "Sidecar
 * containers"): containers and sidecars together, or an init container with the sidecars started before it if that
 * is more, and the overhead.
 */
export function reserveFor(demand: PodDemand): Resources {
  const running = sum(runningContainers(demand));
  let sidecars = NO_RESOURCES;
  let starting = NO_RESOURCES;
  for (const container of demand.initContainers) {
    if (container.restartable) sidecars = addResources(sidecars, container.request);
    else starting = maxResources(starting, addResources(sidecars, container.request));
  }
  return addResources({ ...maxResources(running, starting), ...demand.podLevel }, demand.overhead);
}

/**
 * OpenCost's definition: the larger of request and usage, a container at a time. What the pod reserves beyond
 * its containers' own requests (for an init container, or as a whole) is held as well, whoever of them uses it.
 * @param usage empty for a pod that does not run yet or that metrics do not know yet
 */
export function measurePod(demand: PodDemand, usage: ContainerUsage): PodUse {
  const requested = reserveFor(demand);
  const requests = new Map(runningContainers(demand).map(({ name, request }) => [name, request]));
  let larger = demand.overhead;
  let used = NO_RESOURCES;
  for (const name of new Set([...requests.keys(), ...usage.keys()])) {
    const use = { ...NO_RESOURCES, ...usage.get(name) };
    larger = addResources(larger, maxResources(requests.get(name) ?? NO_RESOURCES, use));
    used = addResources(used, use);
  }
  return { allocated: maxResources(requested, larger), requested, used };
}

function runningContainers(demand: PodDemand): readonly ContainerDemand[] {
  return [...demand.containers, ...demand.initContainers.filter(({ restartable }) => restartable)];
}

function sum(containers: readonly ContainerDemand[]): Resources {
  return containers.reduce((total, { request }) => addResources(total, request), NO_RESOURCES);
}
