import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KubernetesState, Workload } from '../../../shared/model/estate.ts';
import { PodSchema } from '../../../shared/sources/kubernetes/objects.ts';
import { gatherWorkloads } from '../../../shared/sources/kubernetes/workloads.ts';
import { type LocalServer, type Reply, type Seen, startServer } from '../http/localServer.ts';
import { answerWith, CLUSTER, kubernetesError, list, sourcesOf } from './estate.ts';
import { digest, pod } from './objects.ts';

let server: LocalServer;
let override: (request: Seen) => Reply | undefined;

beforeEach(async () => {
  override = () => undefined;
  server = await startServer(
    answerWith(
      () => server,
      (request) => override(request),
    ),
  );
});
afterEach(() => server[Symbol.asyncDispose]());

async function readPods(...pods: object[]): Promise<readonly Workload[]> {
  override = ({ path }) => (path === '/api/v1/pods' ? list('PodList', pods) : undefined);
  return (await sourcesOf(server).readKubernetes(CLUSTER)).workloads;
}

async function readOne(...pods: object[]): Promise<Workload | undefined> {
  const workloads = await readPods(...pods);
  expect(workloads).toHaveLength(1);
  return workloads[0];
}

describe('the workloads of a cluster', () => {
  it.each([
    [
      'a ReplicaSet with its template hash',
      'Deployment',
      'web',
      ['ReplicaSet', 'web-6f7'],
      { 'pod-template-hash': '6f7' },
    ],
    [
      'a ReplicaSet whose pods lost the hash label',
      'Deployment',
      'web',
      ['ReplicaSet', 'web-65f7ccbb55'],
      {},
    ],
    ['a ReplicaSet that somebody made by hand', 'ReplicaSet', 'web-server', ['ReplicaSet', 'web-server'], {}],
    ['a job that a schedule made', 'CronJob', 'billing-run', ['Job', 'billing-run-29393280'], {}],
    ['a job made by hand', 'Job', 'migrate-2026', ['Job', 'migrate-2026'], {}],
    ['a DaemonSet', 'DaemonSet', 'agent', ['DaemonSet', 'agent'], {}],
    ['a StatefulSet', 'StatefulSet', 'db', ['StatefulSet', 'db'], {}],
    ['an operator’s own kind', 'Workflow', 'train', ['Workflow', 'train'], {}],
  ] as const)('names the owner behind %s', async (_, kind, name, owner, labels) => {
    expect(await readOne(pod('p-1', { owner, labels }))).toMatchObject({ kind, name, pods: ['p-1'] });
  });

  it('names a static pod without the name of its node, and a bare pod as it is', async () => {
    const workloads = await readPods(
      pod('kube-proxy-aks-pool-1', { owner: ['Node', 'aks-pool-1'] }),
      pod('debug-me'),
    );
    expect(workloads.map(({ kind, name }) => `${kind}/${name}`)).toEqual(['Pod/debug-me', 'Pod/kube-proxy']);
  });

  it('keeps the labels that all pods agree on and that people wrote', async () => {
    const owner = ['ReplicaSet', 'web-6f7'] as const;
    const written = { 'app.kubernetes.io/name': 'web', team: 'shop' };
    const machine = {
      'pod-template-hash': '6f7',
      'controller-revision-hash': 'x',
      'pod-template-generation': '1',
    };
    const workload = await readOne(
      pod('web-a', { owner, labels: { ...written, ...machine, track: 'canary' } }),
      pod('web-b', { owner, labels: { ...written, ...machine, track: 'stable' } }),
    );
    expect(workload?.labels).toEqual(written);
  });

  it('drops the marks that jobs and stateful sets put on single pods', async () => {
    const labels = {
      team: 'shop',
      'statefulset.kubernetes.io/pod-name': 'db-0',
      'apps.kubernetes.io/pod-index': '0',
      'batch.kubernetes.io/controller-uid': 'u',
      'batch.kubernetes.io/job-name': 'j',
      'controller-uid': 'u',
      'job-name': 'j',
    };
    expect((await readOne(pod('db-0', { owner: ['StatefulSet', 'db'], labels })))?.labels).toEqual({
      team: 'shop',
    });
  });

  it('gives images with the digests that the kubelet reports, of every kind of container', async () => {
    const workload = await readOne(
      pod('web-1', {
        image: 'contoso.azurecr.io/web:2',
        imageID: `contoso.azurecr.io/web@${digest('a')}`,
        init: { image: 'busybox:1', imageID: `docker-pullable://docker.io/library/busybox@${digest('b')}` },
        ephemeral: { image: 'netshoot', imageID: `docker.io/nicolaka/netshoot@${digest('c')}` },
      }),
    );
    expect(workload?.images).toEqual([
      { image: 'busybox:1', digest: digest('b') },
      { image: 'contoso.azurecr.io/web:2', digest: digest('a') },
      { image: 'netshoot', digest: digest('c') },
    ]);
  });

  it('knows the digest of an image that is pinned by it before it is pulled', async () => {
    const workload = await readOne(pod('web-1', { image: `contoso.azurecr.io/web:2@${digest('a')}` }));
    expect(workload?.images.map((image) => image.digest)).toEqual([digest('a')]);
  });

  it('knows no digest before the image is pulled, nor from the id of an image configuration', async () => {
    const pulling = await readOne(pod('web-1'));
    expect(pulling?.images).toEqual([{ image: 'contoso.azurecr.io/web:1', digest: '' }]);
    const local = await readOne(pod('web-1', { imageID: digest('a') }));
    expect(local?.images).toEqual([{ image: 'contoso.azurecr.io/web:1', digest: '' }]);
  });

  it('keeps both digests of a tag that moved while pods ran, and no empty one beside them', async () => {
    const owner = ['DaemonSet', 'agent'] as const;
    const workload = await readOne(
      pod('a', { owner, image: 'agent:1', imageID: `agent@${digest('2')}` }),
      pod('b', { owner, image: 'agent:1', imageID: `agent@${digest('1')}` }),
      pod('c', { owner, image: 'agent:1' }),
    );
    expect(workload?.images.map((image) => image.digest)).toEqual([digest('1'), digest('2')]);
  });

  it('lets evicted pods of an old revision say nothing about labels and images', async () => {
    const owner = ['ReplicaSet', 'web-6f7'] as const;
    const workload = await readOne(
      pod('web-old', {
        owner,
        labels: { 'pod-template-hash': '6f7', team: 'old' },
        image: 'web:1',
        phase: 'Failed',
      }),
      pod('web-new', { owner, labels: { 'pod-template-hash': '6f7', team: 'new' }, image: 'web:2' }),
    );
    expect(workload).toMatchObject({ labels: { team: 'new' }, pods: ['web-new', 'web-old'] });
    expect(workload?.images.map((image) => image.image)).toEqual(['web:2']);
  });

  it('remembers a scheduled job between its runs', async () => {
    const owner = ['Job', 'report-29393280'] as const;
    const workload = await readOne(
      pod('report-x', { owner, labels: { team: 'bi' }, image: 'bi:1', phase: 'Succeeded' }),
    );
    expect(workload).toMatchObject({ kind: 'CronJob', name: 'report', labels: { team: 'bi' } });
    expect(workload?.images).toHaveLength(1);
  });

  it('gives the same answer in whatever order the pods come', () => {
    const text = readFileSync(new URL('../../fixtures/kubernetes/pods.json', import.meta.url), 'utf8');
    const pods = PodSchema.array().parse(JSON.parse(text).items);
    const expected = gatherWorkloads(pods);
    expect(expected.flatMap((workload) => workload.pods)).toHaveLength(pods.length);
    fc.assert(
      fc.property(fc.shuffledSubarray(pods, { minLength: pods.length }), (shuffled) => {
        expect(gatherWorkloads(shuffled)).toEqual(expected);
      }),
    );
  });
});

describe('the namespaces and nodes of a cluster', () => {
  it('gives namespaces with their labels, sorted, also those without any', async () => {
    override = ({ path }) =>
      path === '/api/v1/namespaces'
        ? list('NamespaceList', [
            { metadata: { name: 'shop', labels: { team: 'shop', 'cost-center': 'CC-1' } } },
            { metadata: { name: 'empty' } },
          ])
        : undefined;
    expect((await sourcesOf(server).readKubernetes(CLUSTER)).namespaces).toEqual([
      { name: 'empty', labels: {} },
      { name: 'shop', labels: { 'cost-center': 'CC-1', team: 'shop' } },
    ]);
  });

  it('reads pool, size, spot and image version from the labels that AKS puts on nodes', async () => {
    const labels = {
      'kubernetes.azure.com/agentpool': 'spot1',
      'node.kubernetes.io/instance-type': 'Standard_D4as_v5',
      'kubernetes.azure.com/scalesetpriority': 'spot',
      'kubernetes.azure.com/node-image-version': 'AKSUbuntu-2204gen2containerd-202611.03.0',
    };
    const old = { agentpool: 'system', 'beta.kubernetes.io/instance-type': 'Standard_B4ms' };
    override = ({ path }) =>
      path === '/api/v1/nodes'
        ? list('NodeList', [
            { metadata: { name: 'n2', labels } },
            { metadata: { name: 'n1', labels: old } },
            { metadata: { name: 'virtual' } },
          ])
        : undefined;
    expect((await sourcesOf(server).readKubernetes(CLUSTER)).nodes).toEqual([
      { name: 'n1', pool: 'system', size: 'Standard_B4ms', spot: false, imageVersion: '' },
      {
        name: 'n2',
        pool: 'spot1',
        size: 'Standard_D4as_v5',
        spot: true,
        imageVersion: 'AKSUbuntu-2204gen2containerd-202611.03.0',
      },
      { name: 'virtual', pool: '', size: '', spot: false, imageVersion: '' },
    ]);
  });
});

describe('lists that come in pages', () => {
  const readState = (): Promise<KubernetesState> => sourcesOf(server).readKubernetes(CLUSTER);

  it('follows the continue token to the last page, 500 objects at a time', async () => {
    override = ({ path, query }) => {
      if (path !== '/api/v1/pods') return undefined;
      const page = Number(query.get('continue') ?? 0);
      return list('PodList', [pod(`pod-${page}`)], page < 2 ? String(page + 1) : '');
    };
    expect((await readState()).workloads.map((workload) => workload.name)).toEqual([
      'pod-0',
      'pod-1',
      'pod-2',
    ]);
    const limits = server.seen
      .filter(({ path }) => path === '/api/v1/pods')
      .map(({ query }) => query.get('limit'));
    expect(limits).toEqual(['500', '500', '500']);
  });

  it('reads a list once more from its start when its snapshot is gone', async () => {
    let expired = false;
    override = ({ path, query }) => {
      if (path !== '/api/v1/pods') return undefined;
      if (!query.has('continue')) return list('PodList', [pod(expired ? 'new' : 'old')], 'next');
      if (expired) return list('PodList', [pod('last')]);
      expired = true;
      return kubernetesError(410, 'The provided continue parameter is too old');
    };
    expect((await readState()).workloads.map((workload) => workload.name)).toEqual(['last', 'new']);
  });

  it('gives up when it expires a second time', async () => {
    override = ({ path, query }) => {
      if (path !== '/api/v1/pods') return undefined;
      return query.has('continue') ? kubernetesError(410, 'too old') : list('PodList', [], 'next');
    };
    await expect(readState()).rejects.toMatchObject({
      failure: 'unavailable',
      message: /pods expired twice/,
    });
    expect(server.seen.filter(({ path }) => path === '/api/v1/pods')).toHaveLength(4);
  });

  it('does not follow a page that names itself as the next', async () => {
    override = ({ path }) => (path === '/api/v1/pods' ? list('PodList', [], 'again') : undefined);
    await expect(readState()).rejects.toMatchObject({
      failure: 'malformed',
      message: expect.stringMatching(/circle/),
    });
  });
});

describe('an API server that does not answer as it should', () => {
  it.each<[string, Reply, string, RegExp]>([
    ['403', kubernetesError(403, 'pods is forbidden'), 'forbidden', /pods is forbidden/],
    ['401', kubernetesError(401, 'Unauthorized'), 'unauthorized', /401/],
    ['500', kubernetesError(500, 'etcd went away'), 'unavailable', /etcd went away/],
    ['half a body', 'half', 'unavailable', /broke off/],
    ['JSON that is no list', { body: {} }, 'malformed', /pods: .*no list/],
    ['text that is no JSON', { body: '{"items": [' }, 'malformed', /could not be read/],
    ['a page of HTML', { headers: { 'content-type': 'text/html' }, body: '<html>' }, 'malformed', /no list/],
    [
      'a pod without a name',
      list('PodList', [{ metadata: { namespace: 'a' }, spec: {} }]),
      'malformed',
      /pods\[0\.metadata\.name\]/,
    ],
  ])('fails with a remedy on %s', async (_, reply, failure, message) => {
    override = ({ path }) => (path === '/api/v1/pods' ? reply : undefined);
    await expect(sourcesOf(server).readKubernetes(CLUSTER)).rejects.toMatchObject({
      name: 'SourceError',
      source: 'kubernetes',
      scope: CLUSTER.id,
      failure,
      message: expect.stringMatching(message),
      remedy: expect.stringMatching(/./),
    });
  });

  it('fails on silence when the time limit is over', async () => {
    override = ({ path }) => (path === '/api/v1/pods' ? 'never' : undefined);
    const reading = sourcesOf(server, { timeoutMs: 500 }).readKubernetes(CLUSTER);
    await expect(reading).rejects.toMatchObject({ failure: 'timeout' });
  });

  it('waits as long as a busy server asks, and then goes on', async () => {
    let busy = true;
    override = ({ path }) => {
      if (path !== '/api/v1/pods' || !busy) return undefined;
      busy = false;
      return kubernetesError(429, 'too many requests', { 'retry-after': '7' });
    };
    const waits: number[] = [];
    await sourcesOf(server, { waits }).readKubernetes(CLUSTER);
    expect(waits).toEqual([7000]);
  });

  it('never says a token, even when the server repeats it', async () => {
    override = ({ path, headers }) =>
      path === '/api/v1/pods' ? kubernetesError(500, `rejected ${headers.authorization}`) : undefined;
    const error: Error = await sourcesOf(server)
      .readKubernetes(CLUSTER)
      .then(Object, (reason) => reason);
    expect(error.message).toContain('rejected');
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain('token-2');
  });
});
