import { z } from 'zod';
import { type ArmId, toArmId } from '../../model/estate.ts';
import type { LocationAssignment } from '../../model/posture.ts';

/** Built-in definition "Allowed locations". */
export const ALLOWED_LOCATIONS = 'e56962a6-4747-49cd-b67b-bf8b01975c4c';

const ValueSchema = z.object({ value: z.unknown().optional() }).nullish();

/** Paths and types of Microsoft.Authorization/policyAssignments; an absent enforcement mode is `Default`. */
const AssignmentSchema = z.object({
  id: z.string().min(1),
  name: z.string(),
  properties: z.object({
    displayName: z.string().nullish(),
    policyDefinitionId: z.string(),
    scope: z.string(),
    notScopes: z.array(z.string()).nullish(),
    enforcementMode: z.string().nullish(),
    parameters: z.record(z.string(), ValueSchema).nullish(),
  }),
});

/** Paths and types of Microsoft.Authorization/policySetDefinitions. */
const InitiativeSchema = z.object({
  id: z.string().min(1),
  properties: z.object({
    parameters: z.record(z.string(), z.object({ defaultValue: z.unknown().optional() }).nullish()).nullish(),
    policyDefinitions: z.array(
      z.object({
        policyDefinitionId: z.string(),
        policyDefinitionReferenceId: z.string().nullish(),
        parameters: z.record(z.string(), ValueSchema).nullish(),
      }),
    ),
  }),
});

/** `[parameters('allowedLocations')]` */
const REFERENCE = /^\[parameters\('([^']+)'\)\]$/i;

/** An initiative that holds "Allowed locations". */
export interface LocationInitiative {
  readonly id: ArmId;
  /** What exemptions call the policy within it, in lower case. */
  readonly reference: string;
  /** The initiative's parameter that names the locations; `''` when it names them itself. */
  readonly parameter: string;
  /** What it names itself, or what counts where an assignment says nothing. */
  readonly locations: readonly string[];
}

/**
 * Reads a policy initiative if the policy "Allowed locations" is in it.
 * @returns undefined for other initiatives and for what cannot be read
 */
export function parseLocationInitiative(row: unknown): LocationInitiative | undefined {
  const result = InitiativeSchema.safeParse(row);
  if (!result.success) return undefined;
  const { id, properties } = result.data;
  const member = properties.policyDefinitions.find(({ policyDefinitionId }) =>
    isAllowedLocations(policyDefinitionId),
  );
  if (!member) return undefined;
  const given = member.parameters?.listOfAllowedLocations?.value;
  const parameter = typeof given === 'string' ? (REFERENCE.exec(given)?.[1] ?? '') : '';
  return {
    id: toArmId(id),
    reference: member.policyDefinitionReferenceId?.toLowerCase() ?? '',
    parameter,
    locations: readTexts(parameter === '' ? given : properties.parameters?.[parameter]?.defaultValue),
  };
}

/**
 * Reads a policy assignment, as Resource Graph or `GET policyAssignments` tells of it, if it is one of the
 * policy "Allowed locations" or of an initiative that holds it.
 * @returns undefined for assignments of other policies and for what cannot be read; `reference` is what exemptions
 *   call the policy, `''` outside an initiative
 */
export function parseLocationAssignment(
  row: unknown,
  initiatives: readonly LocationInitiative[] = [],
): (LocationAssignment & { readonly reference: string }) | undefined {
  const result = AssignmentSchema.safeParse(row);
  if (!result.success) return undefined;
  const { id, name, properties } = result.data;
  const definitionId = toArmId(properties.policyDefinitionId);
  const initiative = initiatives.find((candidate) => candidate.id === definitionId);
  if (!initiative && !isAllowedLocations(definitionId)) return undefined;
  const parameter = initiative ? initiative.parameter : 'listOfAllowedLocations';
  const given = readTexts(properties.parameters?.[parameter]?.value);
  return {
    id: toArmId(id),
    name: properties.displayName || name,
    scope: toArmId(properties.scope),
    notScopes: (properties.notScopes ?? []).map(toArmId),
    enforcementMode: properties.enforcementMode ?? 'Default',
    locations: given.length > 0 ? given : (initiative?.locations ?? []),
    reference: initiative?.reference ?? '',
  };
}

function isAllowedLocations(definitionId: string): boolean {
  return definitionId.toLowerCase().endsWith(`/${ALLOWED_LOCATIONS}`);
}

function readTexts(value: unknown): readonly string[] {
  return [value].flat().filter((entry) => typeof entry === 'string' && entry !== '') as string[];
}
