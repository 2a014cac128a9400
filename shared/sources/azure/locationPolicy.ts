import type { ResourceGraphClient } from '@azure/arm-resourcegraph';
import { z } from 'zod';
import {
  ALLOWED_LOCATIONS,
  parseLocationAssignment,
  parseLocationInitiative,
} from '../../governance/posture/locationAssignment.ts';
import { toArmId } from '../../model/estate.ts';
import type { AssignmentExemption, LocationAssignment } from '../../model/posture.ts';
import { type Day, parseDay } from '../../model/time.ts';
import type { Where } from './failure.ts';
import { queryGraph } from './graph.ts';
import { malformed, nameRow, optionalInstant, readPayload } from './payload.ts';
import { quoteKql } from './resources.ts';
import { readEach } from './rows.ts';

const ROLE = 'Reader';

const INITIATIVES = `policyresources
| where type =~ 'microsoft.authorization/policysetdefinitions'
| where tostring(properties.policyDefinitions) contains '${ALLOWED_LOCATIONS}'
| project id, name, type, properties
| order by id asc`;

const EXEMPTIONS = `policyresources
| where type =~ 'microsoft.authorization/policyexemptions'
| project id, name, type, properties
| order by id asc`;

/** Which locations policy allows a subscription. */
export interface LocationPolicy {
  readonly locationAssignments: readonly LocationAssignment[];
  /** Of these assignments. */
  readonly exemptions: readonly AssignmentExemption[];
  readonly warnings: readonly string[];
}

/**
 * Reads the assignments of "Allowed locations" that reach a subscription, from above as well, by themselves or
 * within an initiative, and the exemptions from them.
 * @throws SourceError
 */
export async function readLocationPolicy(
  client: ResourceGraphClient,
  subscriptionId: string,
  where: Where,
): Promise<LocationPolicy> {
  const reading = { where, role: ROLE, above: true } as const;
  const ask = (query: string) => queryGraph(client, query, [subscriptionId], reading);
  const initiatives = readAll(await ask(INITIATIVES), parseLocationInitiative, where);
  const assignments = readAll(
    await ask(queryAssignments(initiatives.map(({ id }) => id))),
    (row) => parseLocationAssignment(row, initiatives),
    where,
  );
  if (assignments.length === 0) return { locationAssignments: [], exemptions: [], warnings: [] };
  const known = new Map(assignments.map((assignment) => [assignment.id, assignment]));
  const rows = await ask(EXEMPTIONS);
  const exemptions = readEach(rows, 'policy exemptions', (row) => {
    const { references, ...exemption } = parseExemption(row);
    const assignment = known.get(exemption.assignmentId);
    if (assignment === undefined) return undefined;
    const isOurs = references.length === 0 || references.includes(assignment.reference);
    return isOurs ? exemption : undefined;
  });
  return {
    locationAssignments: assignments.map(({ reference: _, ...assignment }) => assignment),
    exemptions: exemptions.values,
    warnings: exemptions.warnings,
  };
}

/** One that cannot be read may be the one that allows nothing else: then it is not known what is allowed. */
function readAll<T>(
  rows: readonly unknown[],
  parse: (row: unknown) => T | undefined,
  where: Where,
): readonly T[] {
  return rows.map((row) => {
    const parsed = parse(row);
    if (parsed === undefined) throw malformed(where, `${nameRow(row)} is not of the documented form`);
    return parsed;
  });
}

function queryAssignments(initiatives: readonly string[]): string {
  const definition = 'tolower(tostring(properties.policyDefinitionId))';
  const conditions = [
    `${definition} contains '${ALLOWED_LOCATIONS}'`,
    ...(initiatives.length === 0 ? [] : [`${definition} in~ (${initiatives.map(quoteKql).join(', ')})`]),
  ];
  return `policyresources
| where type =~ 'microsoft.authorization/policyassignments'
| where ${conditions.join(' or ')}
| project id, name, type, properties
| order by id asc`;
}

const ExemptionSchema = z.object({
  id: z.string().min(1),
  properties: z.object({
    policyAssignmentId: z.string().min(1),
    policyDefinitionReferenceIds: z.array(z.string()).nullish(),
    expiresOn: optionalInstant,
  }),
});

/** The scope of an exemption is what its id hangs on (Microsoft.Authorization/policyExemptions). */
function parseExemption(row: unknown): AssignmentExemption & { readonly references: readonly string[] } {
  const where = { source: 'Azure Policy, exemption', scope: nameRow(row) };
  const { id: written, properties } = readPayload(ExemptionSchema, row, where);
  const id = toArmId(written);
  const end = id.lastIndexOf('/providers/microsoft.authorization/policyexemptions/');
  return {
    assignmentId: toArmId(properties.policyAssignmentId),
    scope: toArmId(end < 0 ? id : id.slice(0, end)),
    until: readDay(properties.expiresOn),
    references: (properties.policyDefinitionReferenceIds ?? []).map((reference) => reference.toLowerCase()),
  };
}

function readDay(instant: string | undefined): Day | undefined {
  return instant === undefined ? undefined : parseDay(instant.slice(0, 10));
}
