import { expect, it } from 'vitest';
import { coverDefender } from '../../shared/governance/defenderCoverage.ts';
import type { DefenderState } from '../../shared/model/governance.ts';
import {
  DEVELOPMENT,
  defenderState,
  image,
  input,
  PROD,
  PRODUCTION,
  REGISTRY,
  TEST,
  vulnerability,
  withWorkloads,
  workload,
} from './estate.ts';

const PLAN = {
  name: 'Containers',
  enabled: true,
  subPlan: '',
  extensions: [
    { name: 'AgentlessDiscoveryForKubernetes', enabled: true },
    { name: 'ContainerRegistriesVulnerabilityAssessments', enabled: true },
    { name: 'ContainerSensor', enabled: true },
  ],
};

const looked = (resourceId: string) => ({
  resourceId,
  healthy: 9,
  unhealthy: 1,
  notApplicable: 0,
  changedAt: '2026-11-01T00:00:00.000Z',
});

function cover(state: Partial<DefenderState>, kubernetes = withWorkloads([])) {
  const full = defenderState({ plans: [PLAN], assessed: [looked(PROD), looked(REGISTRY)], ...state });
  const covered = coverDefender(input({ defender: new Map([[PRODUCTION, full]]), ...kubernetes }));
  const of = (id: string) => covered.find(({ resourceId }) => resourceId === id);
  return { prod: of(PROD), test: of(TEST), registry: of(REGISTRY) };
}

it('knows what is watched, and that what was not read is not', () => {
  const { prod, test, registry } = cover({});
  expect(prod).toEqual({
    resourceId: PROD,
    name: 'prod',
    kind: 'cluster',
    plan: true,
    extensions: PLAN.extensions,
    sensor: true,
    assessed: looked(PROD),
    gaps: [],
  });
  expect(registry).toMatchObject({ kind: 'registry', sensor: undefined, gaps: [] });
  expect(test).toMatchObject({
    plan: undefined,
    gaps: ['Defender for Cloud of its subscription was not read.'],
  });
});

it('names a plan that is off, or cannot be seen', () => {
  const off = cover({ plans: [{ ...PLAN, enabled: false }] });
  expect(off.prod).toMatchObject({ plan: false, gaps: ['The plan Defender for Containers is off.'] });
  expect(cover({ plans: [] }).prod).toMatchObject({
    plan: undefined,
    gaps: [expect.stringContaining('could not be read')],
  });
});

it('names a part of the plan that is off where it matters', () => {
  const plans = [
    {
      ...PLAN,
      extensions: PLAN.extensions.map(({ name }) => ({ name, enabled: name !== 'ContainerSensor' })),
    },
  ];
  expect(cover({ plans }).prod?.gaps).toEqual([expect.stringMatching(/^ContainerSensor is off/)]);
  expect(cover({ plans }).registry?.gaps).toEqual([]);
});

it('takes a resource without a single recommendation, met or not, for one that was not looked at', () => {
  expect(cover({ assessed: [] }).prod?.gaps).toEqual([expect.stringContaining('it was not looked at')]);
  expect(cover({ assessed: undefined }).prod?.gaps).toEqual([expect.stringContaining('was not asked')]);
});

it('does not take a registry for clean whose images run and of which nothing is told', () => {
  const running = withWorkloads([workload({ images: [image()] })]);
  expect(cover({}, running).registry?.gaps).toEqual([expect.stringContaining('clean, or not scanned')]);
  expect(cover({ assessments: [vulnerability()] }, running).registry?.gaps).toEqual([]);
});

it('says that recommendations were lost', () => {
  const { prod } = cover({ assessmentsLost: 2 });
  expect(prod?.gaps).toEqual(['2 recommendations of its subscription could not be read.']);
});

it('covers every cluster and registry once', () => {
  const covered = coverDefender(input({ defender: new Map([[DEVELOPMENT, defenderState()]]) }));
  expect(covered.map(({ resourceId }) => resourceId)).toEqual([PROD, TEST, REGISTRY].sort());
});
