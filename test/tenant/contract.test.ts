import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTenant, type Tenant } from '../../local/tenant/server.ts';
import { PRODUCTION } from '../../local/tenant/world/clusters.ts';
import { checkModel } from './apiDefinitions.ts';
import { call, fetchToken } from './caller.ts';
import { checkSwagger, DATA } from './contracts.ts';

const SWAGGER = {
  cost: 'cost-management/resource-manager/Microsoft.CostManagement/stable/2019-11-01/costmanagement.json',
  policy: 'policyinsights/resource-manager/Microsoft.PolicyInsights/stable/2019-10-01/policyStates.json',
  graph: 'resourcegraph/resource-manager/Microsoft.ResourceGraph/stable/2021-03-01/resourcegraph.json',
  compliance:
    'security/resource-manager/Microsoft.Security/preview/2019-01-01-preview/regulatoryCompliance.json',
  score: 'security/resource-manager/Microsoft.Security/stable/2020-01-01/secureScore.json',
  alerts: 'security/resource-manager/Microsoft.Security/stable/2021-01-01/alerts.json',
  assessments: 'security/resource-manager/Microsoft.Security/stable/2020-01-01/assessments.json',
  aks: 'containerservice/resource-manager/Microsoft.ContainerService/stable/2021-05-01/managedClusters.json',
} as const;

const MODELS = {
  cost: 'CostManagement/2025-03-01/Openapis',
  policy: 'PolicyInsights/2024-10-01/Openapis',
  graph: 'ResourceGraph/2024-04-01/Resources',
  assessments: 'Security/2021-06-01/Assessments',
  aks: 'ContainerService/2026-04-01/ManagedClusters',
} as const;

type Row = Readonly<Record<string, unknown>> & { readonly properties: Readonly<Record<string, unknown>> };

describe.skipIf(!existsSync(DATA))('recorded: the tenant keeps to the contracts that Azure publishes', () => {
  let tenant: Tenant;
  let token: string;

  beforeAll(async () => {
    tenant = await startTenant({ today: '2026-11-23' });
    token = await fetchToken(tenant);
  });
  afterAll(() => tenant.close());

  async function queryCost(): Promise<unknown> {
    const reply = await call(
      tenant,
      `/subscriptions/${PRODUCTION}/providers/Microsoft.CostManagement/query?api-version=2022-10-01`,
      {
        token,
        body: {
          type: 'AmortizedCost',
          timeframe: 'Custom',
          timePeriod: { from: '2026-10-01T00:00:00Z', to: '2026-10-31T23:59:59Z' },
          dataset: {
            granularity: 'Daily',
            aggregation: { totalCost: { name: 'Cost', function: 'Sum' } },
            grouping: [{ type: 'Dimension', name: 'ResourceId' }],
          },
        },
      },
    );
    return reply.json;
  }

  async function queryPolicy(action: string): Promise<unknown> {
    const path = `/subscriptions/${PRODUCTION}/providers/Microsoft.PolicyInsights/policyStates/latest/${action}`;
    return (await call(tenant, `${path}?api-version=2024-10-01`, { method: 'POST', token })).json;
  }

  async function queryGraph(table: string, type: string): Promise<{ data: readonly Row[] }> {
    const reply = await call(tenant, '/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01', {
      token,
      body: {
        query: `${table} | where type =~ '${type}' | order by id asc`,
        options: { resultFormat: 'objectArray' },
      },
    });
    return reply.json as { data: readonly Row[] };
  }

  async function listRows(table: string, type: string): Promise<readonly Row[]> {
    const { data } = await queryGraph(table, type);
    expect(data.length).toBeGreaterThan(0);
    return data;
  }

  it('answers a cost query as QueryResult of 2019-11-01 and 2025-03-01', async () => {
    const answer = await queryCost();
    expect(checkSwagger(SWAGGER.cost, 'QueryResult', true)(answer)).toEqual([]);
    expect(checkModel(MODELS.cost, 'QueryResult')(answer)).toEqual([]);
  });

  it('summarises policy states as SummarizeResults of 2019-10-01 and 2024-10-01', async () => {
    const answer = await queryPolicy('summarize');
    expect(checkSwagger(SWAGGER.policy, 'SummarizeResults', true)(answer)).toEqual([]);
    expect(checkModel(MODELS.policy, 'SummarizeResults')(answer)).toEqual([]);
  });

  it('lists policy states as PolicyStatesQueryResults of 2019-10-01 and PolicyState of 2024-10-01', async () => {
    const answer = (await queryPolicy('queryResults')) as { value: readonly unknown[] };
    expect(checkSwagger(SWAGGER.policy, 'PolicyStatesQueryResults', true)(answer)).toEqual([]);
    const check = checkModel(MODELS.policy, 'PolicyState');
    expect(answer.value.flatMap((state) => check(state))).toEqual([]);
  });

  it('answers Resource Graph as QueryResponse of 2021-03-01 and 2024-04-01', async () => {
    const answer = await queryGraph('policyresources', 'microsoft.policyinsights/componentpolicystates');
    expect(checkSwagger(SWAGGER.graph, 'QueryResponse', true)(answer)).toEqual([]);
    expect(checkModel(MODELS.graph, 'QueryResponse')(answer)).toEqual([]);
  });

  it('refuses a graph query as ErrorResponse of 2021-03-01', async () => {
    const reply = await call(tenant, '/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01', {
      token,
      body: { query: 'resources | summarize count()', options: { resultFormat: 'objectArray' } },
    });
    expect(reply.status).toBe(400);
    expect(checkSwagger(SWAGGER.graph, 'ErrorResponse', true)(reply.json)).toEqual([]);
  });

  it('describes component policy states with the fields of ComponentPolicyState of 2024-10-01', async () => {
    const rows = await listRows('policyresources', 'microsoft.policyinsights/componentpolicystates');
    const check = checkModel(MODELS.policy, 'ComponentPolicyState');
    expect(rows.flatMap((row) => check(row.properties))).toEqual([]);
  });

  it('describes managed clusters as ManagedCluster of 2021-05-01 and, with nothing unknown, 2026-04-01', async () => {
    const rows = await listRows('resources', 'microsoft.containerservice/managedclusters');
    const older = checkSwagger(SWAGGER.aks, 'ManagedCluster', false);
    const newer = checkModel(MODELS.aks, 'ManagedCluster');
    for (const { id, name, type, location, sku, tags, properties } of rows) {
      const cluster = { id, name, type, location, sku, tags, properties };
      expect(older(cluster)).toEqual([]);
      expect(newer(cluster)).toEqual([]);
    }
  });

  it('hands out kubeconfigs as CredentialResults of 2021-05-01', async () => {
    const [cluster] = tenant.world.clusters;
    const path = `${cluster?.id}/listClusterUserCredential?api-version=2026-04-01`;
    const { json } = await call(tenant, path, { method: 'POST', token });
    expect(checkSwagger(SWAGGER.aks, 'CredentialResults', true)(json)).toEqual([]);
  });

  it('describes secure scores as SecureScoreItem of 2020-01-01', async () => {
    const rows = await listRows('securityresources', 'microsoft.security/securescores');
    const check = checkSwagger(SWAGGER.score, 'SecureScoreItemProperties', true);
    // Resource Graph adds the environment to what the resource provider itself gives.
    expect(rows.flatMap(({ properties: { environment: _, ...rest } }) => check(rest))).toEqual([]);
  });

  it('describes controls of secure scores as SecureScoreControlDetails of 2020-01-01', async () => {
    const rows = await listRows('securityresources', 'microsoft.security/securescores/securescorecontrols');
    const check = checkSwagger(SWAGGER.score, 'SecureScoreControlScoreDetails', true);
    expect(rows.flatMap(({ properties: { environment: _, ...rest } }) => check(rest))).toEqual([]);
  });

  it('describes regulatory standards and their controls as 2019-01-01-preview has them', async () => {
    const type = 'microsoft.security/regulatorycompliancestandards';
    const standards = await listRows('securityresources', type);
    const check = checkSwagger(SWAGGER.compliance, 'RegulatoryComplianceStandardProperties', true);
    expect(standards.flatMap(({ properties }) => check(properties))).toEqual([]);
    const controls = await listRows('securityresources', `${type}/regulatorycompliancecontrols`);
    const checkControl = checkSwagger(SWAGGER.compliance, 'RegulatoryComplianceControlProperties', true);
    expect(controls.flatMap(({ properties }) => checkControl(properties))).toEqual([]);
  });

  it('describes alerts as Alert of 2021-01-01, with names in PascalCase', async () => {
    const rows = await listRows('securityresources', 'microsoft.security/locations/alerts');
    const check = checkSwagger(SWAGGER.alerts, 'AlertProperties', false);
    const camelCase = (row: Row) =>
      Object.fromEntries(
        Object.entries(row.properties)
          .filter(([name]) => name !== 'RemediationSteps')
          .map(([name, value]) => [`${name[0]?.toLowerCase()}${name.slice(1)}`, value]),
      );
    expect(rows.map(camelCase).flatMap((alert) => check(alert))).toEqual([]);
  });

  it('describes assessments as SecurityAssessment of 2020-01-01 and 2021-06-01', async () => {
    const rows = await listRows('securityresources', 'microsoft.security/assessments');
    const older = checkSwagger(SWAGGER.assessments, 'SecurityAssessmentProperties', false);
    const status = checkModel(MODELS.assessments, 'AssessmentStatusResponse');
    for (const { properties } of rows) {
      // Resource Graph writes Source and Id where the resource provider writes source and id.
      const { Source, Id } = properties.resourceDetails as { Source: string; Id: string };
      expect(older({ ...properties, resourceDetails: { source: Source, id: Id } })).toEqual([]);
      expect(status(properties.status)).toEqual([]);
    }
  });

  describe('and the checks themselves can fail', () => {
    it('by a type', async () => {
      const answer = (await queryCost()) as { properties: { columns: unknown } };
      const broken = { ...answer, properties: { ...answer.properties, columns: 'Cost' } };
      expect(checkSwagger(SWAGGER.cost, 'QueryResult', true)(broken)).not.toEqual([]);
      expect(checkModel(MODELS.cost, 'QueryResult')(broken)).not.toEqual([]);
    });

    it('by a property that the contract does not have', async () => {
      const broken = { ...((await queryCost()) as object), nextPage: 2 };
      expect(checkSwagger(SWAGGER.cost, 'QueryResult', true)(broken)).not.toEqual([]);
      expect(checkModel(MODELS.cost, 'QueryResult')(broken)).not.toEqual([]);
    });

    it('by a required property that is missing', () => {
      const broken = { count: 0, data: [], resultTruncated: 'false' };
      expect(checkSwagger(SWAGGER.graph, 'QueryResponse', true)(broken)).not.toEqual([]);
      expect(checkModel(MODELS.graph, 'QueryResponse')(broken)).not.toEqual([]);
    });

    it('by a boolean where Azure has the word', () => {
      const broken = { totalRecords: 0, count: 0, data: [], resultTruncated: false };
      expect(checkSwagger(SWAGGER.graph, 'QueryResponse', true)(broken)).not.toEqual([]);
      expect(checkModel(MODELS.graph, 'QueryResponse')(broken)).not.toEqual([]);
    });

    it('by a value that no constant allows, deep in a cluster', async () => {
      const [row] = await listRows('resources', 'microsoft.containerservice/managedclusters');
      const { location, properties } = row as Row & { location: string };
      const broken = { location, properties: { ...properties, supportPlan: 'Platinum' } };
      expect(checkModel(MODELS.aks, 'ManagedCluster')(broken)).not.toEqual([]);
    });
  });
});
