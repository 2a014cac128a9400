import { describe, expect, it } from 'vitest';
import { parseSubAssessment } from '../../../shared/sources/azure/subAssessment.ts';

const REGISTRY = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ContainerRegistry/registries/acr';
const DIGEST = `sha256:${'ab'.repeat(32)}`;

function row(additionalData: unknown, status: object = { code: 'Unhealthy', severity: 'High' }) {
  return {
    id: `${REGISTRY}/providers/Microsoft.Security/assessments/C0B7CFC6/subAssessments/one`,
    properties: {
      displayName: 'CVE-2026-7',
      status,
      timeGenerated: '2026-07-01T10:00:00Z',
      resourceDetails: { source: 'Azure', id: '/repositories/shop/api/images/x' },
      additionalData,
    },
  };
}

const MDVM = {
  assessedResourceType: 'AzureContainerRegistryVulnerability',
  vulnerabilityDetails: {
    cveId: 'CVE-2026-7',
    severity: 'Critical',
    cvss: { '2.0': null, '3.0': { base: 9.1 }, '4.0': { base: '8.7' } },
    exploitabilityAssessment: { exploitStepsPublished: 'True', isInExploitKit: false },
  },
  artifactDetails: { repositoryName: 'shop/api', digest: DIGEST, tags: ['1.0', 'latest'] },
  softwareDetails: { packageName: 'openssl', fixedVersion: '3.2', fixStatus: 'FixAvailable' },
};

describe('a sub-assessment of the retired model', () => {
  it('is the update of a package in an image, with one CVE', () => {
    expect(parseSubAssessment(row(MDVM))).toMatchObject({
      key: 'c0b7cfc6',
      title: 'Update openssl',
      severity: 'high',
      category: 'SoftwareUpdate',
      resourceId: REGISTRY.toLowerCase(),
      status: 'unhealthy',
      firstEvaluatedAt: '2026-07-01T10:00:00.000Z',
      software: {
        name: 'openssl',
        fixedVersion: '3.2',
        repository: 'shop/api',
        digest: DIGEST,
        tags: ['1.0', 'latest'],
        cves: [{ id: 'CVE-2026-7', severity: 'critical', cvss: 9.1, fixAvailable: true, exploited: true }],
      },
    });
  });

  it('may hold its data as JSON in a string', () => {
    expect(parseSubAssessment(row(JSON.stringify(MDVM)))).toEqual(parseSubAssessment(row(MDVM)));
  });

  it('of the scanner before is read as well', () => {
    const qualys = {
      assessedResourceType: 'ContainerRegistryVulnerability',
      repositoryName: 'shop/api',
      imageDigest: DIGEST,
      patchable: 'True',
      cve: [{ title: 'CVE-2020-1', link: 'x' }, { title: 'CVE-2020-2' }],
    };
    const { software } = parseSubAssessment(row(qualys)) ?? {};
    expect(software).toMatchObject({ name: 'CVE-2026-7', repository: 'shop/api', digest: DIGEST });
    expect(software?.cves.map(({ id, fixAvailable }) => [id, fixAvailable])).toEqual([
      ['CVE-2020-1', true],
      ['CVE-2020-2', true],
    ]);
  });

  it('is none of ours when it is healthy, does not apply, or is about a database', () => {
    expect(parseSubAssessment(row(MDVM, { code: 'Healthy' }))).toBeUndefined();
    expect(parseSubAssessment(row(MDVM, { code: 'NotApplicable', cause: 'OffByPolicy' }))).toBeUndefined();
    expect(parseSubAssessment(row({ assessedResourceType: 'SqlServerVulnerability' }))).toBeUndefined();
  });

  it('without a readable vulnerability keeps image and package, and says so', () => {
    const notes: string[] = [];
    const broken = { ...MDVM, vulnerabilityDetails: '{' };
    const found = parseSubAssessment(row(broken), (note) => notes.push(note));
    expect(found?.software).toMatchObject({ name: 'openssl', digest: DIGEST, cves: [] });
    expect(notes).toEqual([expect.stringContaining('a CVE cannot be read')]);
  });
});
