import { describe, expect, it, test } from 'vitest';
import { parsePolicyAnswer, parsePolicyComponent } from '../../../shared/sources/azure/policyAnswer.ts';
import { parseExemption } from '../../../shared/sources/azure/policyExemption.ts';
import { type Answer, type Arrival, answerGraph, connectTo, SUBSCRIPTION, serve } from './httpsServer.ts';

const CLUSTER = `/subscriptions/${SUBSCRIPTION}/resourceGroups/Rg/providers/Microsoft.ContainerService/managedClusters/Shop`;
const REGISTRY = `/subscriptions/${SUBSCRIPTION}/resourceGroups/Rg/providers/Microsoft.ContainerRegistry/registries/Acr`;
const ASSIGNMENT =
  '/providers/Microsoft.Management/managementGroups/Corp/providers/Microsoft.Authorization/policyAssignments/Baseline';
const INITIATIVE =
  '/providers/Microsoft.Management/managementGroups/Corp/providers/Microsoft.Authorization/policySetDefinitions/Base';
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
          policySetDefinitionId: INITIATIVE,
          results: {
            nonCompliantResources: 3,
            nonCompliantPolicies: 2,
            resourceDetails: [
              { complianceState: 'noncompliant', count: 3 },
              { complianceState: 'Compliant', count: 40 },
              { complianceState: 'exempt', count: 1 },
            ],
          },
          policyDefinitions: [
            {
              policyDefinitionId: LOCAL_ACCOUNTS,
              policyDefinitionReferenceId: 'localAccounts',
              results: {
                nonCompliantResources: 2,
                resourceDetails: [{ complianceState: 'noncompliant', count: 2 }],
              },
            },
            {
              policyDefinitionId: NO_PRIVILEGED,
              results: { nonCompliantResources: '1', resourceDetails: null },
            },
          ],
        },
      ],
    },
  ],
};

interface Tenant {
  readonly components?: readonly object[];
  readonly assignments?: readonly object[];
  readonly initiatives?: readonly object[];
  readonly summary?: unknown;
  readonly states?: readonly (readonly object[])[];
}

/** Policy Insights as it behaves: page two only by POST. */
function answerPolicy(tenant: Tenant) {
  const { components = [], assignments = [], initiatives = [], states = [[]], summary = SUMMARY } = tenant;
  const graph = answerGraph({
    componentpolicystates: components,
    policyassignments: assignments,
    policysetdefinitions: initiatives,
  });
  return (request: Arrival, origin: string): Answer => {
    if (request.path.endsWith('/summarize')) return { body: summary };
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
      exemptionId: '',
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
  expect(calls[0]?.query.get('$filter')).toContain("complianceState ne 'Compliant'");
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

test('gives assignments, and their definitions, counts with denominators and the names that people know', async () => {
  const { policy, arrivals } = await readPolicy({
    assignments: [{ id: ASSIGNMENT, properties: { displayName: 'Baseline <script>alert(1)</script>' } }],
    initiatives: [{ id: INITIATIVE, displayName: 'Corporate baseline' }],
  });
  expect(policy.summaries).toEqual([
    {
      assignmentId: ASSIGNMENT.toLowerCase(),
      setDefinitionId: INITIATIVE.toLowerCase(),
      setDisplayName: 'Corporate baseline',
      displayName: 'Baseline <script>alert(1)</script>',
      nonCompliantResources: 3,
      nonCompliantPolicies: 2,
      resources: { compliant: 40, exempt: 1, noncompliant: 3 },
      definitions: [
        {
          definitionId: NO_PRIVILEGED.toLowerCase(),
          referenceId: '',
          nonCompliantResources: 1,
          resources: {},
        },
        {
          definitionId: LOCAL_ACCOUNTS.toLowerCase(),
          referenceId: 'localAccounts',
          nonCompliantResources: 2,
          resources: { noncompliant: 2 },
        },
      ],
    },
  ]);
  expect(policy.warnings).toEqual([]);
  const names = arrivals.find((request) => request.body.includes('policyassignments'));
  expect(JSON.parse(names?.body ?? '').options.authorizationScopeFilter).toBe('AtScopeAboveAndBelow');
});

test('knows Azure’s own initiatives about clusters when their names are not visible', async () => {
  const summary = structuredClone(SUMMARY);
  const [assignment] = summary.value[0]?.policyAssignments ?? [];
  const prefix = '/providers/Microsoft.Authorization/policySetDefinitions';
  if (assignment) assignment.policySetDefinitionId = `${prefix}/C047EA8E-9c78-49b2-958b-37e56d291a44`;
  const { policy } = await readPolicy({ summary });
  expect(policy.summaries[0]?.setDisplayName).toMatch(/^Deployment safeguards/);
});

test('calls an assignment by the end of its id when its name is not visible, and says who cannot see it', async () => {
  const { policy, logs } = await readPolicy({});
  expect(policy.summaries[0]).toMatchObject({ displayName: 'baseline', setDisplayName: '' });
  expect(policy.warnings).toEqual([
    expect.stringMatching(/1 of 1 policy assignments .*exemptions.*policyassignments\/baseline\. Grant/),
  ]);
  expect(logs).toEqual([expect.stringContaining(policy.warnings[0] ?? '?')]);
});

test('says that a subscription without a visible assignment proves nothing', async () => {
  const { policy } = await readPolicy({ summary: { value: [] } });
  expect(policy).toMatchObject({ components: [], summaries: [], exemptions: [] });
  expect(policy.warnings).toEqual([expect.stringMatching(/no policy assignment at all.*Reader/)]);
});

test('asks for no names of initiatives where none is assigned', async () => {
  const { arrivals } = await readPolicy({ summary: { value: [] } });
  expect(arrivals.some((request) => request.body.includes('policysetdefinitions'))).toBe(false);
});

describe('exemptions', () => {
  const exemptionOf = (scope: string, properties: object = {}) => ({
    id: `${scope}/providers/Microsoft.Authorization/policyExemptions/Legacy`,
    properties: {
      policyAssignmentId: ASSIGNMENT,
      policyDefinitionReferenceIds: ['REF'],
      exemptionCategory: 'Waiver',
      displayName: 'Until the rebuild',
      description: 'Agreed in SEC-1',
      expiresOn: '2026-12-31T00:00:00Z',
      ...properties,
    },
  });
  const exempt = componentRow('payments/api-1', { complianceState: 'Exempt' });

  it('are read, and named by what they spare', async () => {
    const { policy } = await readPolicy({ components: [exempt], assignments: [exemptionOf(CLUSTER)] });
    const id = `${CLUSTER}/providers/microsoft.authorization/policyexemptions/legacy`.toLowerCase();
    expect(policy.exemptions).toEqual([
      {
        id,
        category: 'waiver',
        displayName: 'Until the rebuild',
        description: 'Agreed in SEC-1',
        expiresOn: '2026-12-31T00:00:00.000Z',
        assignmentId: ASSIGNMENT.toLowerCase(),
        referenceIds: ['ref'],
        scope: CLUSTER.toLowerCase(),
        selective: false,
      },
    ]);
    expect(policy.components).toMatchObject([{ state: 'exempt', exemptionId: id }]);
  });

  it.each<[string, string, object]>([
    ['of another scope', `${CLUSTER}-2`, {}],
    ['of another assignment', CLUSTER, { policyAssignmentId: `${ASSIGNMENT}-2` }],
    ['of another definition', CLUSTER, { policyDefinitionReferenceIds: ['other'] }],
    ['that had expired when it was evaluated', CLUSTER, { expiresOn: '2026-11-22T19:00:00Z' }],
    ['that chooses its resources', CLUSTER, { resourceSelectors: [{ name: 'west', selectors: [] }] }],
  ])('are not said to spare anything when they are %s', async (_, scope, properties) => {
    const { policy } = await readPolicy({
      components: [exempt],
      assignments: [exemptionOf(scope, properties)],
    });
    expect(policy.exemptions).toHaveLength(1);
    expect(policy.components).toMatchObject([{ state: 'exempt', exemptionId: '' }]);
  });

  it('spare all definitions when they name none, and the nearest counts', async () => {
    const above = '/providers/Microsoft.Management/managementGroups/Corp';
    const all = { policyDefinitionReferenceIds: null, expiresOn: null };
    const { policy } = await readPolicy({
      components: [exempt],
      assignments: [
        exemptionOf(above, all),
        exemptionOf(`/subscriptions/${SUBSCRIPTION}`, all),
        exemptionOf(`/subscriptions/${SUBSCRIPTION}/resourceGroups/RG`, all),
      ],
    });
    expect(policy.exemptions.map(({ expiresOn }) => expiresOn)).toEqual([undefined, undefined, undefined]);
    expect(policy.components[0]?.exemptionId).toMatch(/resourcegroups\/rg\/providers/);
  });

  it('leave the exempt and the violating beside each other', async () => {
    const { policy } = await readPolicy({ components: [exempt, componentRow('payments/api-2')] });
    expect(policy.components.map(({ state }) => state)).toEqual(['exempt', 'noncompliant']);
  });

  it('of machines and databases are none of ours', () => {
    const vm = `/subscriptions/${SUBSCRIPTION}/resourceGroups/Rg/providers/Microsoft.Compute/virtualMachines/vm`;
    expect(parseExemption(exemptionOf(vm))).toBeUndefined();
  });

  it('are kept with what can be read of them', async () => {
    const odd = exemptionOf(CLUSTER, {
      policyDefinitionReferenceIds: '["a","B"]',
      exemptionCategory: 7,
      displayName: null,
      description: 'x'.repeat(1_000_000),
      expiresOn: 'next year',
    });
    const { policy } = await readPolicy({ assignments: [odd, { ...exemptionOf(REGISTRY), properties: 3 }] });
    expect(policy.exemptions).toMatchObject([
      { category: 'unknown', displayName: 'legacy', expiresOn: undefined, referenceIds: ['a', 'b'] },
    ]);
    expect(policy.exemptions[0]?.description.length).toBeLessThan(3_000);
    expect(policy.warnings.join(' ')).toMatch(/1 of 2 exemptions cannot be read.*expiry cannot be read/s);
  });
});

describe('answers that are not as documented', () => {
  it('keep a state that nobody knows as undecided, and name it', async () => {
    const { policy } = await readPolicy({
      components: [componentRow('a/b', { complianceState: 'Perplexed', timestamp: 'yesterday' })],
    });
    expect(policy.components).toMatchObject([{ name: 'b', state: 'unknown', evaluatedAt: '' }]);
    expect(policy.warnings.join(' ')).toMatch(
      /state Perplexed is not known.*time of evaluation cannot be read/s,
    );
  });

  it('lose only the rows that cannot be read, and count them', async () => {
    const rows = Array.from({ length: 10 }, (_, index) => componentRow(`payments/api-${index}`));
    const broken = componentRow('payments/broken', { componentId: 7 });
    const { policy, logs } = await readPolicy({
      components: [...rows, { ...broken, id: 'payments/broken' }],
    });
    expect(policy.components).toHaveLength(10);
    expect(policy.componentsLost).toBe(1);
    expect(policy.warnings[0]).toContain('payments/broken');
    expect(logs[0]).toContain('payments/broken');
  });

  it('are refused when more than a tenth of the rows cannot be read', async () => {
    const rows = [componentRow('a/b'), componentRow('a/c', { policyAssignmentId: 7 })];
    const server = await serve(answerPolicy({ components: rows }));
    await expect(connectTo(server.url).sources.readPolicy(SUBSCRIPTION)).rejects.toMatchObject({
      failure: 'malformed',
      message: expect.stringMatching(/1 of 2 components.*policyAssignmentId/),
    });
  });

  it.each<[string, unknown, RegExp]>([
    ['a summary that is none', { value: 'nothing' }, /how many resources comply cannot be read/],
    [
      'an assignment without counts',
      { value: [{ policyAssignments: [{ policyAssignmentId: ASSIGNMENT, results: {} }] }] },
      /1 of 1 summaries of assignments cannot be read/,
    ],
    [
      'a definition without counts',
      {
        value: [
          {
            policyAssignments: [
              {
                policyAssignmentId: ASSIGNMENT,
                results: { nonCompliantResources: 0, nonCompliantPolicies: 0 },
                policyDefinitions: [{ policyDefinitionId: 'x' }],
              },
            ],
          },
        ],
      },
      /counts of some definitions cannot be read/,
    ],
  ])('name %s and keep the components', async (_, summary, warning) => {
    const { policy } = await readPolicy({ components: [componentRow('a/b')], summary });
    expect(policy.components).toHaveLength(1);
    expect(policy.warnings.join(' ')).toMatch(warning);
  });

  it('keep the same trouble of many rows in one sentence', async () => {
    const rows = Array.from({ length: 900 }, (_, index) =>
      componentRow(`a/pod-${index}`, { complianceState: 'Perplexed' }),
    );
    const { policy } = await readPolicy({ components: rows });
    expect(policy.components).toHaveLength(900);
    expect(policy.warnings.filter((warning) => warning.includes('Perplexed'))).toHaveLength(1);
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
