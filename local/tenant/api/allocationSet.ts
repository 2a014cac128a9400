import type { AllocationPart } from '../money/allocation.ts';

export interface AllocationWindow {
  readonly from: Date;
  readonly to: Date;
}

/** A part of an allocation and how much of its day the window covers, from 0 to 1. */
export interface DatedPart {
  readonly part: AllocationPart;
  readonly share: number;
}

/** What becomes of idle: left out, one row of the cluster's, or one row for each node. */
export type IdleRows = 'none' | 'whole' | 'byNode';

/** How a row's key is made of a part, by grouping; a controller's key has its kind in front. */
export const GROUPINGS: Readonly<Record<string, (part: AllocationPart) => string>> = {
  node: (part) => part.node,
  namespace: (part) => part.namespace,
  controllerKind: (part) => part.controllerKind,
  controller: (part) => (part.controllerKind ? `${part.controllerKind}:${part.controller}` : part.controller),
};

/**
 * One set of an answer: parts merged by the groupings, every number rounded to five decimals by itself, labels
 * kept only where all merged parts share them (core/pkg/opencost/allocation.go and allocation_json.go).
 */
export function aggregateParts(
  cluster: string,
  parts: readonly DatedPart[],
  groupings: readonly string[],
  window: AllocationWindow,
  idle: IdleRows,
): Readonly<Record<string, unknown>> {
  const groups = new Map<string, DatedPart[]>();
  for (const dated of parts) {
    if (dated.part.kind === 'idle' && idle === 'none') continue;
    const key = keyOf(cluster, dated.part, groupings, idle);
    const group = groups.get(key);
    if (group) group.push(dated);
    else groups.set(key, [dated]);
  }
  return Object.fromEntries(
    [...groups].map(([key, group]) => [key, writeRow(cluster, key, group, groupings, window)]),
  );
}

function keyOf(cluster: string, part: AllocationPart, groupings: readonly string[], idle: IdleRows): string {
  if (part.kind === 'idle') return idle === 'byNode' ? `${cluster}/${part.node}/__idle__` : '__idle__';
  return groupings.map((name) => GROUPINGS[name]?.(part) || '__unallocated__').join('/');
}

function writeRow(
  cluster: string,
  name: string,
  group: readonly DatedPart[],
  groupings: readonly string[],
  window: AllocationWindow,
) {
  const add = (read: (part: AllocationPart) => number): number =>
    group.reduce((sum, { part, share }) => sum + read(part) * share, 0);
  const hours = (window.to.getTime() - window.from.getTime()) / 3_600_000;
  const [cpuCost, ramCost, pvCost] = [add((p) => p.cpuCost), add((p) => p.ramCost), add((p) => p.pvCost)];
  const gpuCost = add((p) => p.gpuCost);
  const gpuHours = add((p) => p.gpuHours);
  const networkCost = add((p) => p.networkCost);
  const loadBalancerCost = add((p) => p.loadBalancerCost);
  const coreHours = add((p) => p.coreHours);
  const ramByteHours = add((p) => p.ramByteHours);
  const cpuEfficiency = ratio(
    add((p) => p.coreHoursUsed),
    coreHours,
  );
  const ramEfficiency = ratio(
    add((p) => p.ramByteHoursUsed),
    ramByteHours,
  );
  const [start, end] = [writeInstant(window.from), writeInstant(window.to)];
  return {
    name,
    properties: shareProperties(cluster, group, groupings),
    window: { start, end },
    start,
    end,
    minutes: round(hours * 60),
    cpuCores: round(coreHours / hours),
    cpuCoreRequestAverage: round(coreHours / hours),
    cpuCoreUsageAverage: round(add((p) => p.coreHoursUsed) / hours),
    cpuCoreHours: round(coreHours),
    cpuCost: round(cpuCost),
    cpuCostAdjustment: 0,
    cpuCostIdle: 0,
    cpuEfficiency: round(cpuEfficiency),
    gpuCount: round(gpuHours / hours),
    gpuHours: round(gpuHours),
    gpuCost: round(gpuCost),
    gpuCostAdjustment: 0,
    gpuCostIdle: 0,
    gpuEfficiency: 0,
    networkTransferBytes: round(add((p) => p.networkBytes)),
    networkReceiveBytes: round(add((p) => p.networkBytes) / 3),
    networkCost: round(networkCost),
    networkCrossZoneCost: 0,
    networkCrossRegionCost: 0,
    networkInternetCost: round(networkCost),
    networkCostAdjustment: 0,
    loadBalancerCost: round(loadBalancerCost),
    loadBalancerCostAdjustment: 0,
    pvBytes: round(add((p) => p.pvByteHours) / hours),
    pvByteHours: round(add((p) => p.pvByteHours)),
    pvCost: round(pvCost),
    pvs: null,
    pvCostAdjustment: 0,
    ramBytes: round(ramByteHours / hours),
    ramByteRequestAverage: round(ramByteHours / hours),
    ramByteUsageAverage: round(add((p) => p.ramByteHoursUsed) / hours),
    ramByteHours: round(ramByteHours),
    ramCost: round(ramCost),
    ramCostAdjustment: 0,
    ramCostIdle: 0,
    ramEfficiency: round(ramEfficiency),
    externalCost: 0,
    sharedCost: 0,
    totalCost: round(cpuCost + ramCost + gpuCost + pvCost + networkCost + loadBalancerCost),
    totalEfficiency: round(ratio(cpuEfficiency * cpuCost + ramEfficiency * ramCost, cpuCost + ramCost)),
    proportionalAssetResourceCosts: {},
    lbAllocations: null,
    sharedCostBreakdown: {},
  };
}

function shareProperties(
  cluster: string,
  group: readonly DatedPart[],
  groupings: readonly string[],
): Readonly<Record<string, unknown>> {
  const parts = group.map(({ part }) => part);
  const [first] = parts;
  const node = first && parts.every((part) => part.node === first.node) ? first.node : '';
  const place = { cluster, ...(node === '' ? {} : { node }) };
  if (!first || first.kind === 'idle') return place;
  const own = Object.fromEntries(
    groupings
      .filter((name) => name !== 'node')
      .map((name) => [name, first[name as 'namespace' | 'controllerKind' | 'controller']])
      .filter(([, value]) => value !== ''),
  );
  const labels = intersect(parts.map((part) => part.labels));
  const namespaceLabels = intersect(parts.map((part) => part.namespaceLabels));
  return {
    ...place,
    ...own,
    ...(Object.keys(labels).length > 0 ? { labels } : {}),
    ...(Object.keys(namespaceLabels).length > 0 ? { namespaceLabels } : {}),
  };
}

function intersect(all: readonly Readonly<Record<string, string>>[]): Readonly<Record<string, string>> {
  const [first = {}, ...rest] = all;
  return Object.fromEntries(
    Object.entries(first).filter(([name, value]) => rest.every((labels) => labels[name] === value)),
  );
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

function round(value: number): number {
  return Math.round(value * 100_000) / 100_000;
}

function writeInstant(date: Date): string {
  return date.toISOString().replace('.000Z', 'Z');
}
