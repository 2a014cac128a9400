import { describe, expect, test } from 'vitest';
import { unwrapAnswers } from '../../../shared/sources/replay/answer.ts';
import { recognizePayload } from '../../../shared/sources/replay/recognition.ts';

const CLUSTER = '/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerService/managedClusters/c';

describe('taking answers out of recordings', () => {
  const payload = { value: [{ id: CLUSTER }] };
  const contextOf = (document: unknown) =>
    unwrapAnswers(document, 'f.json').map(({ payload: own, uri }) => [own, uri]);

  test.each([
    ['a bare payload', payload, ''],
    ['a note around a body', { _note: 'by hand', body: payload }, ''],
    [
      'a request as one line',
      { request: 'GET /subscriptions/s/x', headers: {}, body: payload },
      '/subscriptions/s/x',
    ],
    [
      'a request as an object',
      { request: { method: 'POST', url: '/subscriptions/s/x' }, body: payload },
      '/subscriptions/s/x',
    ],
    ['a body as text', { request: { uri: '/u' }, body: JSON.stringify(payload) }, '/u'],
    [
      'an example of a specification',
      { parameters: { subscriptionId: 's' }, responses: { '200': { body: payload } } },
      '/subscriptions/s',
    ],
    ['one exchange', { request: { uri: '/u' }, response: { status: 200, body: payload } }, '/u'],
    [
      'a cassette with a parsed body',
      {
        interactions: [
          { request: { uri: '/u' }, response: { status: { code: 200 }, body: { data: payload } } },
        ],
      },
      '/u',
    ],
    [
      'a cassette with a body as sent',
      { interactions: [{ request: { uri: '/u' }, response: { body: { string: JSON.stringify(payload) } } }] },
      '/u',
    ],
  ])('finds it in %s', (_, document, uri) => {
    expect(contextOf(document)).toEqual([[payload, uri]]);
  });

  test('passes over exchanges that failed or answered nothing', () => {
    const interactions = [
      { request: {}, response: { status: { code: 429 }, body: { string: '{"value":[]}' } } },
      { request: {}, response: { status: { code: 204 }, body: { string: '' } } },
    ];
    expect(unwrapAnswers({ interactions }, 'f.json')).toEqual([]);
  });
});

describe('recognising a payload', () => {
  test.each([
    [
      'an ARM list',
      { value: [{ id: CLUSTER, type: 'Microsoft.ContainerService/ManagedClusters', properties: {} }] },
      'cluster',
    ],
    ['a single resource', { id: CLUSTER, properties: {} }, 'cluster'],
    ['the output of az aks list', [{ id: CLUSTER, nodeResourceGroup: 'g' }], 'cluster'],
    [
      'a Resource Graph table',
      { data: { columns: [{ name: 'id' }, { name: 'properties' }], rows: [[CLUSTER, {}]] } },
      'cluster',
    ],
    [
      'an assessment of a cluster',
      { data: [{ id: `${CLUSTER}/providers/Microsoft.Security/assessments/a`, properties: {} }] },
      'assessment',
    ],
    ['an expanded policy state', { value: [{ policyAssignmentId: 'p', components: [] }] }, 'policyComponent'],
  ])('%s is resources', (_, payload, kind) => {
    expect(recognizePayload(payload)).toMatchObject({ kind: 'resources', rows: [{ kind }] });
  });

  test('keeps the rows it knows of a mixed list', () => {
    const mixed = [
      { id: CLUSTER, properties: {} },
      { id: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/disks/d' },
    ];
    expect(recognizePayload({ data: mixed })).toMatchObject({ rows: [{ kind: 'cluster' }] });
  });

  test.each([
    ['allocation of any envelope', { data: [{ shop: { cpuCost: 1 } }] }, 'allocation'],
    ['allocation with empty steps', { code: 200, data: [{}, null, { shop: { cpuCost: 1 } }] }, 'allocation'],
    ['a cost answer', { properties: { columns: [], rows: [] } }, 'cost'],
    ['a manifest', { blobs: [{ blobName: 'a' }] }, 'manifest'],
    ['a pod list', { kind: 'PodList', apiVersion: 'v1', items: [] }, 'kubernetes'],
    [
      'what kubectl get -o json prints',
      { kind: 'List', apiVersion: 'v1', items: [{ kind: 'Pod' }, { kind: 'Secret' }] },
      'kubernetes',
    ],
  ])('knows %s', (_, payload, kind) => {
    expect(recognizePayload(payload).kind).toBe(kind);
  });

  test.each([
    [{ data: { sets: [{ cloudCosts: {} }] } }, /cloudCost/],
    [{ data: { sets: [{ allocations: {} }] } }, /summary/],
    [{ kind: 'Secret', apiVersion: 'v1' }, /Kubernetes Secret/],
    [{ kind: 'SecretList', apiVersion: 'v1', items: [{}] }, /SecretList/],
    [
      { value: [{ id: '/subscriptions/s/providers/Microsoft.Compute/disks/d' }] },
      /Microsoft\.Compute\/disks/,
    ],
    [{ value: [] }, /nothing in it/],
    ['text', /no object/],
    [null, /no object/],
    [[1, 2], /number/],
  ])('says why it reads nothing from %j', (payload, reason) => {
    expect(recognizePayload(payload)).toMatchObject({
      kind: 'unknown',
      reason: expect.stringMatching(reason),
    });
  });
});
