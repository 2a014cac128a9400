import { expect, it } from 'vitest';
import {
  assignGovernance,
  parseGovernanceAssignment,
} from '../../../shared/sources/azure/governanceAssignment.ts';
import { assessment } from '../../governance/estate.ts';

const ASSESSED = assessment();

function row(properties: object) {
  return { id: `${ASSESSED.id}/governanceAssignments/g`, properties };
}

it('reads due date, owner, grace and the promised day', () => {
  const properties = {
    assignedResourceId: ASSESSED.id.toUpperCase(),
    remediationDueDate: '2026-12-24T23:30:00.0000000Z',
    owner: 'lead@contoso.example',
    isGracePeriod: 'true',
    remediationEta: '{"eta":"2026-12-20"}',
  };
  expect(parseGovernanceAssignment(row(properties))).toEqual({
    assessmentId: ASSESSED.id,
    dueOn: '2026-12-24',
    owner: 'lead@contoso.example',
    gracePeriod: true,
    promisedOn: '2026-12-20',
  });
});

it('belongs to what it hangs below where it names no assessment', () => {
  expect(parseGovernanceAssignment(row({ remediationDueDate: '2026-12-24' })).assessmentId).toBe(ASSESSED.id);
});

it('without a readable due date is kept with its owner, and said', () => {
  const notes: string[] = [];
  const properties = { remediationDueDate: 'soon', owner: 'lead@contoso.example' };
  expect(parseGovernanceAssignment(row(properties), (note) => notes.push(note))).toMatchObject({
    dueOn: undefined,
    owner: 'lead@contoso.example',
  });
  expect(notes).toEqual(['the due date cannot be read']);
});

it('that is due first counts where there are several, in whatever order they come', () => {
  const dates = ['2026-12-24', '2026-12-01', '2027-01-01'].map((remediationDueDate) =>
    parseGovernanceAssignment(row({ remediationDueDate, owner: remediationDueDate })),
  );
  const other = assessment({ id: '/other' });
  const assigned = assignGovernance([ASSESSED, other], dates);
  expect(assigned).toMatchObject([{ dueOn: '2026-12-01', owner: '2026-12-01' }, other]);
  expect(assignGovernance([ASSESSED, other], dates.toReversed())).toEqual(assigned);
});
