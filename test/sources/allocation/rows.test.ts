import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALLOCATION_RESOURCES, type AllocationRow } from '../../../shared/model/cost.ts';
import { sumAmounts } from '../../../shared/model/money.ts';
import { foldRows, sortRows } from '../../../shared/sources/allocation/rows.ts';

const BARE: AllocationRow = {
  kind: 'workload',
  nodePool: 'user',
  namespace: 'shop',
  controllerKind: 'deployment',
  controller: 'web',
  labels: {},
  namespaceLabels: {},
  cost: { cpu: 0n, ram: 0n, gpu: 0n, pv: 0n, network: 0n, loadBalancer: 0n },
  cpuCoreHours: 0,
  ramByteHours: 0,
  gpuHours: 0,
  requested: undefined,
  used: undefined,
  efficiency: undefined,
};
const name = fc.constantFrom('', 'a', 'b', 'a,b', '"');
const amount = fc.bigInt({ min: -1000n, max: 1000n });
const rows = fc
  .array(
    fc.record({
      kind: fc.constantFrom('workload', 'idle', 'unmounted', 'unallocated'),
      nodePool: name,
      namespace: name,
      controllerKind: name,
      controller: name,
      cost: fc.record({
        cpu: amount,
        ram: amount,
        gpu: amount,
        pv: amount,
        network: amount,
        loadBalancer: amount,
      }),
    }),
    { maxLength: 60 },
  )
  .map((parts) => parts.map((part): AllocationRow => ({ ...BARE, ...part })));

describe('folding rows', () => {
  it('loses no cost of any resource, and leaves each use one row', () => {
    fc.assert(
      fc.property(rows, (given) => {
        const folded = foldRows(given);
        for (const resource of ALLOCATION_RESOURCES) {
          const total = (list: readonly AllocationRow[]) =>
            sumAmounts(list.map(({ cost }) => cost[resource]));
          expect(total(folded)).toBe(total(given));
        }
        const uses = folded.map((row) =>
          [row.kind, row.nodePool, row.namespace, row.controllerKind, row.controller].join('\n'),
        );
        expect(new Set(uses).size).toBe(uses.length);
      }),
    );
  });

  it('gives the same for rows in another order', () => {
    fc.assert(
      fc.property(rows, (given) => {
        expect(sortRows(foldRows(given.toReversed()))).toEqual(sortRows(foldRows(given)));
      }),
    );
  });

  it('adds up hours, requests and use', () => {
    const hours = { cpuCoreHours: 1, ramByteHours: 10 };
    const row = { ...BARE, cpuCoreHours: 2, ramByteHours: 20, gpuHours: 3, requested: hours, used: hours };
    expect(foldRows([row, row])).toMatchObject([
      {
        cpuCoreHours: 4,
        ramByteHours: 40,
        gpuHours: 6,
        requested: { cpuCoreHours: 2, ramByteHours: 20 },
        used: { cpuCoreHours: 2, ramByteHours: 20 },
      },
    ]);
  });

  it('does not tell a request or use that one of its rows does not tell', () => {
    const told = { ...BARE, requested: { cpuCoreHours: 1, ramByteHours: 1 } };
    expect(foldRows([told, BARE])[0]?.requested).toBeUndefined();
  });

  it('weighs efficiency by the cost of CPU and memory', () => {
    const costing = (cpu: bigint, efficiency: number) => ({
      ...BARE,
      cost: { ...BARE.cost, cpu, pv: 99n },
      efficiency,
    });
    expect(foldRows([costing(30n, 0.2), costing(10n, 1)])[0]?.efficiency).toBeCloseTo(0.4);
    expect(foldRows([costing(0n, 0.2), costing(0n, 1)])[0]?.efficiency).toBe(0.2);
  });

  it('keeps the labels that all rows share', () => {
    const labelled = (labels: Record<string, string>) => ({ ...BARE, labels, namespaceLabels: labels });
    const [row] = foldRows([labelled({ team: 'shop', pod: '1' }), labelled({ pod: '2', team: 'shop' })]);
    expect([row?.labels, row?.namespaceLabels]).toEqual([{ team: 'shop' }, { team: 'shop' }]);
  });
});
