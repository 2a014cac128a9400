import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AllocationDay } from '../../../shared/model/cost.ts';
import { formatExact } from '../../../shared/model/money.ts';
import { type LocalServer, type Reply, type Seen, startServer } from '../http/localServer.ts';
import { type Arrangement, answerWith, CLUSTER, kubernetesError, sourcesOf } from '../kubernetes/estate.ts';
import { answer, NODE, readFixture, row, WEB } from './answers.ts';

let server: LocalServer;
let override: (request: Seen) => Reply | undefined;

beforeEach(async () => {
  override = () => ({ body: readFixture('opencost-day') });
  server = await startServer(
    answerWith(
      () => server,
      (request) => (request.path.includes('allocation') ? override(request) : undefined),
    ),
  );
});
afterEach(() => server[Symbol.asyncDispose]());

type Endpoint = Readonly<Record<string, unknown>>;

function read(arrangement: Arrangement = {}, endpoint: Endpoint = {}): Promise<AllocationDay> {
  const way = endpoint.via === 'serviceProxy' ? {} : { via: 'url', url: server.url };
  const allocation = [{ cluster: '*', ...way, ...endpoint }];
  return sourcesOf(server, { ...arrangement, config: { allocation } }).readAllocation(CLUSTER, '2026-11-22');
}

const questions = (): Seen[] => server.seen.filter(({ path }) => path.includes('allocation'));
const body = (value: string | object): void => {
  override = () => ({ body: value });
};

describe('the question to OpenCost and Kubecost', () => {
  it('asks OpenCost for exactly one UTC day, by workload, with idle', async () => {
    const day = await read();
    expect(questions().map(({ method, path, query }) => [method, path, Object.fromEntries(query)])).toEqual([
      [
        'GET',
        '/allocation',
        {
          window: '2026-11-22T00:00:00Z,2026-11-23T00:00:00Z',
          aggregate: 'node,namespace,controllerKind,controller',
          step: '1d',
          includeIdle: 'true',
          idleByNode: 'true',
          shareIdle: 'false',
          includeAggregatedMetadata: 'true',
        },
      ],
    ]);
    expect(day).toMatchObject({ producer: 'opencost', coveredHours: 24, warnings: [] });
    expect(day.rows).toHaveLength(4);
  });

  it('asks Kubecost in its own words, with its key', async () => {
    body(readFixture('kubecost-day'));
    const environment = { KUBECOST_KEY: 'k-123' };
    const day = await read(
      { environment },
      { kind: 'kubecost', apiKeyEnv: 'KUBECOST_KEY', url: `${server.url}/` },
    );
    const [question] = questions();
    expect(question?.path).toBe('/model/allocation');
    expect(question?.headers['x-api-key']).toBe('k-123');
    expect(Object.fromEntries(question?.query ?? [])).toEqual({
      window: '2026-11-22T00:00:00Z,2026-11-23T00:00:00Z',
      aggregate: 'node,namespace,controllerKind,controller',
      accumulate: 'false',
      idle: 'true',
      idleByNode: 'true',
      splitIdle: 'true',
      shareIdle: 'false',
      external: 'false',
    });
    expect(day).toMatchObject({ producer: 'kubecost', coveredHours: 12 });
  });

  it('goes through the API server with an address that its proxy understands', async () => {
    await read({}, { via: 'serviceProxy', namespace: 'cost', service: 'opencost', port: 9003 });
    const [question] = questions();
    expect(question?.raw).toMatch(
      /^\/api\/v1\/namespaces\/cost\/services\/opencost:9003\/proxy\/allocation\?window=/,
    );
    expect(question?.headers.authorization).toMatch(/^Bearer token-\d+-for-6dae42f8/);
  });

  it('finds Kubecost behind the API server, too', async () => {
    body(readFixture('kubecost-day'));
    await read({}, { via: 'serviceProxy', kind: 'kubecost', service: 'cost-analyzer', port: 9090 });
    expect(questions()[0]?.path).toBe(
      '/api/v1/namespaces/opencost/services/cost-analyzer:9090/proxy/model/allocation',
    );
  });

  it('reads plain HTTP inside a network that allows it', async () => {
    await using plain = await startServer(() => ({ body: readFixture('opencost-day') }), { plain: true });
    expect((await read({}, { url: plain.url })).rows).toHaveLength(4);
  });

  it('does not ask about a day that is not over', async () => {
    const now = () => new Date('2026-11-22T23:59:59Z');
    await expect(read({ now })).rejects.toMatchObject({
      message: expect.stringMatching(/2026-11-22 is not over/),
    });
    expect(questions()).toEqual([]);
  });

  it('takes the first endpoint whose pattern matches, and says which entry is missing', async () => {
    await expect(read({}, { cluster: 'aks-pay*' })).rejects.toMatchObject({
      failure: 'notFound',
      message: expect.stringContaining('aks-shop'),
      remedy: expect.stringContaining('"allocation"'),
    });
  });

  it('says that a cluster is metered when it is asked for what no OpenCost knows', async () => {
    const metered = sourcesOf(server, { config: { allocation: [{ via: 'metering', cluster: '*' }] } });
    await expect(metered.readAllocation(CLUSTER, '2026-11-22')).rejects.toMatchObject({
      name: 'SourceError',
      failure: 'notFound',
      remedy: expect.stringContaining('aks-shop'),
    });
  });

  it('says that the variable with the key is empty', async () => {
    await expect(read({}, { apiKeyEnv: 'KUBECOST_KEY' })).rejects.toMatchObject({
      failure: 'unauthorized',
      remedy: expect.stringContaining('KUBECOST_KEY'),
    });
  });
});

describe('answers that are not about what was asked', () => {
  const window = (start: string, end: string) => ({ window: { start, end } });

  it.each([
    ['starts earlier', window('2026-11-21T22:00:00Z', '2026-11-22T22:00:00Z')],
    ['ends later', window('2026-11-22T00:00:00Z', '2026-11-23T00:00:01Z')],
    ['is another day', window('2026-11-20T00:00:00Z', '2026-11-21T00:00:00Z')],
  ])('refuses a set that %s', async (_, fields) => {
    body(answer({ [WEB]: row(fields) }));
    await expect(read()).rejects.toMatchObject({
      failure: 'malformed',
      message: expect.stringMatching(
        /asked about 2026-11-22T00:00:00Z to 2026-11-23T00:00:00Z and answered about/,
      ),
    });
  });

  it('takes hourly sets together, makes one row of each use, and counts only their hours as covered', async () => {
    const hour = (from: string, to: string) =>
      row({ ...window(from, to), start: from, end: to, cpuCost: 0.1 });
    const early = hour('2026-11-22T01:00:00Z', '2026-11-22T02:00:00Z');
    const late = hour('2026-11-22T05:00:00Z', '2026-11-22T06:00:00Z');
    body(answer({ [WEB]: early, __idle__: early }, {}, { [WEB]: late, __idle__: late }));
    const day = await read();
    expect(day.rows.map(({ kind, cost }) => `${kind} ${formatExact(cost.cpu)}`)).toEqual([
      'idle 0.2',
      'workload 0.2',
    ]);
    expect(day.coveredHours).toBe(2);
  });

  it('refuses sets that overlap, because they would count twice', async () => {
    body(answer({ [WEB]: row() }, { [WEB]: row() }));
    await expect(read()).rejects.toMatchObject({
      failure: 'malformed',
      message: expect.stringMatching(/overlap/),
    });
  });

  it('refuses rows that do not name a controller, as a server answers that dropped the aggregation', async () => {
    body(answer({ shop: row({ properties: { namespace: 'shop' } }), [WEB]: row() }));
    await expect(read()).rejects.toMatchObject({
      failure: 'malformed',
      message: expect.stringMatching(/did not group by .*"shop"/),
    });
  });

  it('refuses the single nameless row of a server that grouped everything', async () => {
    body(answer({ '': row({ properties: {} }) }));
    await expect(read()).rejects.toMatchObject({
      message: expect.stringMatching(/a single row without a name/),
    });
  });

  it.each([
    ['an empty list', { code: 200, data: [] }],
    ['null', { code: 200, data: null }],
    ['an empty set', { code: 200, data: [{}] }],
  ])(
    'gives a day without rows and a warning for %s: the day is over, there is nothing to wait for',
    async (_, payload) => {
      body(payload);
      expect(await read()).toEqual({
        producer: 'opencost',
        idleTold: true,
        rows: [],
        coveredHours: 0,
        warnings: [expect.stringMatching(/no data/)],
      });
    },
  );
});

/** A server that answers every path, that of the assets as well. */
async function restart(): Promise<LocalServer> {
  await server[Symbol.asyncDispose]();
  return startServer(
    answerWith(
      () => server,
      (request) => override(request),
    ),
  );
}

describe('the nodes of an answer', () => {
  const on = (node: string, fields: object = {}, properties: object = {}) =>
    row({
      properties: { node, namespace: 'shop', controllerKind: 'deployment', controller: 'web', ...properties },
      ...fields,
    });
  const gpu = 'aks-gpu-87654321-vmss00000b';

  it('become node pools: one row of a workload in each', async () => {
    const other = NODE.replace(/0$/, '1');
    body(
      answer({
        [WEB]: on(NODE, { cpuCost: 0.1, gpuHours: 0 }),
        [`${other}/shop/deployment/deployment:web`]: on(other, { cpuCost: 0.2, gpuHours: 0 }),
        [`${gpu}/shop/deployment/deployment:web`]: on(gpu, { gpuCost: 4, gpuHours: 24 }),
      }),
    );
    const { rows, warnings } = await read();
    expect(
      rows.map(({ nodePool, cost, gpuHours }) => [
        nodePool,
        formatExact(cost.cpu),
        formatExact(cost.gpu),
        gpuHours,
      ]),
    ).toEqual([
      ['gpu', '0', '4', 24],
      ['user', '0.3', '0', 0],
    ]);
    expect(warnings).toEqual([]);
    expect(questions()).toHaveLength(1);
  });

  it('leave a workload the labels that its rows share', async () => {
    const labels = (hostname: string) => ({ labels: { team: 'shop', kubernetes_io_hostname: hostname } });
    const other = NODE.replace(/0$/, '1');
    body(
      answer({
        [WEB]: on(NODE, {}, labels('a')),
        [`${other}/shop/deployment/deployment:web`]: on(other, {}, labels('b')),
      }),
    );
    expect((await read()).rows[0]?.labels).toEqual({ team: 'shop' });
  });

  it('keep idle apart by node pool when the source gives it by node', async () => {
    const idle = (node: string, cpuCost: number) => row({ properties: { cluster: 'c', node }, cpuCost });
    body(
      answer({
        [WEB]: row(),
        [`c/${NODE}/__idle__`]: idle(NODE, 1),
        [`c/${NODE.replace(/0$/, '1')}/__idle__`]: idle(NODE.replace(/0$/, '1'), 2),
        [`c/${gpu}/__idle__`]: idle(gpu, 40),
      }),
    );
    const day = await read({}, { kind: 'kubecost' });
    const rows = day.rows.filter(({ kind }) => kind === 'idle');
    expect(rows.map(({ nodePool, cost }) => `${nodePool} ${formatExact(cost.cpu)}`)).toEqual([
      'gpu 40',
      'user 3',
    ]);
  });

  const gpuKey = `${gpu}/shop/deployment/deployment:web`;
  const twoPools = () =>
    answer({
      [WEB]: row({ cpuCost: 1 }),
      [gpuKey]: on(gpu, { cpuCost: 1 }),
      __idle__: row({ properties: {}, cpuCost: 8, ramByteHours: 0 }),
    });
  const machine = (name: string, cpuCost: number) => ({
    type: 'Node',
    properties: { name },
    window: { start: '2026-11-22T00:00:00Z', end: '2026-11-23T00:00:00Z' },
    cpuCost,
    ramCost: 0,
    gpuCost: 0,
  });

  it('tell OpenCost’s idle, which it sums over all of them, by what its assets say of them', async () => {
    override = ({ path }) =>
      path === '/allocation'
        ? { body: twoPools() }
        : { body: { code: 200, data: { a: machine(NODE, 3), b: machine(gpu, 7) } } };
    server = await restart();
    const day = await read();
    const idle = day.rows.filter(({ kind }) => kind === 'idle');
    expect(idle.map(({ nodePool, cost }) => `${nodePool} ${formatExact(cost.cpu)}`)).toEqual([
      'gpu 6',
      'user 2',
    ]);
    expect(idle.map(({ cpuCoreHours }) => cpuCoreHours)).toEqual([0.75, 0.25]);
    expect(day.warnings).toEqual([]);
    expect(server.seen.at(-1)?.path).toBe('/assets');
    expect(Object.fromEntries(server.seen.at(-1)?.query ?? [])).toEqual({
      window: '2026-11-22T00:00:00Z,2026-11-23T00:00:00Z',
    });
  });

  it('leave idle whole, and say so, when the assets cannot be had', async () => {
    override = ({ path }) =>
      path === '/allocation' ? { body: twoPools() } : { status: 500, body: 'no assets' };
    server = await restart();
    const day = await read();
    const idle = day.rows.filter(({ kind }) => kind === 'idle');
    expect(idle.map(({ nodePool, cost }) => `${nodePool} ${formatExact(cost.cpu)}`)).toEqual([' 8']);
    expect(day.idleTold).toBe(true);
    expect(day.warnings).toEqual([
      expect.stringMatching(/^idle is told of the whole cluster, not by node pool: .*no assets/),
    ]);
  });

  it('are missing in the answer of a server that dropped the grouping: it is asked once more without', async () => {
    // Its rows still name the node of a workload that runs on one only.
    const dropped = {
      'shop/deployment/deployment:web': row({ cpuCost: 1 }),
      __idle__: row({ properties: {} }),
    };
    body(answer(dropped));
    const day = await read();
    expect(questions().map(({ query }) => [query.get('aggregate'), query.get('idleByNode')])).toEqual([
      ['node,namespace,controllerKind,controller', 'true'],
      ['namespace,controllerKind,controller', 'false'],
    ]);
    expect(day.warnings).toEqual(['read without node pools: the source does not group by node']);
    expect(
      day.rows.map(({ kind, controller, cost }) => `${kind} ${controller} ${formatExact(cost.cpu)}`),
    ).toEqual(['idle  0', 'workload web 1']);
  });

  it('are missing and idle hangs: both are said, and idle is not asked for again', async () => {
    override = ({ query }) =>
      query.get('includeIdle') === 'true'
        ? 'never'
        : { body: answer({ 'shop/deployment/deployment:web': row() }) };
    const day = await read({ timeoutMs: 500 });
    expect(day.idleTold).toBe(false);
    expect(day.warnings).toEqual([
      expect.stringMatching(/^read without node pools/),
      expect.stringMatching(/^read without idle/),
    ]);
    expect(questions()).toHaveLength(3);
  });
});

describe('a server that does not answer as it should', () => {
  it.each<[string, Reply, string, RegExp]>([
    ['401', { status: 401, body: 'who are you' }, 'unauthorized', /401: who are you/],
    ['403', { status: 403, body: { message: 'not you' } }, 'forbidden', /403: not you/],
    ['404', { status: 404, body: '404 page not found' }, 'notFound', /404 page not found/],
    [
      'a redirect to a sign-in page',
      { status: 302, headers: { location: 'https://login' }, body: '' },
      'unauthorized',
      /302/,
    ],
    [
      '500 with a body of its own',
      { status: 500, body: { code: 500, status: '', data: null, message: 'Error: x' } },
      'unavailable',
      /Error: x/,
    ],
    [
      'an error inside a 200',
      { body: { code: 500, data: null, message: 'no prometheus' } },
      'unavailable',
      /no prometheus/,
    ],
    [
      'plain text',
      { headers: { 'content-type': 'text/plain' }, body: 'bad window\u0007: x' },
      'malformed',
      /no JSON but: bad window : x/,
    ],
    [
      'HTML',
      { headers: { 'content-type': 'text/html' }, body: `<html>${'x'.repeat(200)}` },
      'malformed',
      /<html>x{74}…/,
    ],
    [
      'two bodies in one',
      { body: 'Invalid aggregate{"code":200,"data":[]}' },
      'malformed',
      /Invalid aggregate\{/,
    ],
    [
      'two JSON bodies in one',
      { body: '{"code":400}{"code":200,"data":[]}' },
      'malformed',
      /\{"code":400\}\{/,
    ],
    ['half a body', 'half', 'unavailable', /broke off/],
  ])('fails with source, scope and remedy on %s', async (_, reply, failure, message) => {
    override = () => reply;
    await expect(read()).rejects.toMatchObject({
      name: 'SourceError',
      source: 'allocation',
      scope: CLUSTER.id,
      failure,
      message: expect.stringMatching(message),
      remedy: expect.stringMatching(/./),
    });
  });

  it('names the missing right or pod when the API server’s proxy refuses', async () => {
    override = () => kubernetesError(403, 'services "opencost:9003" is forbidden');
    const proxy = { via: 'serviceProxy' };
    await expect(read({}, proxy)).rejects.toMatchObject({ remedy: expect.stringMatching(/services\/proxy/) });
    override = () => kubernetesError(503, 'no endpoints available for service "opencost:9003"');
    await expect(read({}, proxy)).rejects.toMatchObject({
      remedy: expect.stringMatching(/pods of service opencost/),
    });
  });

  it('says that nobody listens', async () => {
    const { url } = server;
    await server[Symbol.asyncDispose]();
    await expect(read({}, { url })).rejects.toMatchObject({
      failure: 'unavailable',
      message: expect.stringMatching(/ECONNREFUSED/),
    });
    server = await startServer(() => 'never');
  });

  it.each([429, 503])('waits as long as a %d asks, three tries in all', async (status) => {
    override = () => ({ status, headers: { 'retry-after': '3' }, body: '' });
    const waits: number[] = [];
    await expect(read({ waits })).rejects.toMatchObject({ retryAfterSeconds: 3 });
    expect(waits).toEqual([3000, 3000]);
    expect(questions()).toHaveLength(3);
  });

  it('does not wait longer than a minute: the queue comes back', async () => {
    override = () => ({ status: 429, headers: { 'retry-after': '600' }, body: '' });
    const waits: number[] = [];
    await expect(read({ waits })).rejects.toMatchObject({ failure: 'throttled', retryAfterSeconds: 600 });
    expect(waits).toEqual([]);
  });

  it('reads without idle when the question with idle hangs, and says so', async () => {
    override = ({ query }) =>
      query.get('includeIdle') === 'true' ? 'never' : { body: answer({ [WEB]: row({ cpuCost: 1 }) }) };
    const day = await read({ timeoutMs: 500 });
    expect(day.rows.map(({ kind }) => kind)).toEqual(['workload']);
    expect(day.idleTold).toBe(false);
    expect(day.warnings).toEqual([
      expect.stringMatching(
        /^read without idle: .* on 2026-11-22, so its users carry all of the machines that day$/,
      ),
    ]);
    expect(questions().map(({ query }) => query.get('includeIdle'))).toEqual(['true', 'false']);
  });

  it('asks Kubecost for no idle in its own words when the question with idle hangs', async () => {
    override = ({ query }) => (query.get('idle') === 'true' ? 'never' : { body: answer({ [WEB]: row() }) });
    const day = await read({ timeoutMs: 500 }, { kind: 'kubecost' });
    expect(day.idleTold).toBe(false);
    expect(questions().map(({ query }) => query.get('idle'))).toEqual(['true', 'false']);
  });

  it('fails when it hangs without idle as well', async () => {
    override = () => 'never';
    await expect(read({ timeoutMs: 300 })).rejects.toMatchObject({ failure: 'timeout' });
    expect(questions()).toHaveLength(2);
  });
});
