import type { PodDemand } from '../../shared/metering/demand.ts';
import type { ObservedNode, ObservedPod } from '../../shared/metering/observation.ts';
import type { Resources } from '../../shared/metering/resources.ts';
import {
  type KeptDay,
  type PoolCapacity,
  SAMPLE_VERSION,
  type Sample,
  type WorkloadUse,
} from '../../shared/metering/sample.ts';

export const CORE = 1_000_000_000;
export const GIB = 1024 ** 3;
export const DAY = '2026-11-20';

/** Cores and GiB as the model has them. */
export function hold(cores: number, gib: number, gpu = 0): Resources {
  return { cpu: cores * CORE, ram: gib * GIB, gpu };
}

export function makeUse(controller: string, overrides: Partial<WorkloadUse> = {}): WorkloadUse {
  return {
    namespace: 'shop',
    controllerKind: 'deployment',
    controller,
    nodePool: 'general',
    pods: 1,
    labels: {},
    allocated: hold(1, 2),
    requested: hold(1, 2),
    used: { cpu: CORE / 2, ram: GIB },
    ...overrides,
  };
}

export function makePool(nodePool: string, allocatable: Resources): PoolCapacity {
  return { nodePool, nodes: 1, allocatable, sizes: [], spot: false };
}

/** A sample of 2026-11-20 at `hh:mm`, or at a whole instant. */
export function makeSample(time: string, parts: Partial<Sample> = {}): Sample {
  return {
    version: SAMPLE_VERSION,
    at: time.includes('T') ? new Date(time).toISOString() : `${DAY}T${time}:00.000Z`,
    usageKnown: true,
    uses: [],
    pools: [],
    claims: [],
    services: [],
    namespaces: {},
    warnings: [],
    ...parts,
  };
}

export function keep(samples: readonly Sample[], damaged = 0): KeptDay {
  return { samples: samples.map((sample) => ({ at: sample.at, read: () => sample })), damaged };
}

export function makeNode(name: string, overrides: Partial<ObservedNode> = {}): ObservedNode {
  return {
    name,
    nodePool: 'general',
    size: 'Standard_D4s_v5',
    spot: false,
    allocatable: hold(4, 14),
    capacity: hold(4, 16),
    ...overrides,
  };
}

export function makePod(name: string, overrides: Partial<ObservedPod> = {}): ObservedPod {
  return {
    namespace: 'shop',
    name,
    controllerKind: 'Deployment',
    controller: 'web',
    labels: {},
    node: 'n1',
    phase: 'Running',
    demand: demandOf({ main: hold(1, 2) }),
    claims: [],
    ...overrides,
  };
}

/** A pod of these containers and nothing else. */
export function demandOf(
  containers: Readonly<Record<string, Resources>>,
  more: Partial<PodDemand> = {},
): PodDemand {
  return {
    containers: Object.entries(containers).map(([name, request]) => ({ name, request })),
    initContainers: [],
    overhead: hold(0, 0),
    podLevel: {},
    ...more,
  };
}
