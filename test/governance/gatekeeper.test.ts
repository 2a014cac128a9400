import { describe, expect, it } from 'vitest';
import { gatherEvidence } from '../../shared/governance/evidence.ts';
import type { GovernanceInput } from '../../shared/governance/input.ts';
import { updateFindings } from '../../shared/governance/lifeStory.ts';
import { observeFindings } from '../../shared/governance/observe.ts';
import { countViolations, formatViolations } from '../../shared/governance/truncation.ts';
import type { GatekeeperConstraint, GatekeeperViolation } from '../../shared/model/estate.ts';
import type { Finding } from '../../shared/model/governance.ts';
import { addDays, type Day } from '../../shared/model/time.ts';
import {
  assessment,
  component,
  DAY,
  GRACE,
  input,
  kubernetesState,
  only,
  PRIVILEGED,
  PRIVILEGED_ASSESSMENT,
  PROD,
  withDefender,
  withPolicy,
  workload,
} from './estate.ts';

const PODS = ['api-7d4b9c8f6d-x2k4p', 'api-7d4b9c8f6d-b9c7d'];
const API = workload({ pods: PODS });
const MESSAGE = 'Privileged container is not allowed: main';

function violation(name: string, parts: Partial<GatekeeperViolation> = {}): GatekeeperViolation {
  return { kind: 'Pod', namespace: 'shop', name, message: MESSAGE, enforcementAction: 'dryrun', ...parts };
}

function constraint(parts: Partial<GatekeeperConstraint> = {}): GatekeeperConstraint {
  const violations = parts.violations ?? PODS.map((name) => violation(name));
  return {
    kind: 'K8sAzureV2ContainerNoPrivilege',
    name: 'azurepolicy-privileged',
    enforcementAction: 'dryrun',
    definitionId: `/providers/microsoft.authorization/policydefinitions/${PRIVILEGED}`,
    setDefinitionId: '',
    referenceId: 'privilegedcontainers',
    assignmentId: '/subscriptions/s/providers/microsoft.authorization/policyassignments/safeguards',
    totalViolations: violations.length,
    auditedAt: `${DAY}T03:11:06.000Z`,
    violations,
    ...parts,
  };
}

function withConstraints(...constraints: readonly GatekeeperConstraint[]) {
  return { kubernetes: new Map([[PROD, kubernetesState({ workloads: [API], constraints })]]) };
}

describe('a violation that Gatekeeper sees', () => {
  it('is a finding of the workload, with its message and the total of the cluster', () => {
    const finding = only(observeFindings(input(withConstraints(constraint({ totalViolations: 57 })))));
    expect(finding).toMatchObject({
      source: 'gatekeeper',
      scope: `kubernetes:${PROD}`,
      control: 'privileged-containers',
      surface: 'application',
      actor: 'team',
      namespace: 'shop',
      workload: 'Deployment/api',
      detail: `2 pods, such as api-7d4b9c8f6d-b9c7d (57 violations in the cluster): ${MESSAGE}`,
      exempt: false,
    });
  });

  it('is one finding with what Azure Policy sees, told by Azure with Gatekeeper’s message and total', () => {
    const inside = withConstraints(constraint({ totalViolations: 57 }));
    const azure = withPolicy([component()]);
    const both = only(observeFindings(input({ ...inside, ...azure })));
    const [alone, seen] = [inside, { ...azure, kubernetes: withConstraints().kubernetes }].map((parts) =>
      only(observeFindings(input(parts))),
    );
    expect(new Set([both.id, alone?.id, seen?.id]).size).toBe(1);
    expect(both).toMatchObject({
      source: 'policy',
      detail: `1 pod, such as api-7d4b9c8f6d-x2k4p (57 violations in the cluster): ${MESSAGE}`,
    });
  });

  it('stays exempt where Azure exempts it', () => {
    const exempt = withPolicy([component({ state: 'exempt' })]);
    expect(only(observeFindings(input({ ...exempt, ...withConstraints(constraint()) }))).exempt).toBe(true);
  });

  it('stands before what Defender says of the cluster as a whole', () => {
    const defender = withDefender([assessment({ key: PRIVILEGED_ASSESSMENT })]);
    const finding = only(observeFindings(input({ ...defender, ...withConstraints(constraint()) })));
    expect(finding.source).toBe('gatekeeper');
  });

  it('keeps its identity over a rollout', () => {
    const [before, after] = ['api-7d4b9c8f6d-x2k4p', 'api-68f7d6c9b5-qqqqq'].map((name) =>
      only(observeFindings(input(withConstraints(constraint({ violations: [violation(name)] }))))),
    );
    expect(after?.id).toBe(before?.id);
  });

  it('counts once however many initiatives hold the policy, with the larger total', () => {
    const twice = [
      constraint({ totalViolations: 3 }),
      constraint({ name: 'azurepolicy-2', totalViolations: 9 }),
    ];
    const finding = only(observeFindings(input(withConstraints(...twice))));
    expect(finding.detail).toMatch(/^2 pods, .*\(9 violations in the cluster\)/);
  });

  it('is known by its kind without a policy behind it, and kept when nobody knows the kind', () => {
    const own = { definitionId: '', assignmentId: '', referenceId: '' };
    const [known, unknown] = ['K8sPSPPrivilegedContainer', 'ContosoNoFridays'].map((kind) =>
      only(observeFindings(input(withConstraints(constraint({ ...own, kind }))))),
    );
    expect(known?.control).toBe('privileged-containers');
    expect(unknown).toMatchObject({
      control: 'uncatalogued:contosonofridays',
      title: 'Constraint ContosoNoFridays',
      surface: 'application',
      actor: 'team',
      severity: 'unknown',
    });
  });

  it('is the same finding for Azure and Gatekeeper when nobody knows the policy', () => {
    const definitionId = '/providers/microsoft.authorization/policydefinitions/0badf00d';
    const inside = withConstraints(constraint({ definitionId }));
    const both = only(observeFindings(input({ ...inside, ...withPolicy([component({ definitionId })]) })));
    expect(only(observeFindings(input(inside))).id).toBe(both.id);
  });

  it('is the platform’s where no namespace holds it', () => {
    const role = violation('everything', { kind: 'ClusterRole', namespace: '' });
    expect(only(observeFindings(input(withConstraints(constraint({ violations: [role] })))))).toMatchObject({
      actor: 'platform',
      detail: expect.stringMatching(/^clusterrole everything \(1 violation in the cluster\)/),
    });
  });

  it('tells nothing when the audit stopped a day before', () => {
    const stopped = constraint({ auditedAt: `${addDays(DAY, -1)}T17:59:00.000Z` });
    expect(observeFindings(input(withConstraints(stopped)))).toEqual([]);
    expect(observeFindings(input(withConstraints(constraint({ auditedAt: undefined }))))).toEqual([]);
    const evening = constraint({ auditedAt: `${addDays(DAY, -1)}T23:59:00.000Z` });
    expect(observeFindings(input(withConstraints(evening)))).toHaveLength(1);
  });

  it('gets one line, whatever the message holds', () => {
    const hostile = violation('api-7d4b9c8f6d-x2k4p', { message: `a\r\nBcc: x\u202e${'y'.repeat(9_000)}` });
    const finding = only(observeFindings(input(withConstraints(constraint({ violations: [hostile] })))));
    expect(finding.detail).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
    expect(finding.detail.length).toBeLessThanOrEqual(300);
  });
});

describe('a violation seen now by Azure, now by Gatekeeper', () => {
  it('is first seen once, though every rollout brings new pods', () => {
    const readings = [
      input(withPolicy([component()])),
      input({
        day: addDays(DAY, 1),
        ...withConstraints(
          constraint({
            auditedAt: `${addDays(DAY, 1)}T03:00:00.000Z`,
            violations: [violation('api-68f7d6c9b5-qqqqq')],
          }),
        ),
      }),
      input({ day: addDays(DAY, 2), ...withPolicy([component({ name: 'api-5c5d57869f-zzzzz' })]) }),
    ];
    let story: readonly Finding[] = [];
    for (const reading of readings) {
      const told = { ...gatherEvidence(reading), day: reading.day, graceDays: GRACE };
      story = updateFindings(story, observeFindings(reading), told).all;
    }
    expect(only(story)).toMatchObject({ firstSeen: DAY, lastSeen: addDays(DAY, 2), state: 'open' });
  });
});

describe('a violation that Gatekeeper no longer sees', () => {
  const MORE: Day = addDays(DAY, 1);

  function live(previous: readonly Finding[], reading: GovernanceInput): readonly Finding[] {
    const told = { ...gatherEvidence(reading), day: reading.day, graceDays: GRACE };
    return updateFindings(previous, observeFindings(reading), told).all;
  }
  const today = live([], input(withConstraints(constraint())));
  const fresh = { auditedAt: `${MORE}T03:11:06.000Z` };

  it('is fixed when all constraints were read', () => {
    const clean = constraint({ ...fresh, violations: [], totalViolations: 0 });
    expect(only(live(today, input({ ...withConstraints(clean), day: MORE })))).toMatchObject({
      state: 'resolved',
      resolvedOn: MORE,
    });
  });

  it.each<[string, GovernanceInput]>([
    ['the cluster was not read', input({ day: MORE })],
    [
      'its constraints were not read',
      input({ day: MORE, kubernetes: new Map([[PROD, kubernetesState({ constraintsRead: false })]]) }),
    ],
    [
      'Gatekeeper lists only some of more violations',
      input({ ...withConstraints(constraint({ ...fresh, violations: [], totalViolations: 57 })), day: MORE }),
    ],
    ['the audit stopped', input({ ...withConstraints(constraint({ totalViolations: 0 })), day: MORE })],
  ])('is not fixed when %s', (_, reading) => {
    expect(only(live(today, reading))).toMatchObject({ state: 'open', lastSeen: DAY });
  });

  it('is not fixed by an older reading of the cluster', () => {
    const reading = input({ ...withConstraints(), day: MORE });
    expect(gatherEvidence(reading).scopesRead).toContain(`kubernetes:${PROD}`);
    expect(gatherEvidence(reading, new Set()).scopesRead).not.toContain(`kubernetes:${PROD}`);
  });
});

describe('the number of violations of a control', () => {
  const crowd = Array.from({ length: 500 }, (_, index) => component({ name: `bare-${index}x` }));

  it('is at least 500 where Azure tells of no more', () => {
    const count = only(countViolations(input(withPolicy(crowd))));
    expect(count).toEqual({ clusterId: PROD, control: 'privileged-containers', count: 500, atLeast: true });
    expect(formatViolations(count)).toBe('500+');
    const fewer = only(countViolations(input(withPolicy(crowd.slice(1)))));
    expect(formatViolations(fewer)).toBe('499');
  });

  it('is Gatekeeper’s total where it audited', () => {
    const inside = withConstraints(constraint({ totalViolations: 1_204 }));
    expect(formatViolations(only(countViolations(input({ ...withPolicy(crowd), ...inside }))))).toBe('1204');
  });

  it('is not doubled by a second assignment of the same policy', () => {
    const twice = [component(), component({ assignmentId: 'another' })];
    expect(only(countViolations(input(withPolicy(twice)))).count).toBe(1);
  });
});
