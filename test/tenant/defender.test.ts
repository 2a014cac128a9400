import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { writeDemoConfig } from '../../local/tenant/config.ts';
import { startTenant, type Tenant } from '../../local/tenant/server.ts';
import { DEVELOPMENT, PRODUCTION } from '../../local/tenant/world/clusters.ts';
import { ConfigSchema } from '../../shared/config/schema.ts';
import { explainAlert } from '../../shared/governance/alert.ts';
import { weighSecureScores } from '../../shared/governance/secureScore.ts';
import type { DefenderState } from '../../shared/model/governance.ts';
import { createAzureSources } from '../../shared/sources/azure/sources.ts';
import { fetchToken } from './caller.ts';

let tenant: Tenant;
let production: DefenderState;
let development: DefenderState;
const logs: string[] = [];

beforeAll(async () => {
  tenant = await startTenant({ today: '2026-11-23' });
  const token = await fetchToken(tenant);
  const config = writeDemoConfig({
    tenantUrl: tenant.url,
    smtpPort: 25,
    teamsInboxUrl: 'http://t',
    reportBaseUrl: 'http://r',
  });
  const sources = createAzureSources(ConfigSchema.parse(parse(config)), {
    credential: { getToken: async () => ({ token, expiresOnTimestamp: Date.now() + 3_600_000 }) },
    clock: { now: () => new Date('2026-11-23T02:00:00Z') },
    tlsCa: tenant.caPem,
    log: (message) => logs.push(message),
  });
  production = await sources.readDefender(PRODUCTION);
  development = await sources.readDefender(DEVELOPMENT);
});
afterAll(() => tenant.close());

describe('what the real source reads of the tenant’s Defender', () => {
  it('is all of it, without a warning', () => {
    expect([...production.warnings, ...development.warnings, ...logs]).toEqual([]);
    expect([production.assessmentsLost, development.assessmentsLost]).toEqual([0, 0]);
  });

  it('has images with software, CVEs, repositories and digests', () => {
    const images = production.assessments.filter(({ software }) => software);
    expect(images.length).toBeGreaterThan(30);
    expect(images.every(({ software }) => /^sha256:[0-9a-f]{64}$/.test(software?.digest ?? ''))).toBe(true);
    expect(images.every(({ software }) => software && software.cves.length > 0)).toBe(true);
    expect(images.some(({ software }) => software?.repository === 'tools/migrator')).toBe(true);
  });

  it('has due dates and owners of governance rules on some', () => {
    const governed = production.assessments.filter(({ dueOn }) => dueOn !== undefined);
    expect(governed.length).toBeGreaterThan(5);
    expect(governed.length).toBeLessThan(production.assessments.length);
    expect(governed.every(({ owner }) => owner.endsWith('@contoso.example'))).toBe(true);
    expect(governed.some(({ promisedOn }) => promisedOn !== undefined)).toBe(true);
  });

  it('has clusters and registry that were looked at, with what is met as well', () => {
    const looked = new Map(production.assessed?.map((one) => [one.resourceId.split('/').at(-1), one]));
    expect(looked.get('aks-payments-prod')).toMatchObject({ healthy: 2, unhealthy: 1 });
    expect([...looked.keys()].length).toBeGreaterThan(2);
  });

  it('has alerts with tactic, technique, pod, workload and image, which the catalogue knows', () => {
    expect(production.alerts).toMatchObject([
      { severity: expect.any(String), tactic: expect.stringMatching(/\w/), techniques: [expect.any(String)] },
      { namespace: expect.stringMatching(/\w/), workload: expect.stringMatching(/^Pod\/./) },
    ]);
    for (const alert of production.alerts) {
      expect(alert.image).toMatch(/@sha256:/);
      expect(explainAlert(alert).fix).not.toBe('');
    }
  });

  it('has scores with controls that make them up', () => {
    const scores = [production, development].flatMap(({ secureScore }) => secureScore ?? []);
    const weighed = weighSecureScores(scores);
    expect(weighed?.fraction).toBeCloseTo((38.25 / 56) * (412 / 508) + (17.5 / 41) * (96 / 508), 10);
    expect(weighed?.controls[0]?.title).toBe('Remediate vulnerabilities');
  });

  it('has standards and plans by subscription', () => {
    expect(production.standards.map(({ name }) => name)).toEqual([
      'Microsoft-cloud-security-benchmark',
      'PCI-DSS-4',
    ]);
    expect(production.standards[1]).toMatchObject({ passed: 2, failed: 2, unsupported: 1 });
    const containers = (state: DefenderState) => state.plans.find(({ name }) => name === 'Containers');
    expect(containers(production)).toMatchObject({ enabled: true, extensions: { length: 3 } });
    expect(containers(development)?.enabled).toBe(false);
  });
});
