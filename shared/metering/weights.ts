import { type Amount, parseAmount } from '../model/money.ts';

/**
 * What one unit of each resource weighs against the others: OpenCost's published defaults for Azure
 * (opencost, configs/azure.json, and its defaults for volumes and load balancers), read as currency units. They
 * divide the bill and are never booked.
 */
const CPU_CORE_HOUR = priced('0.031611');
const RAM_GIB_HOUR = priced('0.004237');
const GPU_HOUR = priced('0.95');
const VOLUME_GIB_HOUR = priced('0.00005479452');
const SERVICE_HOUR = priced('0.025');

const HOUR_MS = 3_600_000n;
const NANO = 10n ** 9n;
const GIB = 1024n ** 3n;

/** Weight of nanocores held for milliseconds. */
export function weighCpu(nanocoreMs: bigint): Amount {
  return divide(nanocoreMs * CPU_CORE_HOUR, NANO * HOUR_MS);
}

/** Weight of bytes of memory held for milliseconds. */
export function weighRam(byteMs: bigint): Amount {
  return divide(byteMs * RAM_GIB_HOUR, GIB * HOUR_MS);
}

/** Weight of graphics processors held for milliseconds. */
export function weighGpu(deviceMs: bigint): Amount {
  return divide(deviceMs * GPU_HOUR, HOUR_MS);
}

/** Weight of bytes of volumes that were there for milliseconds. */
export function weighVolume(byteMs: bigint): Amount {
  return divide(byteMs * VOLUME_GIB_HOUR, GIB * HOUR_MS);
}

/** Weight of load balancers that were there for milliseconds. */
export function weighService(serviceMs: bigint): Amount {
  return divide(serviceMs * SERVICE_HOUR, HOUR_MS);
}

/** To the nearest 10⁻²⁸; what is weighed is never negative. */
function divide(dividend: bigint, divisor: bigint): Amount {
  return (dividend + divisor / 2n) / divisor;
}

function priced(text: string): Amount {
  const amount = parseAmount(text);
  if (amount === undefined) throw new RangeError(`${text} is no decimal number`);
  return amount;
}
