import { z } from 'zod';
import { type ArmId, parseArmId, toArmId } from '../../model/estate.ts';
import type { PolicyComponent, PolicyExemption } from '../../model/governance.ts';
import { IGNORE, looseText, looseTexts, type Note } from './lenient.ts';
import { embedded, folded, nameRow, readPayload } from './payload.ts';
import { readInstant } from './policyAnswer.ts';

const EXEMPTION = '/providers/microsoft.authorization/policyexemptions/';
const MANAGEMENT_GROUPS = '/providers/microsoft.management/managementgroups/';
const JUDGED: readonly string[] = [
  '',
  'microsoft.containerservice/managedclusters',
  'microsoft.containerregistry/registries',
];

const Schema = z.object({
  id: z.string().min(1),
  properties: embedded.pipe(
    folded(
      z.object({
        policyassignmentid: z.string().min(1),
        policydefinitionreferenceids: looseTexts,
        exemptioncategory: looseText,
        displayname: looseText,
        description: looseText,
        expireson: z.unknown().optional(),
        resourceselectors: z.unknown().optional(),
      }),
    ),
  ),
});

/**
 * Reads a row of `microsoft.authorization/policyexemptions` (API 2022-07-01-preview).
 * @returns undefined for one that can hold for neither cluster nor registry
 * @throws SourceError `malformed`
 */
export function parseExemption(row: unknown, note: Note = IGNORE): PolicyExemption | undefined {
  const where = { source: 'Azure Policy, exemption', scope: nameRow(row) };
  const { id: written, properties } = readPayload(Schema, row, where);
  const id = toArmId(written);
  const scope = toArmId(id.slice(0, Math.max(0, id.lastIndexOf(EXEMPTION))));
  if (!scope.startsWith(MANAGEMENT_GROUPS) && !JUDGED.includes(parseArmId(scope).type)) return undefined;
  return {
    id,
    category: readCategory(properties.exemptioncategory, note),
    displayName: properties.displayname || (id.split('/').at(-1) ?? ''),
    description: properties.description,
    expiresOn: readInstant(properties.expireson, 'the day of expiry', note),
    assignmentId: toArmId(properties.policyassignmentid),
    referenceIds: properties.policydefinitionreferenceids.map((reference) => reference.toLowerCase()).sort(),
    scope,
    selective: hasSelectors(properties.resourceselectors),
  };
}

/** Tells each exempt component the exemption that spares it; the nearest, where several do. */
export function attributeExemptions(
  components: readonly PolicyComponent[],
  exemptions: readonly PolicyExemption[],
): readonly PolicyComponent[] {
  const byAssignment = Map.groupBy(exemptions, ({ assignmentId }) => assignmentId);
  return components.map((component) => {
    if (component.state !== 'exempt') return component;
    const sparing = (byAssignment.get(component.assignmentId) ?? []).filter((one) => spares(one, component));
    const [nearest] = sparing.sort(compareNearness);
    return nearest ? { ...component, exemptionId: nearest.id } : component;
  });
}

function spares(exemption: PolicyExemption, component: PolicyComponent): boolean {
  const { referenceIds, expiresOn, selective, scope } = exemption;
  if (selective || !covers(scope, component.clusterId)) return false;
  if (expiresOn !== undefined && component.evaluatedAt !== '' && expiresOn <= component.evaluatedAt)
    return false;
  return referenceIds.length === 0 || referenceIds.includes(component.referenceId.toLowerCase());
}

/** A management group that shows for a subscription is above it. */
function covers(scope: ArmId, resourceId: ArmId): boolean {
  return scope.startsWith(MANAGEMENT_GROUPS) || resourceId === scope || resourceId.startsWith(`${scope}/`);
}

/** Scopes above subscriptions come last, then the longer one is the nearer. */
function compareNearness(a: PolicyExemption, b: PolicyExemption): number {
  const rank = ({ scope }: PolicyExemption): number =>
    scope.startsWith(MANAGEMENT_GROUPS) ? 0 : scope.length;
  return rank(b) - rank(a) || (a.id < b.id ? -1 : 1);
}

function readCategory(text: string, note: Note): PolicyExemption['category'] {
  const category = text.toLowerCase();
  if (category === 'waiver' || category === 'mitigated') return category;
  note('the category is neither Waiver nor Mitigated');
  return 'unknown';
}

/** Selectors that cannot be read are selectors all the same: whom they choose is not known. */
function hasSelectors(value: unknown): boolean {
  if (value === undefined || value === null || value === '' || value === '[]') return false;
  return !Array.isArray(value) || value.length > 0;
}
