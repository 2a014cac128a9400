import { expect, it } from 'vitest';
import { summarizeStandards } from '../../shared/governance/regulatory.ts';
import type { RegulatoryControl, RegulatoryStandard } from '../../shared/model/governance.ts';
import { DEVELOPMENT, defenderState, PRODUCTION } from './estate.ts';

function standard(parts: Partial<RegulatoryStandard> = {}): RegulatoryStandard {
  return {
    name: 'PCI-DSS-4',
    state: 'failed',
    passed: 3,
    failed: 1,
    skipped: 2,
    unsupported: 40,
    controls: [],
    ...parts,
  };
}

function control(name: string, parts: Partial<RegulatoryControl> = {}): RegulatoryControl {
  return { name, title: `Control ${name}`, state: 'failed', passed: 0, failed: 1, skipped: 0, ...parts };
}

it('adds up standards over subscriptions; what is skipped or unsupported is no pass and not judged', () => {
  const states = new Map([
    [PRODUCTION, defenderState({ standards: [standard(), standard({ name: 'CIS', passed: 0 })] })],
    [DEVELOPMENT, defenderState({ standards: [standard({ passed: 1, failed: 5 })] })],
  ]);
  expect(summarizeStandards(states)).toMatchObject([
    { name: 'CIS', subscriptions: 1, passed: 0, failed: 1, judged: 1 },
    { name: 'PCI-DSS-4', subscriptions: 2, passed: 4, failed: 6, skipped: 4, unsupported: 80, judged: 10 },
  ]);
});

it('names controls that fail anywhere, the worst first, and none that does not fail', () => {
  const ours = [control('1.1'), control('2.1', { failed: 3 }), control('3.1', { state: 'skipped' })];
  const theirs = [control('1.1', { failed: 9 }), control('4.1', { state: 'passed', failed: 0 })];
  const states = new Map([
    [PRODUCTION, defenderState({ standards: [standard({ controls: ours })] })],
    [DEVELOPMENT, defenderState({ standards: [standard({ controls: theirs })] })],
  ]);
  expect(summarizeStandards(states)[0]?.failing).toEqual([
    { name: '1.1', title: 'Control 1.1', subscriptions: 2, failedAssessments: 10 },
    { name: '2.1', title: 'Control 2.1', subscriptions: 1, failedAssessments: 3 },
  ]);
});
