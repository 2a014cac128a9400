import { describe, expect, it } from 'vitest';
import { observeFindings } from '../../shared/governance/observe.ts';
import type { Assessment } from '../../shared/model/governance.ts';
import {
  assessment,
  clusterId,
  cve,
  image,
  input,
  only,
  PROD,
  PRODUCTION,
  REGISTRY,
  vulnerability,
  withDefender,
  withWorkloads,
  workload,
} from './estate.ts';

const RUNNING = withWorkloads([workload({ images: [image()] })]);

function observeOne(assessments: readonly Assessment[], rest: Parameters<typeof input>[0] = RUNNING) {
  return only(observeFindings(input({ ...rest, ...withDefender(assessments) })));
}

describe('vulnerable software in an image', () => {
  it('is the team’s whose workload runs the image, when the vendor has a fix', () => {
    expect(observeOne([vulnerability()])).toMatchObject({
      source: 'defender',
      scope: `defender:${PRODUCTION}`,
      control: 'running-image-software',
      surface: 'application',
      actor: 'team',
      clusterId: PROD,
      clusterName: 'prod',
      namespace: 'shop',
      workload: 'Deployment/api',
      detail: 'shop/api: lodash, 1 CVE',
      fixAvailable: true,
      fixedVersion: '4.18.0',
      exempt: false,
      link: 'https://portal.azure.com/',
    });
  });

  it('stays with security operations while no vendor has a fix', () => {
    const none = { fixedVersion: '', cves: [cve('CVE-2026-1', { fixAvailable: false })] };
    expect(observeOne([vulnerability(none)])).toMatchObject({ actor: 'secops', fixAvailable: false });
    const one = { fixedVersion: '', cves: [...none.cves, cve('CVE-2026-2', { fixAvailable: true })] };
    expect(observeOne([vulnerability(one)])).toMatchObject({ actor: 'team', fixAvailable: true });
  });

  it('is the team’s as long as nobody can read whether there is a fix, and does not say that there is none', () => {
    const unread = { fixedVersion: '', cves: [] };
    expect(observeOne([vulnerability(unread)])).toMatchObject({ actor: 'team', fixAvailable: undefined });
  });

  it('has the earliest due date and every owner that governance rules of Defender gave it', () => {
    const both = withWorkloads([workload({ images: [image(), image('sha256:bbbb')] })]);
    const governed = [
      vulnerability({}, { dueOn: '2026-12-24', owner: 'b@contoso.example' }),
      vulnerability({ digest: 'sha256:bbbb' }, { dueOn: '2026-12-01', owner: 'a@contoso.example' }),
    ];
    expect(observeOne(governed, both)).toMatchObject({
      sourceDueOn: '2026-12-01',
      sourceOwner: 'a@contoso.example, b@contoso.example',
    });
    expect(observeOne([vulnerability()])).not.toHaveProperty('sourceDueOn');
  });

  it('says whether an exploit of any of its CVEs is known', () => {
    const cves = [cve('CVE-1'), cve('CVE-2', { exploited: true })];
    expect(observeOne([vulnerability({ cves })]).exploited).toBe(true);
    expect(observeOne([vulnerability()]).exploited).toBe(false);
  });

  it('is the same finding whether a retired sub-assessment or an individual recommendation tells it', () => {
    const retired = vulnerability({}, { key: 'c0b7cfc6-3172-465a-b378-53c7ff2cc0d5', id: 'sub' });
    expect(observeOne([retired]).id).toBe(observeOne([vulnerability()]).id);
    expect(observeOne([retired, vulnerability()]).control).toBe('running-image-software');
  });

  it('is the platform’s, on the registry, where nobody runs the image', () => {
    expect(observeOne([vulnerability()], {})).toMatchObject({
      control: 'stored-image-software',
      surface: 'registry',
      actor: 'platform',
      clusterId: '',
      namespace: '',
      workload: '',
      detail: 'shop/api: lodash, 1 CVE, not known to run',
    });
  });

  it('is not laid to a workload that runs another image of the repository', () => {
    const fixed = withWorkloads([workload({ images: [image('sha256:bbbb')] })]);
    expect(observeOne([vulnerability()], fixed)).toMatchObject({
      actor: 'platform',
      detail: 'shop/api: lodash, 1 CVE, another image of it runs',
    });
  });

  it('is matched by repository where the kubelet told no digest, and says so', () => {
    const unknown = withWorkloads([workload({ images: [image('')] })]);
    expect(observeOne([vulnerability()], unknown)).toMatchObject({
      workload: 'Deployment/api',
      detail: 'shop/api: lodash, 1 CVE, matched by repository, the digest that runs is unknown',
    });
  });

  it.each([
    ['sha256:AAAA', 'contoso.azurecr.io/shop/api:1.0'],
    ['contoso.azurecr.io/shop/api@sha256:aaaa', 'contoso.azurecr.io/shop/api:1.0'],
    ['', 'contoso.azurecr.io/shop/api:1.0@sha256:aaaa'],
    ['sha256:aaaa', 'sha256:0123'],
  ])('is matched by a digest written as "%s" for %s', (digest, reference) => {
    const found = observeOne(
      [vulnerability()],
      withWorkloads([workload({ images: [image(digest, reference)] })]),
    );
    expect(found).toMatchObject({ workload: 'Deployment/api', detail: 'shop/api: lodash, 1 CVE' });
  });

  it('of another registry is no match, though the digest is the same', () => {
    const elsewhere = withWorkloads([
      workload({ images: [image('sha256:aaaa', 'fabrikam.azurecr.io/shop/api:1.0')] }),
    ]);
    expect(observeOne([vulnerability()], elsewhere).surface).toBe('registry');
  });

  it('keeps its identity when a rollout brings another digest', () => {
    const before = observeOne([vulnerability()]);
    const after = observeOne(
      [vulnerability({ digest: 'sha256:bbbb' })],
      withWorkloads([workload({ images: [image('sha256:bbbb')] })]),
    );
    expect(after.id).toBe(before.id);
  });

  it('is one finding for each workload that runs it, and for each software', () => {
    const workloads = ['api', 'worker', 'cron'].map((name) => workload({ name, images: [image()] }));
    const assessments = [vulnerability(), vulnerability({ name: 'openssl' })];
    const findings = observeFindings(input({ ...withWorkloads(workloads), ...withDefender(assessments) }));
    expect(new Set(findings.map(({ id }) => id)).size).toBe(6);
  });

  it('of two images during a rollout is one finding with what both have', () => {
    const both = withWorkloads([workload({ images: [image(), image('sha256:bbbb')] })]);
    const old = vulnerability(
      { cves: [cve('CVE-2026-1', { exploited: true }), cve('CVE-2026-2')] },
      { firstEvaluatedAt: '2026-09-01T04:00:00.000Z', severity: 'medium' },
    );
    const next = vulnerability(
      { digest: 'sha256:bbbb', cves: [cve('CVE-2026-1')], fixedVersion: '4.19.0' },
      { firstEvaluatedAt: '2026-10-01T04:00:00.000Z', severity: 'critical' },
    );
    expect(observeOne([old, next], both)).toMatchObject({
      severity: 'critical',
      detail: 'shop/api: lodash, 2 CVEs, 1 exploited',
      fixedVersion: '4.18.0, 4.19.0',
      sourceFirstSeen: '2026-09-01',
    });
  });

  it('is as grave as the source says, or as its worst CVE where that says nothing', () => {
    const unknown = { severity: 'unknown' } as const;
    const cves = [cve('CVE-1', { severity: 'low' }), cve('CVE-2', { severity: 'critical' })];
    expect(observeOne([vulnerability({ cves }, { severity: 'medium' })]).severity).toBe('medium');
    expect(observeOne([vulnerability({ cves }, unknown)]).severity).toBe('critical');
    expect(observeOne([vulnerability({ cves: [] }, unknown)]).severity).toBe('unknown');
  });

  it('is exempt only when it is in every image', () => {
    const both = withWorkloads([workload({ images: [image(), image('sha256:bbbb')] })]);
    const exempt = vulnerability({}, { status: 'exempt' });
    expect(observeOne([exempt]).exempt).toBe(true);
    expect(observeOne([exempt, vulnerability({ digest: 'sha256:bbbb' })], both).exempt).toBe(false);
  });
});

describe('other recommendations on images', () => {
  it('reach the team that runs the image, which the resource id names', () => {
    const resourceId = `${REGISTRY}/repositories-shop-api-images-sha256:aaaa`;
    const secret = assessment({ category: 'ExposedSecrets', title: 'SSH key', key: 'k', resourceId });
    expect(observeOne([secret])).toMatchObject({
      control: 'running-image-secrets',
      actor: 'team',
      workload: 'Deployment/api',
      detail: 'shop-api: SSH key',
      fixAvailable: undefined,
    });
    expect(observeOne([secret], {})).toMatchObject({ control: 'stored-image-secrets', actor: 'platform' });
  });

  it('are kept when nobody knows them', () => {
    const odd = vulnerability({}, { category: 'Astrology', key: 'odd', title: 'Under a bad star' });
    expect(observeOne([odd])).toMatchObject({
      control: 'uncatalogued:odd',
      title: 'Under a bad star',
      surface: 'application',
      actor: 'team',
    });
    expect(observeOne([odd], {})).toMatchObject({ surface: 'registry', actor: 'platform' });
  });
});

describe('recommendations on other resources', () => {
  it('are the platform’s, by the control of their key', () => {
    const since = '2026-10-05T06:00:00.000Z';
    expect(observeOne([assessment({ severity: 'low', firstEvaluatedAt: since })])).toMatchObject({
      control: 'defender-sensor',
      surface: 'cluster',
      actor: 'platform',
      severity: 'low',
      clusterName: 'prod',
      detail: 'cluster prod',
      sourceFirstSeen: '2026-10-05',
    });
    const link = assessment({ key: '13e7d036-6903-821c-6018-962938929bf0', resourceId: REGISTRY });
    expect(observeOne([link])).toMatchObject({
      control: 'registry-private-link',
      clusterId: '',
      detail: 'registry contoso',
    });
  });

  it('keep their identity when Defender moves them to another key', () => {
    const [before, after] = [
      'e9acaf48-d2cf-45a3-a6e7-3caa2ef769e0',
      'c5045ea3-afc6-4006-ab8f-86c8574dbf3d',
    ].map((key) => observeOne([assessment({ key })]));
    expect(after?.id).toBe(before?.id);
  });

  it('have the due date and owner of Defender’s governance rule', () => {
    const governed = assessment({ dueOn: '2026-12-24', owner: 'lead@contoso.example' });
    expect(observeOne([governed])).toMatchObject({
      sourceDueOn: '2026-12-24',
      sourceOwner: 'lead@contoso.example',
    });
    expect(observeOne([assessment()])).not.toHaveProperty('sourceOwner');
  });

  it('take the control’s severity where the source says none, and its exemption', () => {
    expect(observeOne([assessment({ severity: 'unknown', status: 'exempt' })])).toMatchObject({
      severity: 'high',
      exempt: true,
    });
  });

  it('of a category differ by what they name', () => {
    const upgrades = ['Update node image', 'Update containerd'].map((title, index) =>
      assessment({ id: `a${index}`, key: `k${index}`, category: 'ServiceUpgrade', title }),
    );
    const findings = observeFindings(input(withDefender(upgrades)));
    expect(findings.map(({ detail }) => detail).sort()).toEqual([
      'cluster prod: Update containerd',
      'cluster prod: Update node image',
    ]);
    expect(findings[0]).toMatchObject({ control: 'service-upgrade', surface: 'node', actor: 'platform' });
  });

  it('on machines belong to the cluster of their node resource group', () => {
    const resourceId = `/subscriptions/${PRODUCTION}/resourcegroups/mc_aks_prod/providers/microsoft.compute/virtualmachinescalesets/aks-user-1`;
    const found = observeOne([assessment({ category: 'HostMisconfigurations', key: 'k', resourceId })]);
    expect(found).toMatchObject({
      control: 'host-misconfiguration',
      clusterName: 'prod',
      detail: 'aks-user-1 of cluster prod: A recommendation',
    });
  });

  it('on a subscription name it', () => {
    const plan = assessment({
      key: 'e599a9fe-30e3-47c6-a173-8b4b6d9d3255',
      resourceId: `/subscriptions/${PRODUCTION}`,
    });
    expect(observeOne([plan])).toMatchObject({
      control: 'defender-containers',
      detail: 'subscription Production',
    });
  });

  it('on source repositories are for their teams to fix', () => {
    const resourceId = `/subscriptions/${PRODUCTION}/resourcegroups/devops/providers/microsoft.security/securityconnectors/github`;
    const secrets = assessment({ key: 'dd98425c-1407-40cc-8a2c-da5d0a2f80da', resourceId });
    expect(observeOne([secrets])).toMatchObject({
      control: 'github-secrets',
      surface: 'build',
      actor: 'team',
      detail: 'source control connector github',
    });
  });

  it('are not reported for clusters that are not watched', () => {
    const elsewhere = assessment({ resourceId: clusterId(PRODUCTION, 'somebody-elses') });
    expect(observeFindings(input(withDefender([elsewhere])))).toEqual([]);
  });

  it('are kept when nobody knows them', () => {
    const odd = assessment({ key: 'ODD', title: 'Odd\r\nthing', severity: 'unknown' });
    expect(observeOne([odd])).toMatchObject({
      control: 'uncatalogued:odd',
      title: 'Odd thing',
      surface: 'cluster',
      actor: 'platform',
      severity: 'unknown',
    });
  });
});

describe('crowded and disorderly input', () => {
  it('keeps ten thousand findings of one image apart', () => {
    const assessments = Array.from({ length: 10_000 }, (_, index) => vulnerability({ name: `lib${index}` }));
    const findings = observeFindings(input({ ...RUNNING, ...withDefender(assessments) }));
    expect(new Set(findings.map(({ id }) => id)).size).toBe(10_000);
  });

  it('gives the same findings in whatever order it comes', () => {
    const assessments = Array.from({ length: 40 }, (_, index) =>
      vulnerability(
        { name: `lib${index % 4}`, digest: index % 2 ? 'sha256:aaaa' : 'sha256:bbbb' },
        {
          id: `assessment${index}`,
          link: `https://portal.azure.com/${index}`,
          severity: index % 3 ? 'low' : 'high',
        },
      ),
    );
    const both = withWorkloads([
      workload({ images: [image(), image('sha256:bbbb')] }),
      workload({ kind: 'StatefulSet', images: [image()] }),
    ]);
    const one = observeFindings(input({ ...both, ...withDefender(assessments) }));
    const other = observeFindings(input({ ...both, ...withDefender([...assessments].reverse()) }));
    expect(one).toHaveLength(4);
    expect(other).toEqual(one);
  });
});
