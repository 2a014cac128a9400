import { expect, it } from 'vitest';
import type { DefenderState } from '../../shared/model/governance.ts';
import { decodeReading, type Stored } from '../../shared/store/codec.ts';
import { assessment, defenderState, vulnerability } from '../governance/estate.ts';

/** What a value is after it was kept: fields that are undefined are gone. */
function keep(value: unknown): Stored<DefenderState> {
  return JSON.parse(JSON.stringify(value)) as Stored<DefenderState>;
}

it('a reading of Defender comes back as it was kept', () => {
  const state = defenderState({
    assessments: [vulnerability({ tags: ['1.0'] }, { dueOn: '2026-12-01', owner: 'lead@contoso.example' })],
    warnings: ['something'],
  });
  expect(decodeReading('defender', keep(state))).toEqual(state);
});

it('a reading of an earlier version gets what it did not have, and nobody takes it for looked at', () => {
  const { name, fixedVersion, repository, digest, cves } = vulnerability().software ?? {};
  const { dueOn: _, owner: __, gracePeriod: ___, promisedOn: ____, ...older } = vulnerability();
  const alert = {
    id: '/alert',
    type: 'K8S_X',
    title: 'X',
    severity: 'high',
    status: 'Active',
    clusterId: '',
    namespace: '',
    workload: '',
    tactic: '',
    raisedAt: '2026-11-02T01:00:00.000Z',
    link: '',
  };
  const kept = keep({
    assessments: [{ ...older, software: { name, fixedVersion, repository, digest, cves } }],
    alerts: [alert],
    secureScore: { subscriptionId: 's', current: 1, max: 2, weight: 3 },
    plans: [{ name: 'Containers', enabled: true }],
  });
  expect(decodeReading('defender', kept)).toEqual(
    defenderState({
      assessments: [vulnerability()],
      assessed: undefined,
      alerts: [{ ...alert, description: '', pod: '', image: '', techniques: [] }],
      secureScore: { subscriptionId: 's', current: 1, max: 2, weight: 3, controls: [] },
      plans: [{ name: 'Containers', enabled: true, subPlan: '', extensions: [] }],
    }),
  );
  const without = keep({ assessments: [assessment()], alerts: [], plans: [] });
  expect(decodeReading('defender', without).secureScore).toBeUndefined();
});
