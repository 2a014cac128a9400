import { z } from 'zod';
import {
  ALLOCATION_RESOURCES,
  type AllocationResource,
  type AllocationRow,
  type ResourceHours,
} from '../../model/cost.ts';
import { type Amount, parseAmount } from '../../model/money.ts';
import { findNodePool } from './nodePool.ts';

/**
 * Numbers arrive as numbers, as text (older versions write `-0.000000`), as null where Go had NaN, and as
 * the text `NaN` from other producers.
 */
const figure = z.union([z.number(), z.string(), z.null()]);
const time = z.string().nullish();
const labels = z
  .record(z.string(), z.unknown())
  .nullish()
  .transform((value) => sortedTexts(value ?? {}));

/**
 * One row of a set, as OpenCost and Kubecost write it (core/pkg/opencost/allocation_json.go). Only CPU and
 * RAM are asked of every row: versions and exporters differ in the rest, whose absence is reported. Totals are not read, because each
 * figure is rounded for itself; `cpuCostIdle` and `lbAllocations` repeat what is in other fields.
 */
export const AllocationRowSchema = z.object({
  properties: z
    .object({
      cluster: z.string().nullish(),
      node: z.string().nullish(),
      namespace: z.string().nullish(),
      controllerKind: z.string().nullish(),
      controller: z.string().nullish(),
      pod: z.string().nullish(),
      labels,
      namespaceLabels: labels,
    })
    .nullish(),
  window: z.object({ start: time, end: time }).nullish(),
  start: time,
  end: time,
  minutes: figure.optional(),
  cpuCost: figure,
  cpuCostAdjustment: figure.default(0),
  ramCost: figure,
  ramCostAdjustment: figure.default(0),
  gpuCost: figure.default(null),
  gpuCostAdjustment: figure.default(0),
  pvCost: figure.default(null),
  pvCostAdjustment: figure.default(0),
  networkCost: figure.default(null),
  networkCostAdjustment: figure.default(0),
  loadBalancerCost: figure.default(null),
  loadBalancerCostAdjustment: figure.default(0),
  sharedCost: figure.optional(),
  externalCost: figure.optional(),
  cpuCoreHours: figure.optional(),
  ramByteHours: figure.optional(),
  gpuHours: figure.optional(),
  cpuCoreRequestAverage: figure.optional(),
  cpuCoreUsageAverage: figure.optional(),
  ramByteRequestAverage: figure.optional(),
  ramByteUsageAverage: figure.optional(),
  totalEfficiency: figure.optional(),
});
export type AllocationPayloadRow = z.output<typeof AllocationRowSchema>;

/** A row in the model's words, with the names of its cost fields that held no number. */
export interface ReadRow {
  readonly row: AllocationRow;
  /** Cost fields that were missing, null or no number; they count as nothing. */
  readonly unreadable: readonly string[];
}

/** Rows that are no use of the cluster: unused quota, and costs that are also or only booked elsewhere. */
const FOREIGN = /(^|\/)__(quota_overhead|shared|external)__(\/|$)/;
const IDLE = /(^|\/)__idle__(\/|$)/;
const UNMOUNTED = /(^|\/)__unmounted__(\/|$)/;
const UNALLOCATED = /^__unallocated__(\/__unallocated__)*$/;
const UNALLOCATED_NAME = '__unallocated__';
const UNMOUNTED_NAME = '__unmounted__';

/** Tells by its key whether a row is to be left out. */
export function isForeign(key: string): boolean {
  return FOREIGN.test(key);
}

/** Tells by its key whether a row is the idle of the whole cluster, which idle by node would repeat. */
export function isWholeIdle(key: string): boolean {
  return key === '__idle__';
}

/** Tells by its key whether a row is idle, of the cluster or of a node. */
export function isIdle(key: string): boolean {
  return IDLE.test(key);
}

/**
 * Tells whether a row says whose it is: a namespace, and a controller or that there is none (`…/__unallocated__`,
 * a bare pod). A server that did not understand the aggregation answers rows that do not.
 */
export function isIdentified(key: string, payload: AllocationPayloadRow): boolean {
  if (IDLE.test(key) || isUnmounted(key, payload) || isUnallocated(key, payload)) return true;
  const { namespace, controller } = payload.properties ?? {};
  return Boolean(namespace) && (Boolean(controller) || key.endsWith('/__unallocated__'));
}

/**
 * Tells whether a row was grouped by node: its key then begins with the node. That a row names its node is
 * not enough, for a workload of a single pod does so in any grouping.
 */
export function isByNode(key: string, payload: AllocationPayloadRow): boolean {
  if (IDLE.test(key) || isUnmounted(key, payload) || UNALLOCATED.test(key)) return true;
  return key.startsWith(`${payload.properties?.node || UNALLOCATED_NAME}/`);
}

function isUnallocated(key: string, payload: AllocationPayloadRow): boolean {
  const node = payload.properties?.node;
  return UNALLOCATED.test(node && key.startsWith(`${node}/`) ? key.slice(node.length + 1) : key);
}

/**
 * Reads a row. Who it is comes from its properties: keys join names that may hold the separator themselves,
 * so only the special names, which no Kubernetes object can have, are looked for in them.
 */
export function readAllocationRow(key: string, payload: AllocationPayloadRow): ReadRow {
  const unreadable: string[] = [];
  const cost = {} as Record<AllocationResource, Amount>;
  for (const resource of ALLOCATION_RESOURCES) {
    cost[resource] = 0n;
    for (const name of [`${resource}Cost`, `${resource}CostAdjustment`] as const) {
      const value = payload[name];
      const amount = value === null ? undefined : parseAmount(value);
      if (amount === undefined) unreadable.push(name);
      else cost[resource] += amount;
    }
  }
  return { row: { ...identify(key, payload), cost, ...measure(payload) }, unreadable };
}

function identify(
  key: string,
  payload: AllocationPayloadRow,
): Pick<
  AllocationRow,
  'kind' | 'nodePool' | 'namespace' | 'controllerKind' | 'controller' | 'labels' | 'namespaceLabels'
> {
  const properties = payload.properties;
  const namespace = properties?.namespace ?? '';
  const labels = properties?.labels ?? {};
  const nodePool = findNodePool(properties?.node ?? '', labels);
  const nobody = { nodePool: '', controllerKind: '', controller: '', labels: {}, namespaceLabels: {} };
  if (IDLE.test(key)) return { kind: 'idle', namespace: '', ...nobody, nodePool };
  const namespaceLabels = properties?.namespaceLabels ?? {};
  if (isUnmounted(key, payload)) {
    return { kind: 'unmounted', namespace: unmountedNamespace(key, payload), ...nobody, namespaceLabels };
  }
  return {
    kind: isUnallocated(key, payload) || namespace === '' ? 'unallocated' : 'workload',
    nodePool,
    namespace,
    controllerKind: properties?.controllerKind ?? '',
    controller: properties?.controller ?? '',
    labels,
    namespaceLabels,
  };
}

function isUnmounted(key: string, payload: AllocationPayloadRow): boolean {
  const { namespace, controller, pod } = payload.properties ?? {};
  return UNMOUNTED.test(key) || [namespace, controller, pod].includes(UNMOUNTED_NAME);
}

/** The claim's namespace, from the properties or from a key `ns/__unmounted__`; `''` when there is none. */
function unmountedNamespace(key: string, payload: AllocationPayloadRow): string {
  const { namespace, cluster } = payload.properties ?? {};
  if (namespace) return namespace === UNMOUNTED_NAME ? '' : namespace;
  const before = /^([^/]+)\/__unmounted__$/.exec(key)?.[1] ?? '';
  return before === cluster || before === UNMOUNTED_NAME ? '' : before;
}

function measure(
  payload: AllocationPayloadRow,
): Pick<AllocationRow, 'cpuCoreHours' | 'ramByteHours' | 'gpuHours' | 'requested' | 'used' | 'efficiency'> {
  const minutes = toNumber(payload.minutes);
  return {
    cpuCoreHours: toNumber(payload.cpuCoreHours) ?? 0,
    ramByteHours: toNumber(payload.ramByteHours) ?? 0,
    gpuHours: toNumber(payload.gpuHours) ?? 0,
    requested: toHours(payload.cpuCoreRequestAverage, payload.ramByteRequestAverage, minutes),
    used: toHours(payload.cpuCoreUsageAverage, payload.ramByteUsageAverage, minutes),
    efficiency: toNumber(payload.totalEfficiency),
  };
}

/** Averages are over the row's own minutes, not over the window. */
function toHours(
  cores: number | string | null | undefined,
  bytes: number | string | null | undefined,
  minutes: number | undefined,
): ResourceHours | undefined {
  const [core, byte] = [toNumber(cores), toNumber(bytes)];
  if (core === undefined || byte === undefined || minutes === undefined) return undefined;
  return { cpuCoreHours: core * (minutes / 60), ramByteHours: byte * (minutes / 60) };
}

/** A figure that is no money; undefined when it is null, absent or no number. */
export function toNumber(value: number | string | null | undefined): number | undefined {
  if (value === null || value === undefined || value === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

function sortedTexts(map: Readonly<Record<string, unknown>>): Record<string, string> {
  const texts = Object.entries(map).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return Object.fromEntries(texts.sort(([a], [b]) => (a < b ? -1 : 1)));
}
