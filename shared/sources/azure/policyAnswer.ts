import { z } from 'zod';
import { parseArmId, toArmId } from '../../model/estate.ts';
import type { ComplianceState, PolicyComponent } from '../../model/governance.ts';
import type { Instant } from '../../model/time.ts';
import type { Where } from './failure.ts';
import { cutText, IGNORE, type Note } from './lenient.ts';
import { nameRow, optionalInstant, optionalText, readPayload } from './payload.ts';

const STATES: readonly ComplianceState[] = [
  'compliant',
  'noncompliant',
  'exempt',
  'conflict',
  'error',
  'unknown',
  'protected',
];

const assigned = {
  resourceId: z.string().min(1),
  policyAssignmentId: z.string().min(1),
  policyDefinitionId: optionalText,
  policySetDefinitionId: optionalText,
  policyDefinitionReferenceId: optionalText,
};

const ComponentSchema = z.object({
  ...assigned,
  componentType: optionalText,
  componentId: z.string().min(1),
  complianceState: z.string().min(1),
  timestamp: z.unknown().optional(),
});

const ResourceSchema = z.object({
  ...assigned,
  complianceState: z.string().min(1),
  timestamp: z.unknown().optional(),
  components: z
    .array(
      z.object({
        id: z.string().min(1),
        type: optionalText,
        complianceState: z.string().min(1),
        timestamp: z.unknown().optional(),
      }),
    )
    .nullish(),
});

type Assigned = z.output<z.ZodObject<typeof assigned>>;

const CLUSTER_TYPE = 'microsoft.containerservice/managedclusters';
const REGISTRY_TYPE = 'microsoft.containerregistry/registries';

/** How {@link PolicyComponent.componentType} names a whole resource that breaks a policy. */
const RESOURCE_TYPES: Readonly<Record<string, string>> = {
  [CLUSTER_TYPE]: 'cluster',
  [REGISTRY_TYPE]: 'registry',
};

/**
 * Reads a component's policy state as a `policyresources` row or as `componentPolicyStates` gives it
 * (API 2022-04-01, 2024-10-01).
 * @returns undefined for components of other things than clusters (key vaults have some too) and for the
 *   placeholder of type `*` that stands for all components at once
 * @throws SourceError `malformed`
 */
export function parsePolicyComponent(row: unknown, note: Note = IGNORE): PolicyComponent | undefined {
  const where = { source: 'Azure Policy, component', scope: nameRow(row) };
  const record = readPayload(ComponentSchema, unwrap(row), where);
  return toComponent(record, { ...record, id: record.componentId, type: record.componentType }, note);
}

/**
 * Reads a whole answer of Policy Insights: component states, resource states with `$expand=components`,
 * or plain resource states, whose clusters and registries become components of type `cluster` and
 * `registry`. What concerns neither is left out.
 * @throws SourceError `malformed`
 */
export function parsePolicyAnswer(payload: unknown, note: Note = IGNORE): PolicyComponent[] {
  const where = { source: 'Azure Policy, policy states', scope: 'answer' };
  const { value } = readPayload(z.object({ value: z.array(z.unknown()) }), payload, where);
  return value.flatMap((row) => {
    const isComponent = typeof row === 'object' && row !== null && 'componentId' in row;
    return isComponent ? (parsePolicyComponent(row, note) ?? []) : parseResourceState(row, where, note);
  });
}

function parseResourceState(row: unknown, where: Where, note: Note): PolicyComponent[] {
  const record = readPayload(ResourceSchema, row, where);
  if (record.components && record.components.length > 0) {
    return record.components.flatMap((part) => {
      const own = { ...part, timestamp: part.timestamp ?? record.timestamp };
      return toComponent(record, own, note) ?? [];
    });
  }
  const { type, name } = parseArmId(toArmId(record.resourceId));
  const componentType = RESOURCE_TYPES[type];
  if (componentType === undefined) return [];
  return [{ ...identify(record), componentType, namespace: '', name, ...judge(record, note) }];
}

interface Judged {
  readonly complianceState: string;
  readonly timestamp?: unknown;
}

function toComponent(
  record: Assigned,
  part: Judged & { readonly id: string; readonly type: string },
  note: Note,
): PolicyComponent | undefined {
  if (part.type === '*' || parseArmId(toArmId(record.resourceId)).type !== CLUSTER_TYPE) return undefined;
  const slash = part.id.indexOf('/');
  return {
    ...identify(record),
    componentType: part.type,
    namespace: slash < 0 ? '' : part.id.slice(0, slash),
    name: part.id.slice(slash + 1),
    ...judge(part, note),
  };
}

/** A point in time that the rest of a row can do without; one that cannot be read is noted. */
export function readInstant(value: unknown, name: string, note: Note): Instant | undefined {
  const read = optionalInstant.safeParse(value);
  if (!read.success) note(`${name} cannot be read`);
  return read.data;
}

/** Summaries write states in lower case, records in Pascal case. */
function judge({ complianceState, timestamp }: Judged, note: Note) {
  const word = complianceState.toLowerCase();
  const state = STATES.find((known) => known === word);
  if (state === undefined) note(`the compliance state ${cutText(complianceState).slice(0, 40)} is not known`);
  const evaluatedAt = readInstant(timestamp, 'the time of evaluation', note) ?? '';
  return { state: state ?? ('unknown' as const), evaluatedAt, exemptionId: '' };
}

function identify(record: Assigned) {
  return {
    clusterId: toArmId(record.resourceId),
    assignmentId: toArmId(record.policyAssignmentId),
    definitionId: record.policyDefinitionId.toLowerCase(),
    setDefinitionId: record.policySetDefinitionId.toLowerCase(),
    referenceId: record.policyDefinitionReferenceId,
  };
}

/** Resource Graph wraps the record in `properties`, REST does not. */
function unwrap(row: unknown): unknown {
  return typeof row === 'object' && row !== null && 'properties' in row ? row.properties : row;
}
