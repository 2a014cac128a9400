import { parseQuantity } from './quantity.ts';

/** What machines are divided by: nanocores of processor, bytes of memory, and graphics processors. Whole numbers. */
export interface Resources {
  readonly cpu: number;
  readonly ram: number;
  readonly gpu: number;
}

export const NO_RESOURCES: Resources = { cpu: 0, ram: 0, gpu: 0 };

/** Extended resources of the device plugins of both makers. */
const GPU_KEYS = ['nvidia.com/gpu', 'amd.com/gpu'];
const NANO = 10n ** 9n;

export function addResources(a: Resources, b: Resources): Resources {
  return { cpu: a.cpu + b.cpu, ram: a.ram + b.ram, gpu: a.gpu + b.gpu };
}

/** The larger of the two, resource by resource. */
export function maxResources(a: Resources, b: Resources): Resources {
  return { cpu: Math.max(a.cpu, b.cpu), ram: Math.max(a.ram, b.ram), gpu: Math.max(a.gpu, b.gpu) };
}

/** The smaller of the two, resource by resource. */
export function minResources(a: Resources, b: Resources): Resources {
  return { cpu: Math.min(a.cpu, b.cpu), ram: Math.min(a.ram, b.ram), gpu: Math.min(a.gpu, b.gpu) };
}

/** Is told of each quantity that is negative, absurdly large or none at all; it counts as not written. */
export type OnUnusable = (key: string, text: string) => void;

/** Reads requests, usage or capacity as Kubernetes writes them; only what they name is in the result. */
export function readResources(
  texts: Readonly<Record<string, string>>,
  onUnusable: OnUnusable,
): Partial<Resources> {
  const cpu = readWhole(texts, 'cpu', 1n, onUnusable);
  const ram = readWhole(texts, 'memory', NANO, onUnusable);
  const gpus = GPU_KEYS.map((key) => readWhole(texts, key, NANO, onUnusable)).filter(
    (count) => count !== undefined,
  );
  return {
    ...(cpu !== undefined && { cpu }),
    ...(ram !== undefined && { ram }),
    ...(gpus.length > 0 && { gpu: gpus.reduce((sum, count) => sum + count, 0) }),
  };
}

/** Reads the size of a volume in bytes. */
export function readStorage(
  texts: Readonly<Record<string, string>>,
  onUnusable: OnUnusable,
): number | undefined {
  return readWhole(texts, 'storage', NANO, onUnusable);
}

/** Parts of a unit are rounded up, as Kubernetes does. */
function readWhole(
  texts: Readonly<Record<string, string>>,
  key: string,
  billionths: bigint,
  onUnusable: OnUnusable,
): number | undefined {
  const text = Object.hasOwn(texts, key) ? texts[key] : undefined;
  if (text === undefined) return undefined;
  const quantity = parseQuantity(text);
  if (quantity !== undefined && quantity >= 0n) {
    const whole = Number((quantity + billionths - 1n) / billionths);
    if (whole <= Number.MAX_SAFE_INTEGER) return whole;
  }
  onUnusable(key, text);
  return undefined;
}
