import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AllocationRow } from '../../../shared/model/cost.ts';
import { formatExact, sumAmounts } from '../../../shared/model/money.ts';
import { divideIdle, findUndividedIdle } from '../../../shared/sources/allocation/idleByPool.ts';
import {
  MACHINE_RESOURCES,
  type MachineCosts,
  parseMachineCosts,
} from '../../../shared/sources/allocation/machineCosts.ts';
import { DAY, PLACE } from './answers.ts';

const NONE = { cpu: 0n, ram: 0n, gpu: 0n, pv: 0n, network: 0n, loadBalancer: 0n };

function rowOf(
  kind: AllocationRow['kind'],
  nodePool: string,
  cost: Partial<AllocationRow['cost']>,
): AllocationRow {
  return {
    kind,
    nodePool,
    namespace: kind === 'idle' ? '' : 'shop',
    controllerKind: '',
    controller: '',
    labels: {},
    namespaceLabels: {},
    cost: { ...NONE, ...cost },
    cpuCoreHours: 0,
    ramByteHours: 0,
    gpuHours: 0,
    requested: undefined,
    used: undefined,
    efficiency: undefined,
  };
}

function divide(rows: readonly AllocationRow[], machines: MachineCosts): readonly AllocationRow[] {
  const idle = findUndividedIdle(rows);
  if (idle === undefined) throw new Error('there is nothing to divide');
  return divideIdle(rows, idle, machines);
}

describe('idle that is told of the whole cluster', () => {
  const workloads = [
    rowOf('workload', 'gpu', { cpu: 10n, gpu: 5n }),
    rowOf('workload', 'user', { cpu: 70n }),
  ];

  it('is divided by what the machines of each pool cost beyond what ran on them', () => {
    const machines: MachineCosts = new Map([
      ['gpu', { cpu: 40n, ram: 0n, gpu: 25n }],
      ['user', { cpu: 80n, ram: 0n, gpu: 0n }],
    ]);
    const rows = divide([...workloads, rowOf('idle', '', { cpu: 80n, gpu: 20n })], machines);
    const idle = rows.filter(({ kind }) => kind === 'idle');
    expect(idle.map(({ nodePool, cost }) => [nodePool, cost.cpu, cost.gpu])).toEqual([
      ['gpu', 60n, 20n],
      ['user', 20n, 0n],
    ]);
    expect(rows.filter(({ kind }) => kind !== 'idle')).toEqual(workloads);
  });

  it('stays undivided where no pool has anything left over', () => {
    const machines: MachineCosts = new Map([['user', { cpu: 70n, ram: 0n, gpu: 0n }]]);
    const rows = divide([...workloads, rowOf('idle', '', { cpu: 3n })], machines);
    expect(
      rows.filter(({ kind }) => kind === 'idle').map(({ nodePool, cost }) => [nodePool, cost.cpu]),
    ).toEqual([['', 3n]]);
  });

  it('sums to what it was, whatever it is divided by, also where it is negative', () => {
    const amount = fc.bigInt({ min: -1000n, max: 1000n });
    const figures = fc.record({ cpu: amount, ram: amount, gpu: amount });
    const machines = fc.dictionary(fc.constantFrom('', 'gpu', 'user', 'batch'), figures);
    fc.assert(
      fc.property(figures, machines, (cost, costs) => {
        const rows = divide([...workloads, rowOf('idle', '', cost)], new Map(Object.entries(costs)));
        const idle = rows.filter(({ kind }) => kind === 'idle');
        for (const resource of MACHINE_RESOURCES) {
          expect(sumAmounts(idle.map((row) => row.cost[resource]))).toBe(cost[resource]);
        }
      }),
    );
  });

  it.each([
    ['is told by node pool', [...workloads, rowOf('idle', 'user', {}), rowOf('idle', 'gpu', {})]],
    ['is of a cluster with one pool', [rowOf('workload', 'user', {}), rowOf('idle', '', {})]],
    ['was not told', workloads],
  ])('is left alone when it %s', (_, rows) => {
    expect(findUndividedIdle(rows)).toBeUndefined();
  });
});

describe('the machines of OpenCost', () => {
  const node = (name: string, fields: object = {}) => ({
    type: 'Node',
    properties: { name },
    window: { start: '2026-11-22T00:00:00Z', end: '2026-11-23T00:00:00Z' },
    cpuCost: 1.5,
    ramCost: 0.5,
    gpuCost: 0,
    discount: 0,
    ...fields,
  });
  const read = (data: unknown) =>
    [...parseMachineCosts({ code: 200, data }, PLACE, DAY)].map(([pool, { cpu, ram, gpu }]) => [
      pool,
      ...[cpu, ram, gpu].map(formatExact),
    ]);

  it('are summed by node pool, told by name or label; other assets count for nothing', () => {
    const assets = {
      'Azure/x/1': node('aks-user-12345678-vmss000000'),
      'Azure/x/2': node('aks-user-12345678-vmss000001', { cpuCost: '2', ramCost: null }),
      'Azure/x/3': node('vm-7', { gpuCost: 4, labels: { label_agentpool: 'gpu' } }),
      'Azure/x/4': { ...node('pvc-1', { cpuCost: 99 }), type: 'Disk' },
    };
    const expected = [
      ['user', '3.5', '0.5', '0'],
      ['gpu', '1.5', '0.5', '4'],
    ];
    expect(read(assets)).toEqual(expected);
    expect(read([assets])).toEqual(expected);
  });

  it('cost less by their discount, which graphics processors have none of', () => {
    const assets = { a: node('aks-user-12345678-vmss000000', { gpuCost: 4, discount: 0.25 }) };
    expect(read(assets)).toEqual([['user', '1.125', '0.375', '4']]);
  });

  it.each([
    [
      'of another window',
      { a: node('n', { window: { start: '2026-11-21T00:00:00Z', end: '2026-11-23T00:00:00Z' } }) },
    ],
    ['without a window', { a: node('n', { window: undefined }) }],
    ['that are none', 'assets'],
  ])('are not used when they are %s', (_, data) => {
    expect(() => read(data)).toThrow(expect.objectContaining({ failure: 'malformed' }));
  });
});
