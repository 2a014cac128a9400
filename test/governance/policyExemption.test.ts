import { describe, expect, it } from 'vitest';
import { gatherEvidence } from '../../shared/governance/evidence.ts';
import { summarizeInitiatives } from '../../shared/governance/initiative.ts';
import { reviewExemptions } from '../../shared/governance/policyExemption.ts';
import type { PolicyExemption, PolicyState, PolicySummary } from '../../shared/model/governance.ts';
import {
  component,
  DAY,
  DEVELOPMENT,
  defenderState,
  input,
  only,
  PRIVILEGED,
  PROD,
  PRODUCTION,
  policyState,
} from './estate.ts';

const ASSIGNMENT = component().assignmentId;

function exemption(parts: Partial<PolicyExemption> = {}): PolicyExemption {
  return {
    id: `${PROD}/exemption`,
    category: 'waiver',
    displayName: 'Until the rebuild',
    description: 'SEC-1',
    expiresOn: undefined,
    assignmentId: ASSIGNMENT,
    referenceIds: [],
    scope: PROD,
    selective: false,
    ...parts,
  };
}

function summary(parts: Partial<PolicySummary> = {}): PolicySummary {
  return {
    assignmentId: ASSIGNMENT,
    setDefinitionId: 'set',
    setDisplayName: 'Safeguards',
    displayName: 'AKS safeguards',
    nonCompliantResources: 1,
    resources: { compliant: 2, noncompliant: 1 },
    nonCompliantPolicies: 1,
    definitions: [
      { definitionId: `x/${PRIVILEGED}`, referenceId: 'privileged', nonCompliantResources: 1, resources: {} },
      { definitionId: 'x/other', referenceId: 'other', nonCompliantResources: 0, resources: {} },
    ],
    ...parts,
  };
}

function review(parts: Partial<PolicyState>) {
  return reviewExemptions(new Map([[PRODUCTION, policyState({ summaries: [summary()], ...parts })]]), DAY);
}

describe('an exemption of Azure Policy', () => {
  it.each<[string | undefined, string]>([
    [undefined, 'active'],
    ['2026-11-01T23:59:59.000Z', 'expired'],
    ['2026-11-02T00:00:00.000Z', 'expiring'],
    ['2026-12-01T23:59:59.000Z', 'expiring'],
    ['2026-12-02T00:00:00.000Z', 'active'],
  ])('that ends at %s is %s on 2 November', (expiresOn, state) => {
    expect(only(review({ exemptions: [exemption({ expiresOn })] })).state).toBe(state);
  });

  it('counts what it spares', () => {
    const spared = ['a', 'b'].map((name) =>
      component({ name, state: 'exempt', exemptionId: exemption().id }),
    );
    expect(only(review({ components: spared, exemptions: [exemption()] }))).toMatchObject({
      assignmentName: 'AKS safeguards',
      spares: 2,
      matchesNothing: false,
    });
  });

  it('matches nothing when it spares nothing, or its assignment is gone', () => {
    expect(only(review({ exemptions: [exemption()] })).matchesNothing).toBe(true);
    const orphan = exemption({ assignmentId: 'gone' });
    expect(only(review({ exemptions: [orphan] }))).toMatchObject({
      assignmentName: '',
      matchesNothing: true,
    });
  });

  it('is not said to match nothing when it chooses its resources, or is over', () => {
    expect(only(review({ exemptions: [exemption({ selective: true })] })).matchesNothing).toBe(false);
    const over = exemption({ expiresOn: '2026-10-01T00:00:00.000Z' });
    expect(only(review({ exemptions: [over] })).matchesNothing).toBe(false);
  });

  it('counts once though several subscriptions show it, and not at all when it is about other things', () => {
    const above = { id: 'mg', scope: '/providers/microsoft.management/managementgroups/corp' };
    const machines = exemption({ ...above, id: 'machines', assignmentId: 'machines' });
    const state = policyState({
      exemptions: [exemption(above), machines],
      summaries: [summary(), summary({ assignmentId: 'machines', definitions: [] })],
    });
    const reviewed = reviewExemptions(
      new Map([
        [PRODUCTION, state],
        [DEVELOPMENT, state],
      ]),
      DAY,
    );
    expect(reviewed.map((one) => one.exemption.id)).toEqual(['mg']);
  });
});

describe('an initiative', () => {
  it('adds up its assignments, and counts its policies once', () => {
    const other = summary({ assignmentId: 'dev', resources: { compliant: 5, exempt: 1 } });
    const summarized = summarizeInitiatives(
      new Map([
        [PRODUCTION, policyState({ summaries: [summary()] })],
        [DEVELOPMENT, policyState({ summaries: [other] })],
      ]),
    );
    expect(summarized).toEqual([
      {
        id: 'set',
        name: 'Safeguards',
        isInitiative: true,
        assignments: 2,
        resources: { compliant: 7, exempt: 1, noncompliant: 1 },
        policies: { nonCompliant: 1, total: 2 },
      },
    ]);
  });

  it('is called by its assignment where nobody tells its name, as is a single policy', () => {
    const unnamed = summary({ setDisplayName: '' });
    const single = summary({ setDefinitionId: '', setDisplayName: '', displayName: 'No privileged pods' });
    const summarized = summarizeInitiatives(
      new Map([[PRODUCTION, policyState({ summaries: [unnamed, single] })]]),
    );
    expect(summarized.map(({ name, isInitiative }) => [name, isInitiative])).toEqual([
      ['AKS safeguards', true],
      ['No privileged pods', false],
    ]);
  });
});

describe('a subscription of which rows could not be read', () => {
  it('proves nothing by its silence', () => {
    const reading = input({
      policy: new Map([
        [PRODUCTION, policyState({ componentsLost: 1 })],
        [DEVELOPMENT, policyState()],
      ]),
      defender: new Map([[PRODUCTION, defenderState({ assessmentsLost: 1 })]]),
    });
    expect([...gatherEvidence(reading).scopesRead]).toEqual([`policy:${DEVELOPMENT}`]);
  });
});
