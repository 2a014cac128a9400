import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseAlert } from '../../../shared/sources/azure/alert.ts';
import { parseAssessment } from '../../../shared/sources/azure/assessment.ts';
import { readLink } from '../../../shared/sources/azure/link.ts';
import { parsePlan } from '../../../shared/sources/azure/posture.ts';
import { parseSecureScore } from '../../../shared/sources/azure/secureScore.ts';
import { answerGraph, connectTo, SUBSCRIPTION, serve } from './httpsServer.ts';

const ASSESSMENT = readFixture('assessment.json');
const ALERT = readFixture('alert.json');
const CLUSTER_ID = `/subscriptions/${SUBSCRIPTION}/resourcegroups/rg-shop/providers/microsoft.containerservice/managedclusters/shop-eu`;
const SCORE = {
  id: `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Security/secureScores/ascScore`,
  name: 'ascScore',
  type: 'microsoft.security/securescores',
  properties: { score: { max: 60, current: 41.25, percentage: 0.6875 }, weight: 900 },
};
const PLAN = {
  id: '/p/Containers',
  name: 'Containers',
  type: 'microsoft.security/pricings',
  properties: { pricingTier: 'Standard' },
};

function readFixture(name: string) {
  return JSON.parse(readFileSync(new URL(`../../fixtures/azure/${name}`, import.meta.url), 'utf8'));
}

function assessmentWith(properties: object): unknown {
  return { ...ASSESSMENT, properties: { ...ASSESSMENT.properties, ...properties } };
}

function alertWith(properties: object): unknown {
  return { ...ALERT, properties: { ...ALERT.properties, ...properties } };
}

const CLUSTER_LOOKS = ['Healthy', 'Unhealthy', 'NotApplicable'].map((state, index) => ({
  id: `${CLUSTER_ID}/providers/Microsoft.Security/assessments/${index}`,
  rid: CLUSTER_ID,
  state,
  changed: `2026-11-0${index + 1}T00:00:00.0000000Z`,
}));
const ASSIGNMENT = {
  id: `${ASSESSMENT.id}/governanceAssignments/one`,
  properties: {
    assignedResourceId: ASSESSMENT.id,
    remediationDueDate: '2026-12-01T10:00:00.0000000Z',
    owner: 'lead@contoso.example',
    isGracePeriod: true,
    remediationEta: { eta: '2026-11-28T00:00:00Z', justification: 'next release' },
  },
};
const CONTROL = {
  id: `${SCORE.id}/secureScoreControls/AAA`,
  name: 'AAA',
  type: 'microsoft.security/securescores/securescorecontrols',
  properties: {
    displayName: 'Encrypt data in transit',
    healthyResourceCount: 3,
    unhealthyResourceCount: '1',
    notApplicableResourceCount: 0,
    score: { max: 4, current: 3, percentage: 0.75 },
    weight: 4,
  },
};
const STANDARD = {
  id: `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Security/regulatoryComplianceStandards/PCI-DSS-4`,
  type: 'microsoft.security/regulatorycompliancestandards',
  properties: {
    state: 'Failed',
    passedControls: 7,
    failedControls: 1,
    skippedControls: 2,
    unsupportedControls: 30,
  },
};
const REGULATORY_CONTROL = {
  id: `${STANDARD.id}/regulatoryComplianceControls/1.1`,
  type: 'microsoft.security/regulatorycompliancestandards/regulatorycompliancecontrols',
  properties: {
    description: 'Firewalls',
    state: 'Failed',
    passedAssessments: 7,
    failedAssessments: 4,
    skippedAssessments: 0,
  },
};

/** What a subscription answers, by words of the queries; the first that fits. */
function tables(parts: Readonly<Record<string, readonly object[]>> = {}) {
  return {
    governanceassignments: [ASSIGNMENT],
    'locations/alerts': [ALERT],
    'microsoft.security/pricings': [SCORE, PLAN, CONTROL, STANDARD, REGULATORY_CONTROL],
    'project id, rid': CLUSTER_LOOKS,
    'microsoft.security/assessments': [ASSESSMENT],
    ...parts,
  };
}

async function readState(parts?: Readonly<Record<string, readonly object[]>>) {
  const server = await serve(answerGraph(tables(parts)));
  const { sources, logs } = connectTo(server.url);
  return { state: await sources.readDefender(SUBSCRIPTION), logs, arrivals: server.arrivals };
}

test('reads what Defender says of a subscription in five questions', async () => {
  const { state, logs, arrivals } = await readState();
  expect(state).toEqual({
    assessments: [
      {
        ...parseAssessment(ASSESSMENT),
        dueOn: '2026-12-01',
        owner: 'lead@contoso.example',
        gracePeriod: true,
        promisedOn: '2026-11-28',
      },
    ],
    assessed: [
      {
        resourceId: CLUSTER_ID,
        healthy: 1,
        unhealthy: 1,
        notApplicable: 1,
        changedAt: '2026-11-03T00:00:00.000Z',
      },
    ],
    alerts: [parseAlert(ALERT)],
    secureScore: {
      subscriptionId: SUBSCRIPTION,
      current: 41.25,
      max: 60,
      weight: 900,
      controls: [
        {
          id: 'aaa',
          title: 'Encrypt data in transit',
          current: 3,
          max: 4,
          weight: 4,
          healthy: 3,
          unhealthy: 1,
          notApplicable: 0,
        },
      ],
    },
    standards: [
      {
        name: 'PCI-DSS-4',
        state: 'failed',
        passed: 7,
        failed: 1,
        skipped: 2,
        unsupported: 30,
        controls: [{ name: '1.1', title: 'Firewalls', state: 'failed', passed: 7, failed: 4, skipped: 0 }],
      },
    ],
    plans: [{ name: 'Containers', enabled: true, subPlan: '', extensions: [] }],
    assessmentsLost: 0,
    warnings: [],
  });
  expect(logs).toEqual([]);
  expect(arrivals).toHaveLength(5);
});

test('says so when Azure shows nothing of Defender, which is what a missing role looks like', async () => {
  const server = await serve(answerGraph({}));
  const { sources, logs } = connectTo(server.url);
  const state = await sources.readDefender(SUBSCRIPTION);
  expect(state).toMatchObject({ secureScore: undefined, plans: [], assessed: [] });
  expect(state.warnings).toEqual([expect.stringMatching(/Security Reader.*Microsoft\.Security/)]);
  expect(logs).toEqual([expect.stringContaining(state.warnings[0] ?? '?')]);
});

test('misses a secure score and a standard where plans are paid for', async () => {
  const { state } = await readState({ 'microsoft.security/pricings': [PLAN] });
  expect(state.warnings).toEqual([
    expect.stringContaining('no secure score'),
    expect.stringContaining('no regulatory standard'),
  ]);
});

test('a renamed count makes a standard unread, not one with nothing failed', async () => {
  const { failedControls: _, ...properties } = STANDARD.properties;
  const renamed = { ...STANDARD, properties: { ...properties, failedCount: 9 } };
  const { state } = await readState({ 'microsoft.security/pricings': [SCORE, PLAN, renamed] });
  expect(state.standards).toEqual([]);
  expect(state.warnings[0]).toMatch(/1 of 1 regulatory standards cannot be read.*failedcontrols/);
});

test('a standard that only its controls tell of is counted from them', async () => {
  const rows = [SCORE, PLAN, REGULATORY_CONTROL];
  const { state } = await readState({ 'microsoft.security/pricings': rows });
  expect(state.standards).toMatchObject([{ name: 'PCI-DSS-4', state: 'unknown', failed: 1, passed: 0 }]);
});

test('one unreadable row in many is named and counted as lost, and costs no other', async () => {
  const rows = Array.from({ length: 12 }, (_, index) => ({ ...ASSESSMENT, id: `${ASSESSMENT.id}${index}` }));
  const broken = { ...ASSESSMENT, id: '/broken', properties: { ...ASSESSMENT.properties, status: 7 } };
  const { state } = await readState({ 'microsoft.security/assessments': [...rows, broken] });
  expect(state.assessments).toHaveLength(12);
  expect(state.assessmentsLost).toBe(1);
  expect(state.warnings).toEqual([expect.stringMatching(/1 of 13 assessments cannot be read.*\/broken/)]);
});

test('when most assessments cannot be read the reading fails, so that nothing counts as fixed', async () => {
  const broken = { ...ASSESSMENT, properties: { ...ASSESSMENT.properties, status: undefined } };
  const server = await serve(answerGraph(tables({ 'microsoft.security/assessments': [broken] })));
  await expect(connectTo(server.url).sources.readDefender(SUBSCRIPTION)).rejects.toMatchObject({
    failure: 'malformed',
  });
});

test('alerts that cannot be read hide nothing else', async () => {
  const odd = { id: '/alert', properties: { AlertType: {}, Severity: 'High' } };
  const { state } = await readState({ 'locations/alerts': [odd] });
  expect(state.alerts).toEqual([]);
  expect(state.assessments).toHaveLength(1);
  expect(state.warnings).toEqual([expect.stringContaining('1 of 1 alerts cannot be read')]);
});

test('ten thousand rows with the same fault are one warning', async () => {
  const rows = Array.from({ length: 10_000 }, (_, index) => ({
    ...ASSESSMENT,
    id: `${ASSESSMENT.id}${index}`,
    properties: { ...ASSESSMENT.properties, additionalData: { SoftwareName: 'x', CvesDetails: '{' } },
  }));
  const { state } = await readState({ 'microsoft.security/assessments': rows });
  expect(state.assessments).toHaveLength(10_000);
  expect(state.warnings).toEqual([expect.stringMatching(/^In 10000 rows, such as .* the list of CVEs/)]);
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
    dueOn: undefined,
    owner: '',
    gracePeriod: false,
    promisedOn: undefined,
    software: {
      name: 'openssl',
      fixedVersion: '',
      repository: 'shop/api',
      digest,
      indexDigest: '',
      tags: [],
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

test('CVE details that are no JSON are named, and cost the finding nothing else', () => {
  const broken = { SoftwareName: 'openssl', FixedVersion: '3.1', CvesDetails: '[{"CveId":' };
  const notes: string[] = [];
  const found = parseAssessment(assessmentWith({ additionalData: broken }), (note) => notes.push(note));
  expect(found).toMatchObject({ severity: 'high', software: { fixedVersion: '3.1', cves: [] } });
  expect(notes).toEqual([expect.stringMatching(/^the list of CVEs cannot be read/)]);
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
    pod: 'api-7c9f',
    image: '',
    description: '',
    tactic: 'PrivilegeEscalation',
    techniques: [],
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
  ['High', 'high'],
  ['Critical', 'critical'],
  ['', ''],
])('the severity "%s" is kept', (severity, kept) => {
  expect(parseAlert(alertWith({ Severity: severity })).severity).toBe(kept);
});

test('a state that Azure may add one day is kept', () => {
  expect(parseAlert(alertWith({ Status: 'Snoozed' })).status).toBe('Snoozed');
});

test.each([
  [{ Techniques: ['T1611', 'T1078'], SubTechniques: ['T1078.004'] }, ['T1078', 'T1078.004', 'T1611']],
  [{ Techniques: '["T1611"]' }, ['T1611']],
  [{ Techniques: 'T1611, T1078' }, ['T1078', 'T1611']],
  [{ Techniques: 7 }, []],
])('reads techniques from %j', (properties, techniques) => {
  expect(parseAlert(alertWith(properties)).techniques).toEqual(techniques);
});

test('several tactics are all kept', () => {
  expect(parseAlert(alertWith({ Intent: 'Execution,Persistence' })).tactic).toBe('Execution, Persistence');
});

test.each([
  ['an image of its own', [{ $id: '9', Type: 'container-image', ImageId: 'acr.io/shop/api@sha256:ab' }]],
  [
    'one that a container refers to',
    [
      { $id: '9', Type: 'container', Image: { $ref: '10' }, Pod: { $ref: '6' } },
      { $id: '10', ImageId: 'acr.io/shop/api@sha256:ab' },
    ],
  ],
  [
    'one in a list',
    [{ $id: '9', Type: 'x', Images: [{ Type: 'container-image', ImageId: 'acr.io/shop/api@sha256:ab' }] }],
  ],
])('finds the image of a container: %s', (_, more) => {
  const row = alertWith({ Entities: [...ALERT.properties.Entities, ...more] });
  expect(parseAlert(row).image).toBe('acr.io/shop/api@sha256:ab');
});

test('names what controls a pod, where the pod says it', () => {
  const pod = {
    $id: '6',
    Type: 'K8s-pod',
    Name: 'api-7c9f',
    Namespace: { $ref: '5' },
    Controller: { $ref: '9' },
  };
  const controller = { $id: '9', Name: 'api', Kind: 'deployment' };
  const row = alertWith({ Entities: [pod, controller, ...ALERT.properties.Entities.slice(1)] });
  expect(parseAlert(row)).toMatchObject({
    workload: 'Deployment/api',
    pod: 'api-7c9f',
    namespace: 'payments',
  });
});

test('an alert needs a type or a title, and a time', () => {
  expect(parseAlert(alertWith({ AlertType: null }))).toMatchObject({ type: '', severity: 'medium' });
  expect(() => parseAlert(alertWith({ AlertType: null, AlertDisplayName: null }))).toThrow(/neither a type/);
  expect(() => parseAlert(alertWith({ TimeGeneratedUtc: 'yesterday' }))).toThrow(/is no date/);
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

test('reads the parts of a plan, whose switches are texts', () => {
  const extensions = [
    { name: 'ContainerSensor', isEnabled: 'True' },
    { name: 'AgentlessDiscoveryForKubernetes', isEnabled: false },
  ];
  const plan = { ...PLAN, properties: { pricingTier: 'Standard', subPlan: 'P2', extensions } };
  expect(parsePlan(plan)).toEqual({
    name: 'Containers',
    enabled: true,
    subPlan: 'P2',
    extensions: [
      { name: 'AgentlessDiscoveryForKubernetes', enabled: false },
      { name: 'ContainerSensor', enabled: true },
    ],
  });
});

test('a free plan is not enabled', () => {
  expect(parsePlan({ ...PLAN, properties: { pricingTier: 'Free' } })).toEqual({
    name: 'Containers',
    enabled: false,
    subPlan: '',
    extensions: [],
  });
});
