import { expect, test } from 'vitest';
import { parsePolicyAnswer, parsePolicyComponent } from '../../../shared/sources/azure/policyAnswer.ts';
import { type Answer, type Arrival, answerGraph, connectTo, SUBSCRIPTION, serve } from './httpsServer.ts';

const CLUSTER = `/subscriptions/${SUBSCRIPTION}/resourceGroups/Rg/providers/Microsoft.ContainerService/managedClusters/Shop`;
const REGISTRY = `/subscriptions/${SUBSCRIPTION}/resourceGroups/Rg/providers/Microsoft.ContainerRegistry/registries/Acr`;
const ASSIGNMENT =
  '/providers/Microsoft.Management/managementGroups/Corp/providers/Microsoft.Authorization/policyAssignments/Baseline';
const NO_PRIVILEGED = '/providers/Microsoft.Authorization/policyDefinitions/95edb821';
const LOCAL_ACCOUNTS = '/providers/Microsoft.Authorization/policyDefinitions/993c2fcd';

function stateOf(resourceId: string, policyDefinitionId: string, more: object = {}): object {
  return {
    resourceId,
    policyAssignmentId: ASSIGNMENT,
    policyDefinitionId,
    policySetDefinitionId: null,
    policyDefinitionReferenceId: 'Ref',
    complianceState: 'NonCompliant',
    timestamp: '2026-11-22T20:00:00.1234567Z',
    ...more,
  };
}

function componentRow(componentId: string, more: object = {}) {
  const properties = stateOf(CLUSTER, NO_PRIVILEGED, { componentId, componentType: 'pod', ...more });
  return { id: `${CLUSTER}/x/${componentId}`, properties };
}

const SUMMARY = {
  value: [
    {
      results: { nonCompliantResources: 3, nonCompliantPolicies: 2 },
      policyAssignments: [
        {
          policyAssignmentId: ASSIGNMENT,
          policySetDefinitionId: '/providers/Microsoft.Authorization/policySetDefinitions/A8640138',
          results: {
            nonCompliantResources: 3,
            nonCompliantPolicies: 2,
            resourceDetails: [
              { complianceState: 'noncompliant', count: 3 },
              { complianceState: 'Compliant', count: 40 },
              { complianceState: 'exempt', count: 1 },
            ],
          },
        },
      ],
    },
  ],
};

interface Tenant {
  readonly components?: readonly object[];
  readonly assignments?: readonly object[];
  readonly states?: readonly (readonly object[])[];
}

/** Policy Insights as it behaves: page two only by POST. */
function answerPolicy({ components = [], assignments = [], states = [[]] }: Tenant) {
  const graph = answerGraph({ componentpolicystates: components, policyassignments: assignments });
  return (request: Arrival, origin: string): Answer => {
    if (request.path.endsWith('/summarize')) return { body: SUMMARY };
    if (!request.path.endsWith('/queryResults')) return graph(request);
    if (request.method !== 'POST')
      return { status: 405, body: { error: { code: 'HttpMethodNotSupported' } } };
    const page = Number(request.query.get('$skiptoken') ?? 0);
    const next = `${origin}${request.path}?api-version=2024-10-01&$skiptoken=${page + 1}`;
    return { body: { '@odata.nextLink': page + 1 < states.length ? next : null, value: states[page] } };
  };
}

async function readPolicy(tenant: Tenant) {
  const server = await serve(answerPolicy(tenant));
  const { sources, logs } = connectTo(server.url);
  return { policy: await sources.readPolicy(SUBSCRIPTION), arrivals: server.arrivals, logs };
}

test('reads components in breach with namespace and name', async () => {
  const { policy } = await readPolicy({
    components: [componentRow('payments/api-1'), componentRow('ns-admin', { componentType: 'namespace' })],
  });
  expect(policy.components).toEqual([
    {
      clusterId: CLUSTER.toLowerCase(),
      assignmentId: ASSIGNMENT.toLowerCase(),
      definitionId: NO_PRIVILEGED.toLowerCase(),
      setDefinitionId: '',
      referenceId: 'Ref',
      componentType: 'namespace',
      namespace: '',
      name: 'ns-admin',
      state: 'noncompliant',
      evaluatedAt: '2026-11-22T20:00:00.123Z',
    },
    expect.objectContaining({ componentType: 'pod', namespace: 'payments', name: 'api-1' }),
  ]);
});

test('leaves out the placeholder for all components', () => {
  expect(parsePolicyComponent(componentRow('*', { componentType: '*' }))).toBeUndefined();
});

test('leaves out components of other resources, such as key vaults', () => {
  const vault = `/subscriptions/${SUBSCRIPTION}/resourceGroups/Rg/providers/Microsoft.KeyVault/vaults/v`;
  expect(parsePolicyComponent(componentRow('cert-1', { resourceId: vault }))).toBeUndefined();
});

test('follows the pages of non-compliant resources by POST', async () => {
  const { policy, arrivals } = await readPolicy({
    states: [[stateOf(CLUSTER, LOCAL_ACCOUNTS)], [stateOf(REGISTRY, LOCAL_ACCOUNTS)]],
  });
  expect(
    policy.components.map(({ componentType, namespace, name }) => [componentType, namespace, name]),
  ).toEqual([
    ['registry', '', 'acr'],
    ['cluster', '', 'shop'],
  ]);
  const calls = arrivals.filter((request) => request.path.endsWith('/queryResults'));
  expect(calls.map((request) => request.method)).toEqual(['POST', 'POST']);
  expect(calls[0]?.query.get('$filter')).toContain("complianceState eq 'NonCompliant'");
});

test('stops when a next link of policy states leads back', async () => {
  const server = await serve((request, origin) =>
    request.path.endsWith('/queryResults')
      ? { body: { '@odata.nextLink': `${origin}${request.path}?$skiptoken=same`, value: [] } }
      : answerPolicy({})(request, origin),
  );
  await expect(connectTo(server.url).sources.readPolicy(SUBSCRIPTION)).rejects.toMatchObject({
    failure: 'malformed',
  });
});

test('tells a breach once when a cluster breaks a rule through its components', async () => {
  const { policy } = await readPolicy({
    components: [componentRow('payments/api-1')],
    states: [[stateOf(CLUSTER.toLowerCase(), NO_PRIVILEGED), stateOf(CLUSTER, LOCAL_ACCOUNTS)]],
  });
  expect(policy.components.map((component) => component.componentType).toSorted()).toEqual([
    'cluster',
    'pod',
  ]);
});

test('gives each assignment its counts by state and the name that people know it by', async () => {
  const { policy, arrivals } = await readPolicy({
    assignments: [{ id: ASSIGNMENT, displayName: 'Baseline <script>alert(1)</script>' }],
  });
  expect(policy.summaries).toEqual([
    {
      assignmentId: ASSIGNMENT.toLowerCase(),
      setDefinitionId: '/providers/microsoft.authorization/policysetdefinitions/a8640138',
      displayName: 'Baseline <script>alert(1)</script>',
      nonCompliantResources: 3,
      nonCompliantPolicies: 2,
      resources: { compliant: 40, exempt: 1, noncompliant: 3 },
    },
  ]);
  const names = arrivals.find((request) => request.body.includes('policyassignments'));
  expect(JSON.parse(names?.body ?? '').options.authorizationScopeFilter).toBe('AtScopeAboveAndBelow');
});

test('calls an assignment by the end of its id when its name is not visible', async () => {
  const { policy } = await readPolicy({});
  expect(policy.summaries[0]?.displayName).toBe('baseline');
});

test('keeps the rows around one that cannot be read, and says so', async () => {
  const rows = Array.from({ length: 10 }, (_, index) => componentRow(`payments/api-${index}`));
  const broken = componentRow('payments/broken', { complianceState: 'Perplexed' });
  const { policy, logs } = await readPolicy({ components: [...rows, broken] });
  expect(policy.components).toHaveLength(10);
  expect(logs).toEqual([expect.stringContaining('payments/broken')]);
});

test('does not report on rows of which more than a tenth cannot be read', async () => {
  const rows = [componentRow('a/b'), componentRow('a/c', { policyAssignmentId: 7 })];
  const server = await serve(answerPolicy({ components: rows }));
  await expect(connectTo(server.url).sources.readPolicy(SUBSCRIPTION)).rejects.toMatchObject({
    failure: 'malformed',
    message: expect.stringMatching(/1 of 2 rows.*policyAssignmentId/),
  });
});

test('reads components that were expanded inside a resource state, each with its own state', () => {
  const components = [
    {
      id: 'default/bash',
      name: 'bash',
      type: 'pod',
      timestamp: '2026-02-08T04:48:57Z',
      complianceState: 'NonCompliant',
    },
    { id: '*', name: '*', type: '*', timestamp: '2026-02-08T04:48:57Z', complianceState: 'NonCompliant' },
    {
      id: 'default/ok',
      name: 'ok',
      type: 'pod',
      timestamp: '2026-02-08T04:48:57Z',
      complianceState: 'Compliant',
    },
  ];
  const answer = parsePolicyAnswer({ value: [stateOf(CLUSTER, NO_PRIVILEGED, { components })] });
  expect(answer.map(({ name, state }) => [name, state])).toEqual([
    ['bash', 'noncompliant'],
    ['ok', 'compliant'],
  ]);
});
