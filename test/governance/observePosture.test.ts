import { describe, expect, it } from 'vitest';
import { gatherEvidence } from '../../shared/governance/evidence.ts';
import type { GovernanceInput } from '../../shared/governance/input.ts';
import { updateFindings } from '../../shared/governance/lifeStory.ts';
import { observeFindings } from '../../shared/governance/observe.ts';
import type { ObservedFinding } from '../../shared/model/governance.ts';
import type { PostureVerdict } from '../../shared/model/posture.ts';
import type { Day } from '../../shared/model/time.ts';
import {
  assessment,
  byId,
  component,
  DAY,
  GRACE,
  image,
  input,
  only,
  PROD,
  PRODUCTION,
  SENSOR_ASSESSMENT,
  TEST,
  withDefender,
  withPolicy,
  withWorkloads,
  workload,
} from './estate.ts';
import { ofCluster, ofRegistry, withPosture } from './posture/states.ts';

/** Everything that checks ask of a cluster, set as they want it. */
const HARDENED = {
  aadProfile: { managed: true, enableAzureRBAC: true },
  agentPoolProfiles: [{ name: 'system', nodeImageVersion: 'AKSUbuntu-2204gen2containerd-202610.20.0' }],
  apiServerAccessProfile: { enablePrivateCluster: true, disableRunCommand: true },
  addonProfiles: {
    azurepolicy: { enabled: true },
    azureKeyvaultSecretsProvider: { enabled: true, config: { enableSecretRotation: 'true' } },
  },
  autoUpgradeProfile: { upgradeChannel: 'patch', nodeOSUpgradeChannel: 'NodeImage' },
  currentKubernetesVersion: '1.34.1',
  disableLocalAccounts: true,
  networkProfile: { networkPolicy: 'cilium' },
  nodeResourceGroupProfile: { restrictionLevel: 'ReadOnly' },
  oidcIssuerProfile: { enabled: true },
  publicNetworkAccess: 'Disabled',
  securityProfile: {
    defender: { securityMonitoring: { enabled: true } },
    imageCleaner: { enabled: true },
    workloadIdentity: { enabled: true },
  },
};
const AUDITED = [{ name: 'logs', workspaceId: '/w', hasDestination: true, enabled: ['kube-audit-admin'] }];

const verdict = (check: string, state: PostureVerdict['state'] = 'nonCompliant'): PostureVerdict => ({
  check,
  state,
  detail: 'Privileged: api',
});
const observe = (parts: Partial<GovernanceInput>) => observeFindings(input(parts));
const about = (findings: readonly ObservedFinding[], control: string) =>
  findings.filter((finding) => finding.control === control);

describe('what a cluster is set to', () => {
  it('is a finding of the platform on the cluster, by the control of the check', () => {
    const found = observe(withPosture(ofCluster({ ...HARDENED, disableLocalAccounts: false }, AUDITED)));
    expect(only(found.filter(({ clusterId }) => clusterId === PROD))).toMatchObject({
      source: 'posture',
      scope: `posture:${PRODUCTION}`,
      control: 'local-accounts',
      actor: 'platform',
      clusterName: 'prod',
      namespace: '',
      workload: '',
      detail: expect.stringContaining('cluster prod: Local accounts are enabled'),
      link: expect.stringContaining('https://'),
      exempt: false,
    });
  });

  it('is no finding where all is well, and none where the payload does not tell', () => {
    const clean = observe(withPosture(ofCluster(HARDENED, AUDITED)));
    expect(clean.filter(({ clusterId }) => clusterId === PROD)).toEqual([]);
    const logsUnread = observe(withPosture(ofCluster(HARDENED, undefined)));
    expect(about(logsUnread, 'control-plane-audit-logs')).toEqual([]);
  });

  it('is judged by the configured age of node images', () => {
    const parts = withPosture(ofCluster(HARDENED, AUDITED));
    const strict = { nodeImageDays: 7, activityLogDays: 365, trustedRegistries: [] };
    expect(about(observe(parts), 'node-image-age')).toEqual([]);
    expect(about(observe({ ...parts, postureSettings: strict }), 'node-image-age')).toHaveLength(1);
  });

  it('is left out for clusters that are not watched', () => {
    const other = PROD.replace('/prod', '/other');
    const found = observe(withPosture(ofCluster({}, [], other)));
    expect(found.filter(({ clusterId }) => clusterId !== '')).toEqual([]);
  });
});

describe('what a registry and a subscription are set to', () => {
  it('is a finding of each, on no cluster', () => {
    const found = observe(withPosture(ofRegistry({ adminUserEnabled: true })));
    expect(only(about(found, 'registry-admin-account'))).toMatchObject({
      clusterId: '',
      surface: 'registry',
      detail: 'registry contoso: The admin user is enabled',
    });
    expect(only(about(found, 'activity-log-export'))).toMatchObject({
      clusterId: '',
      detail: 'subscription Production: The activity log goes to no workspace',
    });
  });

  it('counts the landing zones that run images of a registry only when every cluster was read', () => {
    const running = [workload({ images: [image()] })];
    const prod = withWorkloads(running);
    const both = { kubernetes: new Map([...prod.kubernetes, ...withWorkloads(running, TEST).kubernetes]) };
    const registry = withPosture(ofRegistry({}));
    expect(about(observe({ ...registry, ...both }), 'registry-per-landing-zone')).toHaveLength(1);
    expect(about(observe({ ...registry, ...prod }), 'registry-per-landing-zone')).toEqual([]);
    expect(gatherEvidence(input({ ...registry, ...prod })).undecidedChecks.size).toBeGreaterThan(0);
  });
});

describe('what pods do', () => {
  it('is a finding of the workload, for its team', () => {
    const found = observe(withWorkloads([workload({ posture: [verdict('privileged')] })]));
    expect(only(found)).toMatchObject({
      source: 'posture',
      scope: `pods:${PROD}`,
      control: 'privileged-containers',
      actor: 'team',
      namespace: 'shop',
      workload: 'Deployment/api',
      detail: 'Privileged: api',
    });
  });

  it('has the same identity over runs of a job', () => {
    const run = (name: string) =>
      only(observe(withWorkloads([workload({ kind: 'Job', name, posture: [verdict('seccomp')] })]))).id;
    expect(run('etl-x7k2p')).toBe(run('etl-b4n8w'));
  });

  it('is one finding where two checks mean the same control of the same workload', () => {
    const twice = workload({ posture: [verdict('host-network'), verdict('host-network')] });
    expect(observe(withWorkloads([twice]))).toHaveLength(1);
  });

  it('is not observed from pods of an earlier day', () => {
    const parts = input(withWorkloads([workload({ posture: [verdict('privileged')] })]));
    expect(observeFindings(parts, new Set())).toEqual([]);
    expect(gatherEvidence(parts, new Set()).scopesRead).not.toContain(`pods:${PROD}`);
  });
});

describe('a violation that others tell of as well', () => {
  const local = withPosture(ofCluster({ ...HARDENED, securityProfile: {} }, AUDITED));

  it('is one finding on a cluster, told by Defender, which knows since when', () => {
    const alone = only(about(observe(local), 'defender-sensor'));
    const both = observe({ ...local, ...withDefender([assessment({ key: SENSOR_ASSESSMENT })]) });
    expect(only(about(both, 'defender-sensor'))).toMatchObject({ id: alone.id, source: 'defender' });
  });

  it('is one finding of a workload, told by Azure Policy, which knows of exemptions', () => {
    const pods = ['api-7d4b9c8f6d-x2k4p'];
    const judged = withWorkloads([workload({ pods, posture: [verdict('privileged')] })]);
    const alone = only(observe(judged));
    const both = only(observe({ ...judged, ...withPolicy([component({ state: 'exempt' })]) }));
    expect(both).toMatchObject({ id: alone.id, source: 'policy', exempt: true });
  });

  it('is told of the workload rather than of its cluster as a whole', () => {
    const judged = withWorkloads([workload({ posture: [verdict('privileged')] })]);
    const whole = assessment({ key: '5d90913f-a1c5-4429-ad54-2c6c17fb3c73' });
    expect(only(observe({ ...judged, ...withDefender([whole]) }))).toMatchObject({
      workload: 'Deployment/api',
    });
  });
});

describe('a finding of a posture check', () => {
  const DAYS: readonly [Day, Day] = [DAY, '2026-11-03'];
  const bad = withPosture(ofCluster({ ...HARDENED, disableLocalAccounts: false }, AUDITED));

  function stateAfter(first: Partial<GovernanceInput>, second: Partial<GovernanceInput>, control: string) {
    const { graceRules, reopened } = { graceRules: [], reopened: 'restart' } as const;
    const [one, two] = [input({ ...first, day: DAYS[0] }), input({ ...second, day: DAYS[1] })];
    const read = (day: GovernanceInput) => ({
      ...gatherEvidence(day),
      ...{ day: day.day, graceDays: GRACE, graceRules, reopened },
    });
    const { all } = updateFindings([], observeFindings(one), read(one));
    const id = only(all.filter((finding) => finding.control === control)).id;
    return byId(updateFindings(all, observeFindings(two), read(two)).all, id).state;
  }

  it('is resolved when the check is met', () => {
    expect(stateAfter(bad, withPosture(ofCluster(HARDENED, AUDITED)), 'local-accounts')).toBe('resolved');
  });

  it('stays open when nothing was read', () => {
    expect(stateAfter(bad, {}, 'local-accounts')).toBe('open');
  });

  it('stays open when the check does not know any more', () => {
    const retyped = withPosture(ofCluster({ ...HARDENED, disableLocalAccounts: 'maybe' }, AUDITED));
    expect(stateAfter(bad, retyped, 'local-accounts')).toBe('open');
    const unread = withPosture(ofCluster(HARDENED, undefined));
    const silent = withPosture(ofCluster(HARDENED, []));
    expect(stateAfter(silent, unread, 'control-plane-audit-logs')).toBe('open');
  });

  it('stays open when Azure does not show the cluster any more, though the inventory does', () => {
    expect(stateAfter(bad, withPosture(), 'local-accounts')).toBe('open');
  });

  it('of a workload stays open while its pods cannot be judged, and is resolved when they are well', () => {
    const judged = (posture: readonly PostureVerdict[]) => withWorkloads([workload({ posture })]);
    const before = judged([verdict('privileged')]);
    const after = judged([verdict('privileged', 'unknown')]);
    expect(stateAfter(before, after, 'privileged-containers')).toBe('open');
    expect(stateAfter(before, judged([]), 'privileged-containers')).toBe('resolved');
    expect(stateAfter(before, {}, 'privileged-containers')).toBe('open');
  });

  it('of a registry stays open while the registry is not shown', () => {
    const registry = withPosture(ofRegistry({ adminUserEnabled: true }));
    expect(stateAfter(registry, withPosture(), 'registry-admin-account')).toBe('open');
  });
});
