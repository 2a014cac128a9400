import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTenant, type Tenant } from '../../local/tenant/server.ts';
import { PRODUCTION } from '../../local/tenant/world/clusters.ts';
import { call, fetchToken } from './caller.ts';

let tenant: Tenant;
let token: string;

beforeAll(async () => {
  tenant = await startTenant({ today: '2026-11-23' });
  token = await fetchToken(tenant);
});
afterAll(() => tenant.close());

describe('Policy Insights', () => {
  const PATH = `/subscriptions/${PRODUCTION}/providers/Microsoft.PolicyInsights/policyStates/latest`;

  it('gives its second page to POST only', async () => {
    const first = await call(tenant, `${PATH}/queryResults?api-version=2024-10-01&$top=5`, {
      method: 'POST',
      token,
    });
    const link = (first.json as Record<string, string>)['@odata.nextLink'] ?? '';
    const refused = await call(tenant, link, { token });
    expect(refused.status).toBe(405);
    expect(refused.json).toMatchObject({ error: { code: 'HttpMethodNotSupported' } });
    const second = await call(tenant, link, { method: 'POST', token });
    expect(second.json).toMatchObject({ '@odata.count': 5 });
    expect(second.text).not.toBe(first.text);
  });

  it('filters by what the query says, and refuses what it does not understand', async () => {
    const ask = (filter: string) => {
      const query = new URLSearchParams({ 'api-version': '2024-10-01', $filter: filter });
      return call(tenant, `${PATH}/queryResults?${query}`, { method: 'POST', token });
    };
    const registries = await ask(
      "complianceState eq 'NonCompliant' and (resourceType eq 'Microsoft.ContainerRegistry/registries' or resourceType eq 'x')",
    );
    expect((registries.json as { value: { resourceId: string }[] }).value).toHaveLength(1);
    expect((await ask('complianceState lt 5')).status).toBe(400);
  });

  it('summarises with denominators that the states add up to', async () => {
    const post = async (action: string) =>
      (await call(tenant, `${PATH}/${action}?api-version=2024-10-01`, { method: 'POST', token })).json;
    interface State {
      readonly policyAssignmentId: string;
      readonly resourceId: string;
      readonly complianceState: string;
    }
    const { value: states } = (await post('queryResults')) as { value: readonly State[] };
    const { value } = (await post('summarize')) as {
      value: { policyAssignments: { policyAssignmentId: string; results: unknown }[] }[];
    };
    for (const { policyAssignmentId, results } of value[0]?.policyAssignments ?? []) {
      const own = states.filter((state) => state.policyAssignmentId === policyAssignmentId);
      const byResource = [...Map.groupBy(own, (state) => state.resourceId).values()];
      const holds = (wanted: string) => (of: readonly State[]) =>
        of.some((state) => state.complianceState === wanted);
      const broken = byResource.filter(holds('NonCompliant'));
      const compliant = byResource.filter((of) => !broken.includes(of) && holds('Compliant')(of));
      const exempt = byResource.length - broken.length - compliant.length;
      expect(results).toMatchObject({
        nonCompliantResources: broken.length,
        resourceDetails: [
          { complianceState: 'compliant', count: compliant.length },
          { complianceState: 'noncompliant', count: broken.length },
          ...(exempt > 0 ? [{ complianceState: 'exempt', count: exempt }] : []),
        ],
      });
    }
  });
});
