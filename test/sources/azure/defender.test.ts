import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseAlert } from '../../../shared/sources/azure/alert.ts';
import { parseAssessment, readLink } from '../../../shared/sources/azure/assessment.ts';
import { parsePlan, parseSecureScore } from '../../../shared/sources/azure/posture.ts';
import { answerGraph, connectTo, SUBSCRIPTION, serve } from './httpsServer.ts';

const ASSESSMENT = readFixture('assessment.json');
const ALERT = readFixture('alert.json');
const CLUSTER_ID = `/subscriptions/${SUBSCRIPTION}/resourcegroups/rg-shop/providers/microsoft.containerservice/managedclusters/shop-eu`;
const SCORE = {
  id: `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Security/secureScores/ascScore`,
  name: 'ascScore',
  properties: { score: { max: 60, current: 41.25, percentage: 0.6875 }, weight: 900 },
};
const PLAN = { id: '/p/Containers', name: 'Containers', properties: { pricingTier: 'Standard' } };

function readFixture(name: string) {
  return JSON.parse(readFileSync(new URL(`../../fixtures/azure/${name}`, import.meta.url), 'utf8'));
}

function assessmentWith(properties: object): unknown {
  return { ...ASSESSMENT, properties: { ...ASSESSMENT.properties, ...properties } };
}

function alertWith(properties: object): unknown {
  return { ...ALERT, properties: { ...ALERT.properties, ...properties } };
}

test('reads assessments, alerts, secure score and plans of a subscription', async () => {
  const tables = {
    'microsoft.security/assessments': [ASSESSMENT],
    'locations/alerts': [ALERT],
    securescores: [SCORE],
    pricings: [PLAN],
  };
  const server = await serve(answerGraph(tables));
  const { sources, logs } = connectTo(server.url);
  expect(await sources.readDefender(SUBSCRIPTION)).toEqual({
    assessments: [parseAssessment(ASSESSMENT)],
    alerts: [parseAlert(ALERT)],
    secureScore: { subscriptionId: SUBSCRIPTION, current: 41.25, max: 60, weight: 900 },
    plans: [{ name: 'Containers', enabled: true }],
  });
  expect(logs).toEqual([]);
});

test('says so when Azure shows nothing of Defender, which is what a missing role looks like', async () => {
  const server = await serve(answerGraph({}));
  const { sources, logs } = connectTo(server.url);
  expect(await sources.readDefender(SUBSCRIPTION)).toMatchObject({ secureScore: undefined, plans: [] });
  expect(logs).toEqual([expect.stringContaining('Security Reader')]);
});

test('a refusal names Security Reader', async () => {
  const server = await serve(() => ({ status: 403, body: { error: { code: 'Forbidden', message: 'no' } } }));
  await expect(connectTo(server.url).sources.readDefender(SUBSCRIPTION)).rejects.toMatchObject({
    failure: 'forbidden',
    remedy: expect.stringContaining('"Security Reader"'),
  });
});

test('reads a software update of an image with its CVEs out of JSON in a string', () => {
  const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;
  expect(parseAssessment(ASSESSMENT)).toEqual({
    id: ASSESSMENT.id.toLowerCase(),
    key: 'aaaaaaaa-0000-0000-0000-000000000001',
    title: 'Update openssl',
    severity: 'high',
    category: 'SoftwareUpdate',
    resourceId: ASSESSMENT.properties.resourceDetails.Id.toLowerCase(),
    resourceType: '.containerimage',
    status: 'unhealthy',
    firstEvaluatedAt: '2026-11-02T07:30:00.123Z',
    software: {
      name: 'openssl',
      fixedVersion: '',
      repository: 'shop/api',
      digest,
      cves: [
        { id: 'CVE-2026-1', severity: 'unknown', cvss: undefined, fixAvailable: true, exploited: false },
        { id: 'CVE-2026-2', severity: 'critical', cvss: 9.8, fixAvailable: false, exploited: true },
      ],
    },
    link: 'https://portal.azure.com/#blade/Security/recommendation',
  });
});

test('finds an image’s digest and repository in its id and name when nothing else says them', () => {
  const { software } = parseAssessment(assessmentWith({ resourceAdditionalData: null })) ?? {};
  expect(software).toMatchObject({ repository: 'shop/api', digest: expect.stringMatching(/^sha256:0123/) });
});

test.each([
  ['IsInExploitKit'],
  ['IsPubliclyDisclosed'],
  ['ExploitStepsPublished'],
  ['IsVerified'],
  ['ExploitStepsVerified'],
])('a known exploit may be told by %s', (field) => {
  const cve = { CveId: 'CVE-1', ExploitabilityDetails: { [field]: true } };
  const { software } =
    parseAssessment(assessmentWith({ additionalData: { CvesDetails: JSON.stringify([cve]) } })) ?? {};
  expect(software?.cves[0]?.exploited).toBe(true);
});

test.each([
  ['Unhealthy', '', 'unhealthy'],
  ['NotApplicable', 'Exempt', 'exempt'],
  ['notApplicable', 'exempt', 'exempt'],
  ['NotApplicable', 'OffByPolicy', undefined],
  ['Healthy', '', undefined],
])('status %s with cause "%s" is %s', (code, cause, expected) => {
  expect(parseAssessment(assessmentWith({ status: { code, cause } }))?.status).toBe(expected);
});

test.each([
  ['Id', 'Source'],
  ['id', 'source'],
  ['ResourceId', 'Source'],
])('reads the resource from resourceDetails.%s', (key, source) => {
  const row = assessmentWith({
    resourceDetails: { [source]: 'Azure', [key]: CLUSTER_ID },
    additionalData: {},
  });
  expect(parseAssessment(row)).toMatchObject({
    resourceId: CLUSTER_ID,
    resourceType: 'microsoft.containerservice/managedclusters',
  });
  expect(parseAssessment(row)).not.toHaveProperty('software');
});

test('an assessment without details is about what it hangs below', () => {
  expect(parseAssessment(assessmentWith({ resourceDetails: null }))?.resourceId).toMatch(
    /\/registries\/shopacr$/,
  );
});

test('a title from hostile hands arrives unharmed', () => {
  const displayName = '</td><script>alert(1)</script> =HYPERLINK("x") \u202Egnp\r\n';
  expect(parseAssessment(assessmentWith({ displayName }))?.title).toBe(displayName);
});

test('CVE details that are no JSON make the row unreadable, not clean', () => {
  expect(() => parseAssessment(assessmentWith({ additionalData: { CvesDetails: '[{"CveId":' } }))).toThrow(
    /properties\.additionalData\.cvesdetails/,
  );
});

test('reads an alert with its cluster and namespace out of a graph of references that runs in circles', () => {
  expect(parseAlert(ALERT)).toEqual({
    id: ALERT.id.toLowerCase(),
    type: 'K8S_PrivilegedContainer',
    title: 'Privileged container detected',
    severity: 'medium',
    status: 'InProgress',
    clusterId: CLUSTER_ID,
    namespace: 'payments',
    workload: 'Pod/api-7c9f',
    tactic: 'PrivilegeEscalation',
    raisedAt: '2026-11-20T09:15:00.765Z',
    link: 'https://portal.azure.com/#blade/alert',
  });
});

test('reads the camel case of REST as well', () => {
  const camel = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(camel);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, entry]) => [key.charAt(0).toLowerCase() + key.slice(1), camel(entry)]),
    );
  };
  expect(parseAlert({ ...ALERT, properties: camel(ALERT.properties) })).toEqual(parseAlert(ALERT));
});

test('prefers the deployment to its pod', () => {
  const deployment = { $id: '9', Type: 'K8s-deployment', Name: 'api', Namespace: { $ref: '5' } };
  const row = alertWith({ Entities: [...ALERT.properties.Entities, deployment] });
  expect(parseAlert(row)).toMatchObject({ workload: 'Deployment/api', namespace: 'payments' });
});

test.each([['Namespace'], ['namespace'], ['Pod Namespace'], ['pod_namespace']])(
  'finds a namespace in extended properties under "%s"',
  (key) => {
    const row = alertWith({ Entities: [], ExtendedProperties: { [key]: 'search', 'Pod name': 'idx-0' } });
    expect(parseAlert(row)).toMatchObject({ namespace: 'search', workload: 'Pod/idx-0' });
  },
);

test('takes the cluster from the resource identifiers when there are no entities', () => {
  const row = alertWith({
    Entities: '[]',
    ResourceIdentifiers: [{ Type: 'AzureResource', AzureResourceId: `${CLUSTER_ID}/agentPools/one` }],
  });
  expect(parseAlert(row).clusterId).toBe(CLUSTER_ID);
});

test('an alert without a namespace has none', () => {
  expect(parseAlert(alertWith({ Entities: [], ExtendedProperties: null }))).toMatchObject({
    namespace: '',
    workload: '',
    clusterId: '',
  });
});

test.each([
  ['https://portal.azure.com/#blade/x', 'https://portal.azure.com/#blade/x'],
  ['portal.azure.com/#blade/x', 'https://portal.azure.com/#blade/x'],
  ['www.portal.azure.us/#blade/x', 'https://www.portal.azure.us/#blade/x'],
  ['javascript:alert(1)', ''],
  ['http://portal.azure.com/', ''],
  ['', ''],
])('of the link "%s" remains "%s"', (text, link) => {
  expect(readLink(text)).toBe(link);
});

test('reads the secure score by its points, whatever the percentage claims', () => {
  const wrong = {
    ...SCORE,
    properties: { score: { max: '60', current: '41.25', percentage: 68.75 }, weight: 900 },
  };
  expect(parseSecureScore(wrong)).toMatchObject({ current: 41.25, max: 60 });
});

test('a free plan is not enabled', () => {
  expect(parsePlan({ ...PLAN, properties: { pricingTier: 'Free' } })).toEqual({
    name: 'Containers',
    enabled: false,
  });
});
