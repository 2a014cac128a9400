import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALLOCATION_RESOURCES } from '../../../shared/model/cost.ts';
import { formatExact, sumAmounts } from '../../../shared/model/money.ts';
import {
  type AllocationSet,
  parseAllocationAnswer,
} from '../../../shared/sources/allocation/allocationAnswer.ts';
import { answer, DAY, NODE, PLACE, readFixture, row, WEB } from './answers.ts';

function parseOne(set: object): AllocationSet {
  const [only, ...others] = parseAllocationAnswer(answer(set), PLACE, DAY);
  if (only === undefined || others.length > 0) throw new Error('expected one set');
  return only;
}

describe('the rows of an allocation answer', () => {
  it('adds the adjustment of each resource to its cost, and nothing else', () => {
    const [set] = parseAllocationAnswer(readFixture('opencost-day'), PLACE, DAY);
    const basket = set?.rows.find((candidate) => candidate.controller === 'basket');
    expect(
      Object.fromEntries(Object.entries(basket?.cost ?? {}).map(([key, value]) => [key, formatExact(value)])),
    ).toEqual({ cpu: '0.37', ram: '0.20328', gpu: '0', pv: '0.1', network: '0.00123', loadBalancer: '0.6' });
    expect(basket).toMatchObject({
      kind: 'workload',
      namespace: 'shop',
      controllerKind: 'deployment',
      labels: { agentpool: 'user', cost_center: 'CC-1', team: 'shop' },
      namespaceLabels: { kubernetes_io_metadata_name: 'shop', team: 'shop' },
      nodePool: 'user',
      cpuCoreHours: 12,
      ramByteHours: 51539607552,
      efficiency: 0.41,
    });
  });

  it('makes hours of the averages, over the minutes of the row itself', () => {
    const averages = {
      minutes: 90,
      gpuHours: 1.5,
      cpuCoreRequestAverage: 2,
      cpuCoreUsageAverage: 0.5,
      ramByteRequestAverage: 1000,
      ramByteUsageAverage: '400',
    };
    expect(parseOne({ [WEB]: row(averages) }).rows[0]).toMatchObject({
      gpuHours: 1.5,
      requested: { cpuCoreHours: 3, ramByteHours: 1500 },
      used: { cpuCoreHours: 0.75, ramByteHours: 600 },
    });
  });

  it.each([{ cpuCoreRequestAverage: null }, { ramByteRequestAverage: undefined }, { minutes: null }])(
    'does not take %o for no request',
    (fields) => {
      const told = { minutes: 60, cpuCoreRequestAverage: 1, ramByteRequestAverage: 1 };
      expect(parseOne({ [WEB]: row({ ...told, ...fields }) }).rows[0]?.requested).toBeUndefined();
    },
  );

  it('sums no cost of single load balancers, which repeat what is in the row', () => {
    const lbAllocations = { 'c/shop/web': { cost: 5 }, 'c/shop/web-2': { cost: 10 } };
    const set = parseOne({ [WEB]: row({ loadBalancerCost: 1, lbAllocations }) });
    expect(set.rows.map((only) => formatExact(only.cost.loadBalancer))).toEqual(['1']);
  });

  it('counts once an idle that is repeated in each row', () => {
    const set = parseOne({
      [WEB]: row({ cpuCost: 3, cpuCostIdle: 2 }),
      __idle__: row({ properties: {}, cpuCost: 2 }),
    });
    expect(formatExact(sumAmounts(set.rows.map((only) => only.cost.cpu)))).toBe('5');
  });

  it('does not add up totals, each of which is rounded for itself', () => {
    const set = parseOne({ [WEB]: row({ cpuCost: 0.00001, ramCost: 0.00001, totalCost: 0.00003 }) });
    expect(formatExact(sumAmounts(Object.values(set.rows[0]?.cost ?? {})))).toBe('0.00002');
  });

  it.each([
    ['with a sum that agrees to the roundings', 3.00004, '3'],
    ['with a sum that is another', 2.5, '5.5'],
  ])('counts idle by node %s', (_, whole, expected) => {
    const idle = (cpuCost: number, node = '') => row({ properties: { node }, cpuCost });
    const set = parseOne({
      __idle__: idle(whole),
      'c/n1/__idle__': idle(1, 'n1'),
      'c/n2/__idle__': idle(2, 'n2'),
      [WEB]: row(),
    });
    const rows = set.rows.filter(({ kind }) => kind === 'idle');
    expect(formatExact(sumAmounts(rows.map(({ cost }) => cost.cpu)))).toBe(expected);
    expect(set.warnings).toEqual(expected === '3' ? [expect.stringMatching(/repeats/)] : []);
  });

  it('calls unallocated what ran on a node and has no namespace', () => {
    const key = `${NODE}/__unallocated__/__unallocated__/__unallocated__`;
    const set = parseOne({ [key]: row({ properties: { node: NODE } }) });
    expect(set.rows[0]).toMatchObject({ kind: 'unallocated', nodePool: 'user' });
    expect(set.unidentified).toEqual([]);
    expect(set.byNode).toBe(true);
  });

  it('tells idle, unmounted volumes and bare pods from workloads, sorted', () => {
    const [set] = parseAllocationAnswer(readFixture('opencost-day'), PLACE, DAY);
    expect(set?.rows.map(({ kind, namespace, controller }) => `${kind} ${namespace} ${controller}`)).toEqual([
      'idle  ',
      'unmounted  ',
      'workload shop ',
      'workload shop basket',
    ]);
    expect(set?.warnings).toEqual([]);
    expect(set?.unidentified).toEqual([]);
  });

  it('takes a row’s identity from its properties although its key holds more separators', () => {
    const properties = { namespace: 'shop', controllerKind: 'deployment', controller: 'web' };
    const [only] = parseOne({ 'one/two/three/shop/web': row({ properties }) }).rows;
    expect(only).toMatchObject({ namespace: 'shop', controllerKind: 'deployment', controller: 'web' });
  });

  it('makes one row of idle that is given by node', () => {
    const set = parseOne({
      'c/node-1/__idle__': row({ properties: { node: 'node-1' }, cpuCost: 0.1, ramCost: 0.2 }),
      'c/node-2/__idle__': row({ properties: { node: 'node-2' }, cpuCost: 0.2, gpuCost: 3 }),
    });
    expect(set.rows).toHaveLength(1);
    const [idle] = set.rows;
    expect(idle?.kind).toBe('idle');
    expect(ALLOCATION_RESOURCES.map((resource) => formatExact(idle?.cost[resource] ?? 0n))).toEqual([
      '0.3',
      '0.2',
      '3',
      '0',
      '0',
      '0',
    ]);
  });

  it.each([
    ['shop/__unmounted__', { namespace: 'shop' }, 'shop'],
    ['shop/__unmounted__', {}, 'shop'],
    ['cluster-one/__unmounted__', { cluster: 'cluster-one' }, ''],
    ['__unmounted__', {}, ''],
    ['shop/__unallocated__/__unallocated__', { namespace: 'shop', pod: '__unmounted__' }, 'shop'],
  ])('keeps the namespace of a volume that no pod mounts: %s %o', (key, properties, namespace) => {
    expect(parseOne({ [key]: row({ properties, pvCost: 1 }) }).rows[0]).toMatchObject({
      kind: 'unmounted',
      namespace,
    });
  });

  it('calls unallocated what has no namespace at all', () => {
    const set = parseOne({ '__unallocated__/__unallocated__/__unallocated__': row({ properties: {} }) });
    expect(set.rows[0]?.kind).toBe('unallocated');
    expect(set.unidentified).toEqual([]);
  });

  it.each(['__quota_overhead__', '__shared__', '__external__', 'c/__external__'])(
    'leaves out %s, which is no use of the cluster, and says so',
    (key) => {
      const set = parseOne({ [key]: row({ properties: {}, cpuCost: 99 }), [WEB]: row() });
      expect(set.rows).toHaveLength(1);
      expect(set.warnings).toEqual([expect.stringContaining(key)]);
    },
  );

  it('reads numbers that older versions wrote as text', () => {
    const [only] = parseOne({ [WEB]: row({ cpuCost: '0.700000', cpuCostAdjustment: '-0.000000' }) }).rows;
    expect(formatExact(only?.cost.cpu ?? -1n)).toBe('0.7');
  });

  it('counts null, NaN and a missing cost as nothing, and says how many and where', () => {
    const { networkCost: _, ...cheap } = row({
      cpuCost: null,
      ramCost: 'NaN',
      pvCost: 2,
      totalEfficiency: null,
    });
    const set = parseOne({ [WEB]: cheap });
    expect(set.rows[0]?.cost).toMatchObject({ cpu: 0n, ram: 0n });
    expect(set.rows[0]?.efficiency).toBeUndefined();
    expect(set.warnings).toEqual([
      `3 cost figures were missing or no number and count as 0: cpuCost of ${WEB}, ramCost of ${WEB}, networkCost of ${WEB}`,
    ]);
  });

  it('keeps negative idle as it is, and says so', () => {
    const set = parseOne({
      __idle__: row({ properties: {}, cpuCost: -157.66357, ramCost: 2 }),
      [WEB]: row(),
    });
    expect(formatExact(set.rows[0]?.cost.cpu ?? 0n)).toBe('-157.66357');
    expect(set.warnings).toEqual([expect.stringMatching(/idle is negative \(cpu -157\.66357\)/)]);
  });

  it('says that shared cost inside rows is left out', () => {
    expect(parseOne({ [WEB]: row({ sharedCost: 0.5 }) }).warnings).toEqual([
      expect.stringMatching(/1 row carries shared or external cost/),
    ]);
  });

  it('leaves out a row that cannot be read, names it, and keeps the others', () => {
    const { ramCost, ...renamed } = row();
    const set = parseOne({ 'shop/job/job:odd': { ...renamed, memoryCost: ramCost }, [WEB]: row() });
    expect(set.rows.map((only) => only.controller)).toEqual(['web']);
    expect(set.warnings).toEqual([expect.stringMatching(/a row is left out: shop\/job\/job:odd\.ramCost: /)]);
  });

  it('is malformed when no row can be read, naming the first field', () => {
    expect(() => parseOne({ [WEB]: { ...row(), cpuCost: { value: 1 } } })).toThrow(
      expect.objectContaining({
        failure: 'malformed',
        message: expect.stringMatching(
          /data\.0\.aks-user-12345678-vmss000000\/shop\/deployment\/deployment:web\.cpuCost/,
        ),
      }),
    );
  });

  it('names the rows that a coarser aggregation left without a controller', () => {
    const byNamespace = { shop: row({ properties: { namespace: 'shop' } }), '': row({ properties: {} }) };
    const set = parseOne(byNamespace);
    expect(set.unidentified).toEqual(['', 'shop']);
    expect(set.rows.map((only) => only.kind)).toEqual(['unallocated', 'workload']);
  });
});

describe('money in an allocation answer', () => {
  const hundredThousandths = fc.integer({ min: -99_999_999, max: 99_999_999 });
  const fields = ALLOCATION_RESOURCES.flatMap((resource) => [`${resource}Cost`, `${resource}CostAdjustment`]);
  const figures = fc.record(Object.fromEntries(fields.map((field) => [field, hundredThousandths])));
  const keys = fc.constantFrom(
    WEB,
    '__idle__',
    'c/n1/__idle__',
    'c/n2/__idle__',
    '__unmounted__',
    'shop/__unmounted__',
    '__unallocated__',
    'shop/x/y',
  );

  it('comes out to the last digit: the parsed costs sum to the decimal sum of the payload’s fields', () => {
    fc.assert(
      fc.property(fc.dictionary(keys, fc.tuple(figures, fc.boolean()), { minKeys: 1 }), (rows) => {
        const set = Object.fromEntries(
          Object.entries(rows).map(([key, [numbers, asText]]) => [key, row(writeFigures(numbers, asText))]),
        );
        const expected = Object.values(rows).flatMap(([numbers]) => Object.values(numbers).map(BigInt));
        const parsed = parseOne(set).rows.flatMap((only) => Object.values(only.cost));
        expect(sumAmounts(parsed)).toBe(sumAmounts(expected) * 10n ** 23n);
      }),
    );
  });

  function writeFigures(
    numbers: Readonly<Record<string, number>>,
    asText: boolean,
  ): Record<string, number | string> {
    return Object.fromEntries(
      Object.entries(numbers).map(([field, value]) => [
        field,
        asText ? (value / 100_000).toFixed(6) : value / 100_000,
      ]),
    );
  }
});

describe('the windows of an allocation answer', () => {
  it('is covered from the first start to the last end', () => {
    const set = parseOne({
      'shop/job/job:early': row({ start: '2026-11-22T06:00:00Z', end: '2026-11-22T07:00:00Z' }),
      'shop/job/job:late': row({ start: '2026-11-22T08:00:00Z', end: '2026-11-22T18:30:00Z' }),
    });
    expect(set).toMatchObject({ start: DAY.from, end: DAY.to, coveredHours: 12.5 });
  });

  it('takes the minutes of a row that does not say when it ended', () => {
    expect(parseOne({ [WEB]: row({ end: undefined, minutes: 90 }) }).coveredHours).toBe(1.5);
  });

  it('spans the differing windows of the rows in a set', () => {
    const late = { start: '2026-11-21T15:00:00Z', end: '2026-11-22T15:00:00Z' };
    const set = parseOne({ [WEB]: row(), 'shop/job/job:x': row({ window: late }) });
    expect(set).toMatchObject({ start: new Date(late.start), end: DAY.to });
  });

  it('sorts several sets by time and leaves out empty ones that nothing dates', () => {
    const other = { start: '2026-11-21T00:00:00Z', end: '2026-11-22T00:00:00Z' };
    const sets = parseAllocationAnswer(answer({ a: row() }, {}, { a: row({ window: other }) }), PLACE);
    expect(sets.map((set) => set.start.toISOString())).toEqual([
      '2026-11-21T00:00:00.000Z',
      '2026-11-22T00:00:00.000Z',
    ]);
  });

  it('says that an empty set had no data when it is known what was asked', () => {
    expect(parseOne({})).toMatchObject({
      rows: [],
      coveredHours: 0,
      warnings: [expect.stringMatching(/no data/)],
    });
  });

  it('is malformed when nothing tells the window', () => {
    expect(() => parseAllocationAnswer(answer({ [WEB]: row({ window: undefined }) }), PLACE)).toThrow(
      /window/,
    );
  });
});

describe('the envelope of an allocation answer', () => {
  it.each([
    [
      'an error inside a 200',
      { code: 500, status: 'error', data: null, message: 'boom' },
      'unavailable',
      /500: boom/,
    ],
    ['a refusal inside a 200', { code: 400, data: null, message: 'bad window' }, 'malformed', /bad window/],
    ['the summary’s nesting', { code: 200, data: { step: 1, sets: [] } }, 'malformed', /data: /],
    ['a list', [], 'malformed', /the answer: /],
    ['nothing', null, 'malformed', /the answer: /],
  ])('is refused when it is %s', (_, payload, failure, message) => {
    expect(() => parseAllocationAnswer(payload, PLACE)).toThrow(
      expect.objectContaining({ name: 'SourceError', failure, message: expect.stringMatching(message) }),
    );
  });

  it('needs no code, and takes null for an empty list', () => {
    expect(parseAllocationAnswer(readFixture('kubecost-day'), PLACE, DAY)).toHaveLength(1);
    expect(parseAllocationAnswer({ code: 200, data: null }, PLACE, DAY)).toEqual([]);
  });
});
