import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTenant, type Tenant } from '../../../local/tenant/server.ts';
import { integrateDay } from '../../../shared/metering/integrate.ts';
import type { Sample } from '../../../shared/metering/sample.ts';
import { toArmId } from '../../../shared/model/estate.ts';
import { AKS_AUDIENCE, fetchToken } from '../../tenant/caller.ts';
import { type LocalServer, type Reply, type Seen, startServer } from '../http/localServer.ts';
import { answerWith, CLUSTER, kubernetesError, list, NOON, sourcesOf } from './estate.ts';

const METRICS = '/apis/metrics.k8s.io/v1beta1/pods';
const GIB = 1024 ** 3;

const NODE = {
  metadata: { name: 'n1', labels: { agentpool: 'general', 'kubernetes.azure.com/scalesetpriority': 'spot' } },
  status: { capacity: { cpu: '4', memory: '16Gi' }, allocatable: { cpu: '3860m', memory: '13Gi' } },
};

function makePod(name: string, spec: object = {}): object {
  return {
    metadata: {
      name,
      namespace: 'shop',
      labels: { team: 'shop', 'pod-template-hash': '6f7' },
      ownerReferences: [{ kind: 'ReplicaSet', name: 'web-6f7', controller: true }],
    },
    spec: {
      nodeName: 'n1',
      containers: [{ name: 'main', resources: { requests: { cpu: '500m', memory: '1Gi' } } }],
      ...spec,
    },
    status: { phase: 'Running' },
  };
}

let server: LocalServer;
/** Lists by path; a reply instead of a list is given as it is. */
let lists: Record<string, readonly object[] | Reply>;

beforeEach(async () => {
  lists = {
    '/api/v1/nodes': [NODE],
    '/api/v1/persistentvolumeclaims': [],
    '/api/v1/persistentvolumes': [],
    '/api/v1/services': [],
    [METRICS]: [],
  };
  server = await startServer(answerWith(() => server, answerLists));
});
afterEach(() => server[Symbol.asyncDispose]());

function answerLists({ path, query }: Seen): Reply | undefined {
  const given = lists[path];
  if (given === undefined || !Array.isArray(given)) return given as Reply | undefined;
  if (path === METRICS) return list('PodMetricsList', given);
  const from = Number(query.get('continue') ?? 0);
  const to = from + Number(query.get('limit'));
  return list('List', given.slice(from, to), to < given.length ? String(to) : '');
}

function sample(): Promise<Sample> {
  return sourcesOf(server).readSample(CLUSTER);
}

describe('a sample of a cluster', () => {
  it('has its pods by workload and node pool, with requests and usage', async () => {
    lists['/api/v1/pods'] = [makePod('web-1'), makePod('web-2')];
    lists[METRICS] = [
      {
        metadata: { name: 'web-1', namespace: 'shop' },
        containers: [{ name: 'main', usage: { cpu: '1500000000n', memory: '524288Ki' } }],
      },
    ];
    expect(await sample()).toMatchObject({
      at: NOON.toISOString(),
      usageKnown: true,
      uses: [
        {
          ...{
            namespace: 'shop',
            controllerKind: 'deployment',
            controller: 'web',
            nodePool: 'general',
            pods: 2,
          },
          labels: { team: 'shop' },
          allocated: { cpu: 2_000_000_000, ram: 2 * GIB, gpu: 0 },
          requested: { cpu: 1_000_000_000, ram: 2 * GIB, gpu: 0 },
          used: { cpu: 1_500_000_000, ram: GIB / 2 },
        },
      ],
      pools: [
        { nodePool: 'general', nodes: 1, spot: true, allocatable: { cpu: 3_860_000_000, ram: 13 * GIB } },
      ],
      warnings: [],
    });
  });

  it('reads init containers, sidecars, overhead and graphics processors', async () => {
    lists['/api/v1/nodes'] = [
      { ...NODE, status: { capacity: { cpu: '16', memory: '64Gi', 'nvidia.com/gpu': '4' } } },
    ];
    lists['/api/v1/pods'] = [
      makePod('web-1', {
        overhead: { cpu: '250m' },
        initContainers: [
          { name: 'proxy', restartPolicy: 'Always', resources: { requests: { cpu: '1' } } },
          { name: 'setup', resources: { requests: { cpu: '2' } } },
        ],
        containers: [{ name: 'main', resources: { requests: { cpu: '500m', 'nvidia.com/gpu': '2' } } }],
      }),
    ];
    const { uses, pools } = await sample();
    expect(uses[0]?.requested).toEqual({ cpu: 3_250_000_000, ram: 0, gpu: 2 });
    expect(pools[0]?.allocatable).toEqual({ cpu: 16_000_000_000, ram: 64 * GIB, gpu: 4 });
  });

  it('ties volumes to who mounts them, and names the Azure disk', async () => {
    lists['/api/v1/pods'] = [
      makePod('web-1', {
        volumes: [
          { name: 'data', persistentVolumeClaim: { claimName: 'data' } },
          { name: 'scratch', ephemeral: { volumeClaimTemplate: {} } },
          { name: 'config', configMap: { name: 'c' } },
        ],
      }),
    ];
    const volume = (name: string, claim: string, source: object): object => ({
      metadata: { name },
      spec: { capacity: { storage: '32Gi' }, claimRef: { namespace: 'shop', name: claim }, ...source },
    });
    lists['/api/v1/persistentvolumeclaims'] = ['data', 'web-1-scratch'].map((name) => ({
      metadata: { namespace: 'shop', name },
      spec: { volumeName: `pv-${name}`, storageClassName: 'managed-csi' },
    }));
    lists['/api/v1/persistentvolumes'] = [
      volume('pv-data', 'data', {
        csi: { driver: 'disk.csi.azure.com', volumeHandle: '/subscriptions/S/Disks/A' },
      }),
      volume('pv-web-1-scratch', 'web-1-scratch', {
        azureDisk: { diskName: 'b', diskURI: '/subscriptions/S/Disks/B' },
      }),
      volume('pv-old', 'gone', {}),
    ];
    const { claims } = await sample();
    expect(claims.map(({ name, volume: disk, mountedBy }) => [name, disk, mountedBy.length])).toEqual([
      ['data', '/subscriptions/s/disks/a', 1],
      ['gone', '', 0],
      ['web-1-scratch', '/subscriptions/s/disks/b', 1],
    ]);
  });

  it('knows the services that have a load balancer, and the labels of namespaces', async () => {
    lists['/api/v1/services'] = ['LoadBalancer', 'ClusterIP'].map((type) => ({
      metadata: { namespace: 'shop', name: type.toLowerCase(), labels: { app: 'front' } },
      spec: { type },
    }));
    lists['/api/v1/namespaces'] = [{ metadata: { name: 'shop', labels: { team: 'shop' } } }];
    expect(await sample()).toMatchObject({
      services: [{ namespace: 'shop', name: 'loadbalancer', labels: { app: 'front' } }],
      namespaces: { shop: { team: 'shop' } },
    });
  });

  it('reads all pages, pods last, over one connection', async () => {
    lists['/api/v1/pods'] = Array.from({ length: 620 }, (_, index) => makePod(`web-${index}`));
    expect((await sample()).uses[0]?.pods).toBe(620);
    const paths = server.seen.map(({ path }) => path);
    expect(paths.filter((path) => path === '/api/v1/pods')).toHaveLength(3);
    expect(paths.slice(-3)).toEqual(Array(3).fill('/api/v1/pods'));
    expect(server.seen.at(-1)?.headers).toMatchObject({ authorization: expect.stringMatching(/^Bearer /) });
  });

  it('counts no pod twice when the list expires while it is read', async () => {
    const pods = Array.from({ length: 400 }, (_, index) => makePod(`web-${index}`));
    lists['/api/v1/pods'] = pods;
    let expired = false;
    await using local = await startServer(
      answerWith(
        () => local,
        (seen) => {
          if (expired || seen.path !== '/api/v1/pods' || !seen.query.has('continue'))
            return answerLists(seen);
          expired = true;
          return kubernetesError(410, 'the provided continue parameter is too old');
        },
      ),
    );
    expect((await sourcesOf(local).readSample(CLUSTER)).uses[0]?.pods).toBe(400);
    expect(expired).toBe(true);
  });
});

describe('a cluster that does not tell everything', () => {
  it.each([
    [404, 'notFound'],
    [503, 'unavailable'],
    [403, 'forbidden'],
  ])('is sampled by requests when metrics answer %d, and the sample says so', async (status, failure) => {
    lists['/api/v1/pods'] = [makePod('web-1')];
    lists[METRICS] = kubernetesError(status, 'metrics are not there');
    expect(await sample()).toMatchObject({
      usageKnown: false,
      uses: [{ allocated: { cpu: 500_000_000 }, used: undefined }],
      warnings: [
        { problem: 'usage of pods (metrics.k8s.io) cannot be read and are not counted', example: failure },
      ],
    });
  });

  it('is sampled without volumes, services and namespaces that Purser may not see', async () => {
    lists['/api/v1/pods'] = [makePod('web-1')];
    for (const kind of ['persistentvolumeclaims', 'persistentvolumes', 'services', 'namespaces']) {
      lists[`/api/v1/${kind}`] = kubernetesError(403, `${kind} is forbidden`);
    }
    const { uses, warnings } = await sample();
    expect(uses).toHaveLength(1);
    expect(warnings).toHaveLength(4);
  });

  it.each(['nodes', 'pods'])(
    'is not sampled without its %s, and the remedy says what to grant',
    async (kind) => {
      lists[`/api/v1/${kind}`] = kubernetesError(403, `${kind} is forbidden`);
      await expect(sample()).rejects.toMatchObject({
        failure: 'forbidden',
        source: 'metering',
        remedy: expect.stringContaining(kind),
      });
    },
  );

  it('fails as malformed when what it answers is no list of pods', async () => {
    lists['/api/v1/pods'] = { body: '<html>sign in</html>' };
    await expect(sample()).rejects.toMatchObject({ failure: 'malformed' });
    lists['/api/v1/pods'] = [{ metadata: { name: 'x' } }];
    await expect(sample()).rejects.toMatchObject({ failure: 'malformed' });
  });

  it('holds up no other cluster while it is silent', async () => {
    lists['/api/v1/pods'] = [makePod('web-1')];
    await using silent = await startServer(
      answerWith(
        () => silent,
        ({ path }) => (path === '/api/v1/nodes' ? 'never' : undefined),
      ),
    );
    const access = [
      { cluster: 'aks-silent', server: silent.url, tokenEnv: 'TOKEN' },
      { cluster: '*', server: server.url, tokenEnv: 'TOKEN' },
    ];
    const sources = sourcesOf(server, {
      config: { kubernetes: { access } },
      environment: { TOKEN: 't' },
      timeoutMs: 3000,
    });
    const order: string[] = [];
    const late = sources
      .readSample({ ...CLUSTER, id: `${CLUSTER.id}-silent`, name: 'aks-silent' })
      .catch((error) => order.push(error.failure));
    await sources.readSample(CLUSTER).then(() => order.push('sampled'));
    await late;
    expect(order).toEqual(['sampled', 'timeout']);
  });

  it('has quantities left out that cannot be, and says whose', async () => {
    lists['/api/v1/pods'] = [
      makePod('web-1', {
        containers: [{ name: 'main', resources: { requests: { cpu: '-1', memory: '1Gi' } } }],
      }),
    ];
    lists['/api/v1/nodes'] = [{ ...NODE, metadata: { name: 'aks-batch-31234567-vmss000000' } }];
    const { uses, pools, warnings } = await sample();
    expect(uses[0]?.requested).toEqual({ cpu: 0, ram: GIB, gpu: 0 });
    expect(pools[0]?.nodePool).toBe('batch');
    expect(warnings).toEqual([
      { problem: 'a quantity that cannot be (cpu) counts as none', example: 'shop/web-1' },
    ]);
  });
});

describe('the clusters of the demo tenant', () => {
  let tenant: Tenant;
  beforeAll(async () => {
    tenant = await startTenant({ today: '2026-11-23' });
  });
  afterAll(() => tenant.close());

  it('are sampled to an allocation with every kind of row, of which nothing is beyond the machines', async () => {
    const [given] = tenant.world.clusters.filter(({ name }) => name === 'aks-shared-prod');
    const cluster = { ...CLUSTER, name: 'aks-shared-prod', id: toArmId(given?.id ?? '') };
    const taken = await sourcesOf({ url: tenant.url, ca: tenant.caPem, key: '', seen: [] } as never, {
      config: {
        kubernetes: {
          access: [{ cluster: '*', server: `${tenant.url}/k8s/aks-shared-prod`, tokenEnv: 'TOKEN' }],
        },
      },
      environment: { TOKEN: await fetchToken(tenant, AKS_AUDIENCE) },
    }).readSample(cluster);
    expect(taken.warnings).toEqual([]);
    expect(taken.usageKnown).toBe(true);
    expect(taken.pools.map(({ nodePool }) => nodePool)).toEqual(['batch', 'general', 'gpu', 'system']);
    const day = integrateDay(
      '2026-11-23',
      { samples: [{ at: taken.at, read: () => taken }], damaged: 0 },
      15,
    );
    const kinds = Map.groupBy(day.rows, (row) => row.kind);
    expect([...kinds.keys()]).toEqual(['idle', 'unmounted', 'workload']);
    expect(kinds.get('unmounted')?.map((row) => row.namespace)).toEqual(['decommissioned']);
    expect(kinds.get('idle')?.every((row) => row.cost.cpu > 0n && row.cost.ram > 0n)).toBe(true);
    for (const resource of ['gpu', 'pv', 'loadBalancer'] as const) {
      expect(
        kinds.get('workload')?.some((row) => row.cost[resource] > 0n),
        resource,
      ).toBe(true);
    }
    expect(day.warnings).toEqual([expect.stringMatching(/^no samples speak for 23.75 h/)]);
  });
});
