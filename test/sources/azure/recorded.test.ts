import { existsSync, globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { SecureScoreControl } from '../../../shared/model/governance.ts';
import { formatExact, sumAmounts } from '../../../shared/model/money.ts';
import { parseAlert } from '../../../shared/sources/azure/alert.ts';
import { parseAssessment } from '../../../shared/sources/azure/assessment.ts';
import { parseCluster, parseRegistry } from '../../../shared/sources/azure/cluster.ts';
import { parseCostAnswer } from '../../../shared/sources/azure/costAnswer.ts';
import { parsePolicyAnswer } from '../../../shared/sources/azure/policyAnswer.ts';
import { parsePlan } from '../../../shared/sources/azure/posture.ts';
import { parseSecureScore, parseSecureScoreControl } from '../../../shared/sources/azure/secureScore.ts';
import { parseSubAssessment } from '../../../shared/sources/azure/subAssessment.ts';

const DATA = fileURLToPath(new URL('../shared/data', import.meta.resolve('#root/package.json')));
const WHERE = { source: 'Cost Management', scope: 'recorded' };

function read(path: string) {
  return JSON.parse(readFileSync(`${DATA}/${path}`, 'utf8'));
}

/** The answers of a recorded conversation whose request went to a path with this in it. */
function answers(cassette: string, path: string) {
  return read(`cassettes/${cassette}.json`)
    .interactions.filter((one: { request: { uri: string } }) => one.request.uri.includes(path))
    .map((one: { response: { body: { data: unknown } } }) => one.response.body.data);
}

describe.skipIf(!existsSync(DATA))('recorded answers of Azure (../shared/data)', () => {
  test('cost by resource group', () => {
    const [answer] = answers('CostFilterTest.test_cost_resource_group', 'CostManagement');
    const { rows, nextLink } = parseCostAnswer(answer, WHERE);
    expect(nextLink).toBeUndefined();
    expect(rows).toHaveLength(14);
    expect(rows[0]).toMatchObject({ day: undefined, resourceId: '', resourceGroup: '', currency: 'USD' });
    expect(formatExact(rows[1]?.amount ?? 0n)).toBe('0.00006');
    expect(formatExact(sumAmounts(rows.map((row) => row.amount)))).toBe('17.819825');
  });

  test('cost by resource', () => {
    const [answer] = answers('CostFilterTest.test_cost_resource', 'CostManagement');
    const { rows } = parseCostAnswer(answer, WHERE);
    expect(rows).toEqual([
      expect.objectContaining({
        resourceGroup: 'test_vm',
        resourceId: expect.stringMatching(/^\/subscriptions\//),
      }),
    ]);
    expect(formatExact(rows[0]?.amount ?? 0n)).toBe('0.16403');
  });

  test.each(globSync('managedclusters/*.json', { cwd: DATA }).toSorted())('cluster %s', (path) => {
    const cluster = parseCluster(read(path));
    expect(cluster).toMatchObject({
      nodeResourceGroup: expect.stringMatching(/^mc_clitest/),
      kubernetesVersion: expect.stringMatching(/^1\.\d+\.\d+$/),
      fqdn: expect.stringMatching(/azmk8s\.io$/),
      running: true,
      defenderSensor: false,
    });
    expect(cluster.policyAddon).toBe(path.includes('automatic_sku'));
  });

  test('a cluster of 2019 that is still being created', () => {
    const [answer] = answers('AksTest.test_find_aks_by_name', 'managedClusters');
    expect(parseCluster(answer.value[0])).toMatchObject({
      name: 'cctestaks',
      resourceGroup: 'test-aks',
      kubernetesVersion: '1.12.8',
      nodeResourceGroup: 'mc_test-aks_cctestaks_westus2',
      fqdn: '',
      tags: {},
      policyAddon: false,
    });
  });

  test('a registry', () => {
    const [answer] = answers('ContainerRegistryTest.test_find_by_name', 'registries');
    expect(parseRegistry(answer.value[0]).loginServer).toBe('cctestcontainerregistry.azurecr.io');
  });

  test('component policy states of a cluster', () => {
    const { body } = read('policy/ComponentPolicyStates_QueryResourceScope_AKS.2024-10-01.transcribed.json');
    expect(parsePolicyAnswer(body)).toMatchObject([
      { componentType: 'pod', namespace: 'default', name: 'test-pod', state: 'noncompliant' },
      { componentType: 'pod', namespace: 'default', name: 'test-pod', state: 'noncompliant' },
    ]);
  });

  test('component policy states of key vaults are none of ours', () => {
    const file = read('policy/ComponentPolicyStates_QueryResourceGroupScope.2024-10-01.json');
    expect(parsePolicyAnswer(file.responses['200'].body)).toEqual([]);
  });

  test('components expanded inside the policy states of a cluster', () => {
    const components = parsePolicyAnswer(read('policy/k8s-components-expand.transcribed.json'));
    expect(components).toHaveLength(20);
    expect(components.every((component) => component.namespace === 'default')).toBe(true);
  });

  test('the individual recommendation of July 2026', () => {
    const file = read('security/assessment-individual-softwareupdate.RECONSTRUCTED.json');
    const assessment = parseAssessment(file.data[0]);
    expect(assessment?.software).toMatchObject({
      name: 'lodash',
      fixedVersion: '4.18.0',
      repository: 'team-a/web',
    });
    expect(assessment?.software?.cves.map(({ id, cvss, fixAvailable }) => [id, cvss, fixAvailable])).toEqual([
      ['CVE-2026-001', 7.5, true],
      ['CVE-2026-003', undefined, false],
    ]);
  });

  test('classic assessments', () => {
    const [answer] = answers('DefenderTest.test_azure_defender_assessments', 'assessments');
    const found = answer.value.map((row: unknown) => parseAssessment(row));
    expect(found).toEqual([undefined]);
  });

  test('plans', () => {
    const [answer] = answers('DefenderTest.test_azure_defender_pricing', 'pricings');
    const plans = answer.value.map((row: unknown) => parsePlan(row));
    expect(plans).toContainEqual({ name: 'VirtualMachines', enabled: true, subPlan: '', extensions: [] });
  });

  test('secure score and its controls, whose points are its own', () => {
    const [row] = read('security/secureScores.recorded.json').body.value;
    const score = parseSecureScore(row);
    expect(score).toMatchObject({ current: 31.75, max: 56, weight: 1441 });
    const controls: SecureScoreControl[] = read('security/secureScoreControls.recorded.json').body.value.map(
      parseSecureScoreControl,
    );
    expect(controls.find(({ title }) => title === 'Encrypt data in transit')).toEqual({
      id: '0e55495e-034f-4abc-8293-767229250176',
      title: 'Encrypt data in transit',
      current: 3.74,
      max: 4,
      weight: 78,
      healthy: 73,
      unhealthy: 5,
      notApplicable: 0,
    });
    expect(controls.reduce((sum, { max }) => sum + max, 0)).toBe(score.max);
    expect(controls.reduce((sum, { current }) => sum + current, 0)).toBeCloseTo(score.current, 1);
  });

  test('a sub-assessment of the retired model becomes what an individual recommendation becomes', () => {
    const [row] = read('security/subassessment-mdvm-acr.LEGACY.json');
    const digest = 'sha256:4af8e6f002401a965bbe753a381af308b40d8947fad2b9e1f6a369aa81abee59';
    expect(parseSubAssessment(row)).toMatchObject({
      key: 'c0b7cfc6-3172-465a-b378-53c7ff2cc0d5',
      title: 'Update py',
      severity: 'high',
      category: 'SoftwareUpdate',
      resourceType: '.containerimage',
      status: 'exempt',
      firstEvaluatedAt: '2023-09-12T13:36:15.077Z',
      software: {
        name: 'py',
        fixedVersion: '',
        repository: 'public/azureml/aifx/stable-ubuntu2004-cu117-py39-torch200',
        digest,
        tags: ['biweekly.202309.1'],
        cves: [{ id: 'CVE-2022-42969', severity: 'high', cvss: 7.5, fixAvailable: true, exploited: false }],
      },
    });
  });

  test('recommendations whose details are empty or odd keep what they say', () => {
    const fixtures = Object.values(read('security/recommendations-yaku-fixtures.json')).filter(
      (one): one is object => typeof one === 'object' && one !== null && 'status' in one,
    );
    const parsed = fixtures.map((properties) => parseAssessment({ id: '/x', properties }));
    expect(fixtures.length).toBeGreaterThan(3);
    expect(parsed.filter((one) => one?.title === '')).toEqual([]);
  });

  test('alerts that name their cluster only by a display name', () => {
    const alerts = read('security/k8s-alerts-properties-yaku.json').value.map((row: unknown) =>
      parseAlert(row),
    );
    expect(alerts).toMatchObject([
      { type: 'K8S_PrivilegedContainer', severity: 'informational', clusterId: '', namespace: '' },
      { type: 'K8S.NODE_SuspectDownloadArtifacts', severity: 'low', raisedAt: '2023-10-02T11:10:23.299Z' },
    ]);
  });
});
