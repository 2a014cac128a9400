import { readFileSync } from 'node:fs';

export const DAY = { from: new Date('2026-11-22T00:00:00Z'), to: new Date('2026-11-23T00:00:00Z') };
export const PLACE = { source: 'allocation', scope: '/clusters/aks-shop' };

/** A fixture of this folder's twin payloads, fresh each time. */
export function readFixture(name: string): { data: Record<string, Record<string, unknown>>[] } {
  return JSON.parse(readFileSync(new URL(`../../fixtures/allocation/${name}.json`, import.meta.url), 'utf8'));
}

/** Where the rows of these tests ran, in a name that tells the node pool `user`. */
export const NODE = 'aks-user-12345678-vmss000000';

/** A row of a deployment `web` in `shop` on {@link NODE} for the whole of 2026-11-22, with some fields replaced. */
export function row(fields: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    properties: {
      cluster: 'c',
      node: NODE,
      namespace: 'shop',
      controllerKind: 'deployment',
      controller: 'web',
    },
    window: { start: '2026-11-22T00:00:00Z', end: '2026-11-23T00:00:00Z' },
    start: '2026-11-22T00:00:00Z',
    end: '2026-11-23T00:00:00Z',
    minutes: 1440,
    cpuCoreHours: 1,
    ramByteHours: 1,
    cpuCost: 0,
    gpuCost: 0,
    ramCost: 0,
    pvCost: 0,
    networkCost: 0,
    loadBalancerCost: 0,
    ...fields,
  };
}

export const WEB = `${NODE}/shop/deployment/deployment:web`;

export function answer(...sets: object[]): object {
  return { code: 200, status: 'success', data: sets };
}
