import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { PostureState } from '../../../shared/model/posture.ts';
import {
  type Answer,
  type Arrival,
  answerGraph,
  configure,
  connectTo,
  SUBSCRIPTION,
  serve,
} from './httpsServer.ts';

const CLUSTER = JSON.parse(
  readFileSync(new URL('../../fixtures/azure/cluster.json', import.meta.url), 'utf8'),
);
const CLUSTER_ID = CLUSTER.id.toLowerCase();
const REGISTRY = {
  id: `/subscriptions/${SUBSCRIPTION}/resourceGroups/Rg/providers/Microsoft.ContainerRegistry/registries/ShopAcr`,
  name: 'ShopAcr',
  sku: { name: 'Premium' },
  properties: { adminUserEnabled: true },
};
const CORP = '/providers/Microsoft.Management/managementGroups/corp';
const CONTAINER = {
  id: `/subscriptions/${SUBSCRIPTION}`,
  properties: { managementGroupAncestorsChain: [{ name: 'corp' }, { name: 'root' }] },
};
const WORKSPACE =
  '/subscriptions/other/resourceGroups/Logs/providers/Microsoft.OperationalInsights/workspaces/Central';
const ALLOWED = 'e56962a6-4747-49cd-b67b-bf8b01975c4c';
const INITIATIVE = `${CORP}/providers/Microsoft.Authorization/policySetDefinitions/baseline`;
const ASSIGNMENT = `${CORP}/providers/Microsoft.Authorization/policyAssignments/regions`;

function setting(categories: readonly string[]) {
  const logs = categories.map((category) => ({ category, enabled: true }));
  return { name: 'logs', properties: { workspaceId: WORKSPACE, logs } };
}

function assignment(definitionId: string, parameters: object) {
  return {
    id: ASSIGNMENT,
    name: 'regions',
    properties: { policyDefinitionId: definitionId, scope: CORP, parameters },
  };
}

const BUILT_IN = assignment(`/providers/Microsoft.Authorization/policyDefinitions/${ALLOWED}`, {
  listOfAllowedLocations: { value: ['westeurope'] },
});

/** The type as a query quotes it, for a query about assignments names ids of initiatives as well. */
const INITIATIVES = "'microsoft.authorization/policysetdefinitions'";

const GRAPH = {
  resourcecontainers: [CONTAINER] as readonly object[],
  'microsoft.containerservice/managedclusters': [CLUSTER, REGISTRY],
  [INITIATIVES]: [] as readonly object[],
  policyassignments: [BUILT_IN] as readonly object[],
  policyexemptions: [] as readonly object[],
};

const REST: Readonly<Record<string, Answer>> = {
  [`${CLUSTER_ID}/providers/Microsoft.Insights/diagnosticSettings`]: {
    body: { value: [setting(['kube-audit'])] },
  },
  [`/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Insights/diagnosticSettings`]: {
    body: { value: [setting(['Administrative'])] },
  },
  [`${WORKSPACE.toLowerCase()}/tables/AzureActivity`]: {
    body: { properties: { retentionInDays: 90, totalRetentionInDays: 730 } },
  },
  [`/subscriptions/${SUBSCRIPTION}/providers/Microsoft.ContainerService/locations/westeurope/kubernetesVersions`]:
    { body: { values: [{ version: '1.34', capabilities: { supportPlan: ['KubernetesOfficial'] } }] } },
};

async function read(
  graph: Partial<typeof GRAPH> = {},
  rest: Readonly<Record<string, Answer>> = {},
): Promise<{ state: PostureState; arrivals: readonly Arrival[] }> {
  const answerQuery = answerGraph({ ...GRAPH, ...graph });
  const server = await serve((request) => {
    if (request.method === 'POST') return answerQuery(request);
    return (
      { ...REST, ...rest }[request.path] ?? {
        status: 404,
        body: { error: { code: 'NotFound', message: '' } },
      }
    );
  });
  return {
    state: await connectTo(server.url).sources.readPosture(SUBSCRIPTION),
    arrivals: server.arrivals,
  };
}

const pathOf = (start: string) => Object.keys(REST).find((path) => path.startsWith(start)) ?? '';

describe('the posture of a subscription', () => {
  it('is what clusters, registries and the subscription are set to, without the payloads', async () => {
    const { state } = await read();
    expect(state).toMatchObject({
      clusters: [
        {
          cluster: { id: CLUSTER_ID, location: 'westeurope' },
          diagnostics: [{ workspaceId: WORKSPACE.toLowerCase(), enabled: ['kube-audit'] }],
        },
      ],
      registries: [{ adminUser: { state: 'read', value: true }, retentionStatus: { state: 'absent' } }],
      diagnostics: [{ enabled: ['administrative'] }],
      activityLog: [{ workspaceId: WORKSPACE.toLowerCase(), days: 730 }],
      ancestors: [CORP, '/providers/Microsoft.Management/managementGroups/root'].map((id) =>
        id.toLowerCase(),
      ),
      locationAssignments: [{ id: ASSIGNMENT.toLowerCase(), locations: ['westeurope'] }],
      versions: [{ location: 'westeurope', supported: [{ minor: '1.34', plans: ['KubernetesOfficial'] }] }],
      warnings: [],
    });
    expect(JSON.stringify(state)).not.toContain('dnsPrefix');
  });

  it('is read with the token, and an api-version on every call', async () => {
    const { arrivals } = await read();
    const gets = arrivals.filter(({ method }) => method === 'GET');
    expect(gets).toHaveLength(4);
    for (const { headers, query } of gets) {
      expect(headers.authorization).toBe('Bearer secret-token');
      expect(query.get('api-version')).toMatch(/^\d{4}-\d\d-\d\d/);
    }
  });

  it('leaves out clusters that are not watched, and asks nothing about them', async () => {
    const server = await serve((request) =>
      request.method === 'POST' ? answerGraph(GRAPH)(request) : { body: { value: [] } },
    );
    const config = configure(server.url, { clusters: ['other-*'] });
    const state = await connectTo(server.url, {}, config).sources.readPosture(SUBSCRIPTION);
    expect(state.clusters).toEqual([]);
    expect(server.arrivals.filter(({ method }) => method === 'GET')).toHaveLength(1);
  });

  it('fails when Azure does not show the subscription: then empty answers mean nothing', async () => {
    await expect(read({ resourcecontainers: [] })).rejects.toMatchObject({
      failure: 'forbidden',
      remedy: expect.stringContaining('"Reader"'),
    });
  });
});

describe('a part that Azure refuses', () => {
  it.each([403, 404])('(%i) is unknown and named with its remedy, and costs nothing else', async (status) => {
    const refusal = { status, body: { error: { code: 'AuthorizationFailed', message: 'no right' } } };
    const { state } = await read({}, { [pathOf(CLUSTER_ID)]: refusal });
    expect(state.clusters).toMatchObject([{ diagnostics: undefined }]);
    expect(state.diagnostics).toHaveLength(1);
    expect(state.warnings).toEqual([expect.stringMatching(/^Not read: the diagnostic settings of clusters/)]);
  });

  it('fails the reading when trying again may help', async () => {
    const tooMany = {
      status: 429,
      headers: { 'retry-after': '1' },
      body: { error: { code: 'x', message: '' } },
    };
    await expect(read({}, { [pathOf(CLUSTER_ID)]: tooMany })).rejects.toMatchObject({ failure: 'throttled' });
  });

  it('is unknown as well when a setting is of another form: it may be the one that exports', async () => {
    const retyped = {
      body: { value: [setting(['kube-audit']), { name: 'x', properties: { logs: 'all' } }] },
    };
    const { state } = await read({}, { [pathOf(CLUSTER_ID)]: retyped });
    expect(state.clusters[0]?.diagnostics).toBeUndefined();
    expect(state.warnings[0]).toContain('not of the documented form');
  });

  it('is one sentence for however many clusters it is refused', async () => {
    const clusters = Array.from({ length: 30 }, (_, index) => ({
      ...CLUSTER,
      id: CLUSTER.id.replace('Shop-EU', `shop-${index}`),
    }));
    const { state } = await read({ 'microsoft.containerservice/managedclusters': clusters });
    expect(state.clusters).toHaveLength(30);
    expect(state.warnings).toEqual([expect.stringContaining('of clusters (30 times)')]);
  });

  it('leaves out the retention of a workspace, and the versions of a region', async () => {
    const refused = { status: 403, body: { error: { code: 'AuthorizationFailed', message: '' } } };
    const { state } = await read(
      {},
      {
        [`${WORKSPACE.toLowerCase()}/tables/AzureActivity`]: refused,
        [pathOf(`/subscriptions/${SUBSCRIPTION}/providers/Microsoft.ContainerService`)]: refused,
      },
    );
    expect([state.activityLog, state.versions]).toEqual([[], []]);
    expect(state.warnings).toHaveLength(2);
  });
});

describe('the policy on locations', () => {
  const member = (value: unknown) => ({
    policyDefinitionId: `/providers/Microsoft.Authorization/policyDefinitions/${ALLOWED}`,
    policyDefinitionReferenceId: 'Regions',
    parameters: { listOfAllowedLocations: { value } },
  });
  const initiative = (value: unknown, parameters = {}) => [
    { id: INITIATIVE, name: 'baseline', properties: { parameters, policyDefinitions: [member(value)] } },
  ];
  const exemption = (parts: object) => [
    {
      id: `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/policyExemptions/trial`,
      properties: { policyAssignmentId: ASSIGNMENT, exemptionCategory: 'Waiver', ...parts },
    },
  ];

  it.each([
    ['that the assignment names', "[parameters('where')]", {}, { where: { value: ['northeurope'] } }],
    ['that are its default', "[parameters('where')]", { where: { defaultValue: ['northeurope'] } }, {}],
    ['that it names itself', ['northeurope'], {}, {}],
  ])('is found within an initiative, with the locations %s', async (_, value, parameters, given) => {
    const { state } = await read({
      [INITIATIVES]: initiative(value, parameters),
      policyassignments: [assignment(INITIATIVE, given)],
    });
    expect(state.locationAssignments).toMatchObject([
      { locations: ['northeurope'], scope: CORP.toLowerCase() },
    ]);
  });

  it('carries its exemptions, with their last day', async () => {
    const { state } = await read({ policyexemptions: exemption({ expiresOn: '2026-12-31T00:00:00Z' }) });
    expect(state.exemptions).toEqual([
      {
        assignmentId: ASSIGNMENT.toLowerCase(),
        scope: `/subscriptions/${SUBSCRIPTION}`,
        until: '2026-12-31',
      },
    ]);
  });

  it('is not exempted by an exemption from other policies of the initiative', async () => {
    const graph = {
      [INITIATIVES]: initiative(['northeurope']),
      policyassignments: [assignment(INITIATIVE, {})],
    };
    const other = { ...graph, policyexemptions: exemption({ policyDefinitionReferenceIds: ['tags'] }) };
    const own = { ...graph, policyexemptions: exemption({ policyDefinitionReferenceIds: ['REGIONS'] }) };
    expect((await read(other)).state.exemptions).toEqual([]);
    expect((await read(own)).state.exemptions).toHaveLength(1);
  });

  it('is unknown when an assignment of it cannot be read, or the management groups are not told', async () => {
    const broken = { ...BUILT_IN, properties: { ...BUILT_IN.properties, scope: 7 } };
    const unread = (await read({ policyassignments: [broken] })).state;
    expect(unread.locationAssignments).toBeUndefined();
    expect(unread.warnings).toEqual([expect.stringContaining('the policy assignments')]);
    const bare = (await read({ resourcecontainers: [{ id: CONTAINER.id }] })).state;
    expect(bare.locationAssignments).toBeUndefined();
    expect(bare.warnings).toEqual([expect.stringContaining('management groups')]);
  });
});
