import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ContainerUsage } from '../../shared/metering/demand.ts';
import { SampleFold, type Surroundings } from '../../shared/metering/fold.ts';
import { type ObservedNode, type ObservedPod, poolInName } from '../../shared/metering/observation.ts';
import { Remarks } from '../../shared/metering/remarks.ts';
import type { Sample } from '../../shared/metering/sample.ts';
import { CORE, demandOf, GIB, hold, makeNode, makePod } from './estate.ts';

const AT = '2026-11-20T12:00:00.000Z';
const NOTHING: Surroundings = { claims: [], volumes: [], services: [], namespaces: new Map() };

function fold(
  pods: readonly ObservedPod[],
  parts: {
    readonly nodes?: readonly ObservedNode[];
    readonly usage?: Readonly<Record<string, readonly [cores: number, gib: number]>> | 'unknown';
    readonly around?: Partial<Surroundings>;
  } = {},
): Sample {
  const given = parts.usage === 'unknown' ? undefined : Object.entries(parts.usage ?? {});
  const usage = given?.map(([pod, [cores, gib]]): [string, ContainerUsage] => [
    pod,
    new Map([['main', { cpu: cores * CORE, ram: gib * GIB }]]),
  ]);
  const state = new SampleFold(parts.nodes ?? [makeNode('n1')], usage && new Map(usage), new Remarks());
  for (const pod of pods) state.addPod(pod);
  return state.finish(AT, { ...NOTHING, ...parts.around });
}

describe('a look at a cluster', () => {
  it('adds the pods of a workload up, a node pool at a time', () => {
    const { uses } = fold(
      [
        makePod('web-1', { labels: { team: 'shop', track: 'a' } }),
        makePod('web-2', { labels: { team: 'shop', track: 'b' } }),
        makePod('web-3', { node: 's1' }),
      ],
      {
        nodes: [makeNode('n1'), makeNode('s1', { nodePool: 'spot' })],
        usage: { 'shop/web-1': [2, 1], 'shop/web-2': [0.5, 1] },
      },
    );
    expect(uses).toEqual([
      {
        ...{ namespace: 'shop', controllerKind: 'deployment', controller: 'web', nodePool: 'general' },
        pods: 2,
        labels: { team: 'shop' },
        allocated: hold(3, 4),
        requested: hold(2, 4),
        used: { cpu: 2.5 * CORE, ram: 2 * GIB },
      },
      {
        ...{ namespace: 'shop', controllerKind: 'deployment', controller: 'web', nodePool: 'spot' },
        ...{ pods: 1, labels: {}, allocated: hold(1, 2), requested: hold(1, 2), used: { cpu: 0, ram: 0 } },
      },
    ]);
  });

  it.each([
    ['waits for a node', { node: '', phase: 'Pending' }, 0, 0],
    ['is over', { phase: 'Succeeded' }, 0, 0],
    ['was evicted', { phase: 'Failed' }, 0, 0],
    ['starts on its node', { phase: 'Pending' }, 1, 0],
    ['runs', {}, 2, 2],
  ] as const)('counts a pod that %s for what it holds', (_, pod, allocated, used) => {
    const [use] = fold([makePod('web-1', pod)], { usage: { 'shop/web-1': [2, 1] } }).uses;
    expect(use?.allocated.cpu ?? 0).toBe(allocated * CORE);
    expect(use?.used?.cpu ?? 0).toBe(used * CORE);
  });

  it('counts requests alone, and says that usage is unknown, when the cluster tells none', () => {
    const sample = fold([makePod('web-1')], { usage: 'unknown' });
    expect(sample.usageKnown).toBe(false);
    expect(sample.uses[0]).toMatchObject({ allocated: hold(1, 2), used: undefined });
  });

  it('takes no notice of metrics of pods that are gone, nor of pods without containers', () => {
    const sample = fold([makePod('empty', { demand: demandOf({}) })], { usage: { 'shop/gone': [9, 9] } });
    expect(sample.uses.map((use) => use.allocated)).toEqual([hold(0, 0)]);
  });

  it('limits what a pod holds to its node, and says so', () => {
    const sample = fold([makePod('web-1')], { usage: { 'shop/web-1': [900, 1] } });
    expect(sample.uses[0]?.allocated).toEqual(hold(4, 2));
    expect(sample.warnings).toEqual([
      { problem: 'a pod that claims more than its whole node counts as the node', example: 'shop/web-1' },
    ]);
  });

  it('adds the nodes of a pool up, and finds the pool of a node that it did not see in its name', () => {
    const sample = fold([makePod('late', { node: 'aks-batch-31234567-vmss00000a' })], {
      nodes: [
        makeNode('n2', { size: 'Standard_D8s_v5' }),
        makeNode('n1'),
        makeNode('s1', { nodePool: 'spot', spot: true }),
      ],
    });
    expect(sample.pools).toEqual([
      {
        nodePool: 'general',
        nodes: 2,
        allocatable: hold(8, 28),
        sizes: ['Standard_D4s_v5', 'Standard_D8s_v5'],
        spot: false,
      },
      { nodePool: 'spot', nodes: 1, allocatable: hold(4, 14), sizes: ['Standard_D4s_v5'], spot: true },
    ]);
    expect(sample.uses[0]?.nodePool).toBe('batch');
    expect(poolInName('aks-my-pool-12345678-vms3')).toBe('my-pool');
    expect(poolInName('virtual-node-aci-linux')).toBe('');
  });

  it('keeps the labels of the namespaces that something is in', () => {
    const labels = new Map([
      ['shop', { team: 'shop' }],
      ['empty', { team: 'none' }],
    ]);
    expect(fold([makePod('web-1')], { around: { namespaces: labels } }).namespaces).toEqual({
      shop: { team: 'shop' },
    });
  });

  it('is the same sample whatever order the pods come in', () => {
    const pods = Array.from({ length: 12 }, (_, index) =>
      makePod(`p-${index}`, {
        controller: `w-${index % 4}`,
        node: index % 3 === 0 ? 's1' : 'n1',
        labels: { team: `t${index % 2}`, app: 'x' },
        claims: [`c-${index % 5}`],
      }),
    );
    const nodes = [makeNode('n1'), makeNode('s1', { nodePool: 'spot' })];
    const volumes = Array.from({ length: 5 }, (_, index) => ({
      ...{ name: `v-${index}`, bytes: GIB, storageClass: '', handle: '' },
      claim: { namespace: 'shop', name: `c-${index}` },
    }));
    const parts = { nodes, around: { claims: undefined, volumes } };
    const expected = fold(pods, parts);
    fc.assert(
      fc.property(fc.shuffledSubarray(pods, { minLength: pods.length }), (shuffled) => {
        expect(fold(shuffled, parts)).toEqual(expected);
      }),
    );
  });
});

describe('the volumes of a cluster', () => {
  const claim = { namespace: 'shop', name: 'data', volumeName: 'v1', bytes: GIB, storageClass: 'csi' };
  const volume = {
    ...{ name: 'v1', bytes: 2 * GIB, storageClass: 'csi', handle: '/subscriptions/s/disks/v1' },
    claim: { namespace: 'shop', name: 'data' },
  };

  function mounts(around: Partial<Surroundings>): string[] {
    const { claims } = fold([makePod('web-1', { claims: ['data'] })], { around });
    return claims.map(
      ({ namespace, name, bytes, mountedBy }) =>
        `${namespace}/${name} ${bytes / GIB} ${mountedBy.map((use) => use.controller).join('+')}`,
    );
  }

  it('belong to the workloads that mount their claims', () => {
    expect(mounts({ claims: [claim], volumes: [volume] })).toEqual(['shop/data 2 web']);
  });

  it('are told by claims alone, or by volumes alone, where the other may not be read', () => {
    expect(mounts({ claims: [claim], volumes: undefined })).toEqual(['shop/data 1 web']);
    expect(mounts({ claims: undefined, volumes: [volume] })).toEqual(['shop/data 2 web']);
  });

  it('count also when they outlive their claim, to the namespace it was in, though a new claim has its name', () => {
    const left = { ...volume, name: 'v0', handle: '/subscriptions/s/disks/v0' };
    expect(mounts({ claims: [claim], volumes: [volume, left] })).toEqual(['shop/data 2 ', 'shop/data 2 web']);
  });

  it('count to nobody when they never were claimed; a claim that waits for its volume costs nothing', () => {
    const free = { ...volume, name: 'spare', claim: undefined };
    expect(mounts({ claims: [{ ...claim, volumeName: '' }], volumes: [free] })).toEqual(['/spare 2 ']);
  });
});
