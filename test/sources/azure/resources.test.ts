import fc from 'fast-check';
import { expect, test } from 'vitest';
import { answerGraph, configure, connectTo, SUBSCRIPTION, serve } from './httpsServer.ts';

const GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/MC_Shop`;
const SCALE_SET = `${GROUP}/providers/Microsoft.Compute/virtualMachineScaleSets/aks-gpu-12345678-vmss`;
const DISK = `${GROUP}/providers/Microsoft.Compute/disks/pvc-1`;

async function read(rows: readonly object[], tagKeys: readonly string[] = [], pageRows = 1000) {
  const server = await serve(answerGraph({ resources: rows }, pageRows));
  const { sources, logs } = connectTo(server.url, {}, configure(server.url, {}, { tagKeys }));
  const resources = await sources.readResources(SUBSCRIPTION.toUpperCase());
  const bodies = server.arrivals.map(
    ({ body }) => JSON.parse(body) as { query: string; subscriptions: string[] },
  );
  return { resources, bodies, logs };
}

test('reads of each resource the tags that say whom it serves, in lower case and sorted, and no other', async () => {
  const { resources, bodies } = await read([
    { id: SCALE_SET, tags: { 'AKS-Managed-PoolName': 'gpu', environment: 'prod' }, diskState: '' },
    {
      id: DISK,
      tags: {
        'kubernetes.io-created-for-pvc-namespace': 'shop',
        'kubernetes.io-created-for-pvc-name': 'data-0',
        'kubernetes.io-created-for-pv-name': 'pvc-1',
        'created-by': 'azure-disk-csi',
      },
      diskState: 'Attached',
    },
  ]);
  expect(resources).toEqual([
    {
      id: DISK.toLowerCase(),
      tags: {
        'kubernetes.io-created-for-pv-name': 'pvc-1',
        'kubernetes.io-created-for-pvc-name': 'data-0',
        'kubernetes.io-created-for-pvc-namespace': 'shop',
      },
      attached: true,
    },
    { id: SCALE_SET.toLowerCase(), tags: { 'aks-managed-poolname': 'gpu' }, attached: true },
  ]);
  expect(Object.keys(resources[0]?.tags ?? {})).toEqual(Object.keys(resources[0]?.tags ?? {}).toSorted());
  expect(bodies.map(({ subscriptions }) => subscriptions)).toEqual([[SUBSCRIPTION]]);
});

test.each([
  ['Attached', true],
  ['Unattached', false],
  ['Reserved', false],
  ['', true],
  [null, true],
])('takes a disk in state %o for attached: %o', async (diskState, attached) => {
  const tags = { 'kubernetes.io-created-for-pvc-namespace': 'shop' };
  const { resources } = await read([{ id: DISK, tags, diskState }]);
  expect(resources.map((resource) => resource.attached)).toEqual([attached]);
});

test('reads the tags that name a team, by keys in any case, with values as written', async () => {
  const sql = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-sql/providers/Microsoft.Sql/servers/s/databases/d`;
  const { resources } = await read(
    [{ id: sql, tags: { TEAM: '=Shop <b>"@all', Owner: null } }],
    ['Team', 'owner'],
  );
  expect(resources).toEqual([{ id: sql.toLowerCase(), tags: { team: '=Shop <b>"@all' }, attached: true }]);
});

test('leaves out a resource whose tags say nothing', async () => {
  const { resources } = await read(
    [
      { id: DISK, tags: { team: '', environment: 'aks-managed-poolName' } },
      { id: SCALE_SET, tags: null },
    ],
    ['team'],
  );
  expect(resources).toEqual([]);
});

test('reads every page', async () => {
  const rows = Array.from({ length: 5 }, (_, index) => ({ id: `${DISK}${index}`, tags: { team: 'shop' } }));
  const { resources, bodies } = await read(rows, ['team'], 2);
  expect(resources).toHaveLength(5);
  expect(bodies).toHaveLength(3);
});

test('leaves out a row that cannot be read, and says so', async () => {
  const rows: object[] = Array.from({ length: 11 }, (_, index) => ({
    id: `${DISK}${index}`,
    tags: { team: 'shop' },
  }));
  const { resources, logs } = await read([...rows, { id: `${DISK}x`, tags: 'team=shop' }], ['team']);
  expect(resources).toHaveLength(11);
  expect(logs).toEqual([expect.stringContaining(`${DISK}x`)]);
});

test('asks for keys wherever they stand in the text of all tags, whatever their case', async () => {
  const { bodies } = await read([], ['Team']);
  const query = bodies[0]?.query ?? '';
  expect(query).toContain(`tostring(tags) contains '"aks-managed-poolname":'`);
  expect(query).toContain(`or tostring(tags) contains '"team":'`);
  expect(query).toMatch(/\| order by id asc$/);
});

/** Takes the literals out of a query as the query language reads them: whatever is left is code. */
function splitKql(query: string): { readonly code: string; readonly literals: readonly string[] } {
  const literals: string[] = [];
  const code = query.replaceAll(/'((?:[^'\\\n]|\\[\s\S])*)'/g, (_, text: string) => {
    literals.push(text.replaceAll(/\\([\s\S])/g, '$1'));
    return '_';
  });
  return { code, literals };
}

test('lets no key of a tag out of its literal, however hostile', async () => {
  const server = await serve(answerGraph({ resources: [] }));
  const plain = await connectTo(server.url, {}, configure(server.url, {}, { tagKeys: ['team'] }));
  await plain.sources.readResources(SUBSCRIPTION);
  const expected = splitKql(JSON.parse(server.arrivals[0]?.body ?? '').query).code;
  const hostile = fc.oneof(
    fc.string({ unit: fc.constantFrom("'", '"', '\\', '\n', '|', ' ', 'a', ')', ';'), minLength: 1 }),
    fc.string({ minLength: 1, unit: 'grapheme' }),
  );
  await fc.assert(
    fc.asyncProperty(hostile, async (key) => {
      fc.pre(key.trim() !== '');
      const config = configure(server.url);
      const cost = { ...config.cost, tagKeys: [key] };
      await connectTo(server.url, {}, { ...config, cost }).sources.readResources(SUBSCRIPTION);
      const { code, literals } = splitKql(JSON.parse(server.arrivals.at(-1)?.body ?? '').query);
      expect(code).toBe(expected);
      expect(literals.at(-1)).toBe(`${JSON.stringify(key.toLowerCase())}:`);
    }),
    { numRuns: 60 },
  );
});

test('names the role that is missing', async () => {
  const server = await serve(() => ({
    status: 403,
    body: { error: { code: 'AuthorizationFailed', message: 'no' } },
  }));
  await expect(connectTo(server.url).sources.readResources(SUBSCRIPTION)).rejects.toMatchObject({
    failure: 'forbidden',
    scope: `/subscriptions/${SUBSCRIPTION}`,
    remedy: expect.stringContaining('"Reader"'),
  });
});
