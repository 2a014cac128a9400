import { describe, expect, it } from 'vitest';
import { type ContainerUsage, measurePod, reserveFor } from '../../shared/metering/demand.ts';
import type { Resources } from '../../shared/metering/resources.ts';
import { CORE, demandOf, GIB, hold } from './estate.ts';

function usage(containers: Readonly<Record<string, readonly [cores: number, gib: number]>>): ContainerUsage {
  return new Map(
    Object.entries(containers).map(([name, [cores, gib]]) => [name, { cpu: cores * CORE, ram: gib * GIB }]),
  );
}

function init(name: string, request: Resources, restartable = false) {
  return { name, request, restartable };
}

/*
 * Worked by hand, in cores; memory is left at what its rule gives.
 *   containers      init containers in order          overhead  reserved
 *   1 + 2           none                               0         3
 *   1               5                                  0         5    the init container is more
 *   1               sidecar 1, then 5                  0         6    the sidecar runs beside the init container
 *   1               5, then sidecar 1                  0         5    it starts after it: max(1 + 1, 5)
 *   1               sidecar 1                          0.5       2.5
 */
describe('what a pod reserves of its node', () => {
  it.each([
    ['its containers together', { a: hold(1, 0), b: hold(2, 0) }, {}, 3],
    [
      'its largest init container, when that is more',
      { a: hold(1, 0) },
      { initContainers: [init('i', hold(5, 0))] },
      5,
    ],
    [
      'sidecars that started before an init container as well',
      { a: hold(1, 0) },
      { initContainers: [init('s', hold(1, 0), true), init('i', hold(5, 0))] },
      6,
    ],
    [
      'sidecars that start after an init container not beside it',
      { a: hold(1, 0) },
      { initContainers: [init('i', hold(5, 0)), init('s', hold(1, 0), true)] },
      5,
    ],
    [
      'sidecars and overhead',
      { a: hold(1, 0) },
      { initContainers: [init('s', hold(1, 0), true)], overhead: hold(0.5, 0) },
      2.5,
    ],
    ['what the pod as a whole requests instead', { a: hold(1, 0) }, { podLevel: { cpu: 4 * CORE } }, 4],
  ] as const)('is %s', (_, containers, more, cores) => {
    expect(reserveFor(demandOf(containers, more)).cpu).toBe(cores * CORE);
  });
});

describe('what a pod holds', () => {
  it('is the larger of request and usage, a container and a resource at a time', () => {
    // a: max(1, 0.2) + b: max(1, 3) = 4 cores; a: max(2, 4) + b: max(1, 0.5) = 5 GiB
    const use = measurePod(demandOf({ a: hold(1, 2), b: hold(1, 1) }), usage({ a: [0.2, 4], b: [3, 0.5] }));
    expect(use).toEqual({ allocated: hold(4, 5), requested: hold(2, 3), used: hold(3.2, 4.5) });
  });

  it('is what it requested while nothing is measured', () => {
    const use = measurePod(demandOf({ a: hold(1, 2, 1) }), new Map());
    expect(use).toEqual({ allocated: hold(1, 2, 1), requested: hold(1, 2, 1), used: hold(0, 0) });
  });

  it('counts a container that only metrics know, such as an ephemeral one', () => {
    expect(measurePod(demandOf({ a: hold(1, 1) }), usage({ debug: [2, 1] })).allocated).toEqual(hold(3, 2));
  });

  it('lets usage fill what the pod reserved beyond its containers before it counts as more', () => {
    const demand = demandOf({ a: hold(1, 1) }, { podLevel: { cpu: 4 * CORE } });
    expect(measurePod(demand, usage({ a: [3, 1] })).allocated.cpu).toBe(4 * CORE);
    expect(measurePod(demand, usage({ a: [6, 1] })).allocated.cpu).toBe(6 * CORE);
  });
});
