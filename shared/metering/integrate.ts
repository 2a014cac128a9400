import type { AllocationDay, AllocationRow, ResourceHours } from '../model/cost.ts';
import { compareText } from '../model/order.ts';
import type { Day } from '../model/time.ts';
import { sanitiseLabelName } from '../ownership/labels.ts';
import { DayRemarks } from './dayRemarks.ts';
import type { KeptDay } from './sample.ts';
import { followDay } from './timeline.ts';
import { DayTotals, noTime, type ResourceTime, type UseTotal } from './totals.ts';
import { weighCpu, weighGpu, weighRam, weighService, weighVolume } from './weights.ts';

type Labels = Readonly<Record<string, string>>;

const NANOCORE_MS_AN_HOUR = 3.6e15;
const MS_AN_HOUR = 3.6e6;
const NO_COST: AllocationRow['cost'] = { cpu: 0n, ram: 0n, gpu: 0n, pv: 0n, network: 0n, loadBalancer: 0n };

/**
 * Computes OpenCost's allocation of one UTC day, max(request, usage) × time, from samples that may be missing, late,
 * out of order or there twice. What the nodes could hold and nobody allocated is idle, a node pool at a time.
 * Costs are weights at published prices; network use is not told by Kubernetes and weighs nothing.
 * @param kept the day's samples, and any of the days beside it: the last one before midnight speaks for what follows
 */
export function integrateDay(day: Day, kept: KeptDay, longestGapMinutes: number): AllocationDay {
  const totals = new DayTotals();
  const remarks = new DayRemarks(day);
  remarks.addDamaged(kept.damaged);
  const spells = followDay(day, kept.samples, longestGapMinutes, () => remarks.addDamaged(1));
  for (const spell of spells) {
    totals.add(spell);
    remarks.follow(spell);
  }
  const { rows, overCommitted } = makeIdleRows(totals);
  for (const nodePool of overCommitted) remarks.addOverCommitted(nodePool);
  return {
    producer: 'metering',
    idleTold: true,
    rows: [
      ...[...totals.uses.values()].map((use) => makeWorkloadRow(use, totals)),
      ...makeServiceRows(totals),
      ...makeUnmountedRows(totals),
      ...rows,
    ].sort(compareRows),
    coveredHours: Number(totals.covered) / MS_AN_HOUR,
    warnings: remarks.list(totals),
  };
}

function makeWorkloadRow(use: UseTotal, totals: DayTotals): AllocationRow {
  return {
    kind: 'workload',
    ...use.key,
    labels: sanitise(use.labels),
    namespaceLabels: sanitise(totals.namespaces.get(use.key.namespace) ?? {}),
    cost: { ...weigh(use.allocated), pv: weighVolume(use.volume) },
    ...toHours(use.allocated),
    gpuHours: Number(use.allocated.gpu) / MS_AN_HOUR,
    requested: toHours(use.requested),
    used: use.known === 0n ? undefined : toHours(extend(use)),
    efficiency: findEfficiency(use),
  };
}

/** Usage while it was known stands for the time when it was not. */
function extend({ used, present, known }: UseTotal): ResourceTime {
  return { ...noTime(), cpu: (used.cpu * present) / known, ram: (used.ram * present) / known };
}

/** Usage over request, both weighed, over the time that usage was known; undefined when nothing was requested. */
function findEfficiency({ used, requestedKnown }: UseTotal): number | undefined {
  const requested = weighCpu(requestedKnown.cpu) + weighRam(requestedKnown.ram);
  if (requested === 0n) return undefined;
  return Number(weighCpu(used.cpu) + weighRam(used.ram)) / Number(requested);
}

function makeServiceRows(totals: DayTotals): AllocationRow[] {
  return [...totals.services.values()].map(({ namespace, name, labels, time }) => ({
    ...nothing('workload', namespace),
    controllerKind: 'service',
    controller: name,
    labels: sanitise(labels),
    namespaceLabels: sanitise(totals.namespaces.get(namespace) ?? {}),
    cost: { ...NO_COST, loadBalancer: weighService(time) },
  }));
}

function makeUnmountedRows(totals: DayTotals): AllocationRow[] {
  return [...totals.unmounted].map(([namespace, byteMs]) => ({
    ...nothing('unmounted', namespace),
    namespaceLabels: sanitise(totals.namespaces.get(namespace) ?? {}),
    cost: { ...NO_COST, pv: weighVolume(byteMs) },
  }));
}

/** A pool may be allocated beyond what it can hold, since usage may go beyond requests: its idle is then nothing. */
function makeIdleRows(totals: DayTotals): {
  readonly rows: readonly AllocationRow[];
  readonly overCommitted: readonly string[];
} {
  const idle = new Map([...totals.pools].map(([name, allocatable]) => [name, { ...allocatable }]));
  for (const { key, allocated } of totals.uses.values()) {
    const left = idle.get(key.nodePool) ?? noTime();
    left.cpu -= allocated.cpu;
    left.ram -= allocated.ram;
    left.gpu -= allocated.gpu;
    idle.set(key.nodePool, left);
  }
  const overCommitted = [...idle].filter(([, left]) => left.cpu < 0n || left.ram < 0n || left.gpu < 0n);
  return {
    rows: [...idle]
      .filter(([nodePool]) => totals.pools.has(nodePool))
      .map(([nodePool, left]) => {
        const rest = { cpu: atLeast0(left.cpu), ram: atLeast0(left.ram), gpu: atLeast0(left.gpu) };
        const gpuHours = Number(rest.gpu) / MS_AN_HOUR;
        return { ...nothing('idle', ''), nodePool, cost: weigh(rest), ...toHours(rest), gpuHours };
      }),
    overCommitted: overCommitted.map(([nodePool]) => nodePool).sort(compareText),
  };
}

function nothing(kind: AllocationRow['kind'], namespace: string): AllocationRow {
  return {
    ...{ kind, nodePool: '', namespace, controllerKind: '', controller: '', labels: {}, namespaceLabels: {} },
    ...{ cost: NO_COST, cpuCoreHours: 0, ramByteHours: 0, gpuHours: 0 },
    ...{ requested: undefined, used: undefined, efficiency: undefined },
  };
}

function weigh(time: ResourceTime): AllocationRow['cost'] {
  return { ...NO_COST, cpu: weighCpu(time.cpu), ram: weighRam(time.ram), gpu: weighGpu(time.gpu) };
}

function toHours(time: ResourceTime): ResourceHours {
  return {
    cpuCoreHours: Number(time.cpu) / NANOCORE_MS_AN_HOUR,
    ramByteHours: Number(time.ram) / MS_AN_HOUR,
  };
}

function atLeast0(time: bigint): bigint {
  return time > 0n ? time : 0n;
}

function sanitise(labels: Labels): Labels {
  return Object.fromEntries(Object.entries(labels).map(([name, value]) => [sanitiseLabelName(name), value]));
}

function compareRows(a: AllocationRow, b: AllocationRow): number {
  for (const part of ['kind', 'namespace', 'controllerKind', 'controller', 'nodePool'] as const) {
    if (a[part] !== b[part]) return compareText(a[part], b[part]);
  }
  return 0;
}
