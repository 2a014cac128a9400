import { z } from 'zod';
import { type ArmId, toArmId } from '../../model/estate.ts';
import type { Assessment } from '../../model/governance.ts';
import { IGNORE, looseDay, looseFlag, looseText, type Note, readPart } from './lenient.ts';
import { embedded, folded, nameRow, readPayload } from './payload.ts';

const AssignmentSchema = z.object({
  id: z.string().min(1),
  properties: embedded.pipe(
    folded(
      z.object({
        assignedresourceid: looseText,
        remediationduedate: looseDay,
        owner: looseText,
        isgraceperiod: looseFlag,
        remediationeta: z.unknown().optional(),
      }),
    ),
  ),
});

const EtaSchema = folded(z.object({ eta: looseDay }));

/** Whom a governance rule of Defender for Cloud made answerable for an assessment, and until when. */
export interface GovernanceAssignment
  extends Pick<Assessment, 'dueOn' | 'owner' | 'gracePeriod' | 'promisedOn'> {
  readonly assessmentId: ArmId;
}

/**
 * Reads a governance assignment (`microsoft.security/assessments/governanceassignments`, API
 * 2022-01-01-preview): a due date, an owner, whether there is grace, and the day that the owner promised.
 * @throws SourceError `malformed`
 */
export function parseGovernanceAssignment(row: unknown, note: Note = IGNORE): GovernanceAssignment {
  const where = { source: 'Defender for Cloud, governance assignment', scope: nameRow(row) };
  const { id, properties } = readPayload(AssignmentSchema, row, where);
  if (properties.remediationduedate === undefined) note('the due date cannot be read');
  return {
    assessmentId: toArmId(
      properties.assignedresourceid || id.replace(/\/governanceassignments\/[^/]*$/i, ''),
    ),
    dueOn: properties.remediationduedate,
    owner: properties.owner,
    gracePeriod: properties.isgraceperiod,
    promisedOn: readPart(EtaSchema, properties.remediationeta, 'the promised day', note)?.eta,
  };
}

/** Puts assignments to their assessments; of several for one, that which is due first counts. */
export function assignGovernance(
  assessments: readonly Assessment[],
  assignments: readonly GovernanceAssignment[],
): readonly Assessment[] {
  const byAssessment = new Map<ArmId, GovernanceAssignment>();
  for (const assignment of assignments) {
    const known = byAssessment.get(assignment.assessmentId);
    if (!known || orderOf(assignment) < orderOf(known)) byAssessment.set(assignment.assessmentId, assignment);
  }
  return assessments.map((assessment) => {
    const assignment = byAssessment.get(assessment.id);
    if (!assignment) return assessment;
    const { assessmentId: _, ...governed } = assignment;
    return { ...assessment, ...governed };
  });
}

/** By due date, then by owner, so that the order of reading never shows. */
function orderOf({ dueOn, owner, promisedOn }: GovernanceAssignment): string {
  return [dueOn ?? '9999', owner, promisedOn ?? ''].join('|');
}
