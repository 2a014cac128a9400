import { z } from 'zod';
import { parseArmId, toArmId } from '../../model/estate.ts';
import type { ComplianceState, PolicyComponent } from '../../model/governance.ts';
import type { Where } from './failure.ts';
import { instant, nameRow, optionalInstant, optionalText, readPayload } from './payload.ts';

const STATES: readonly ComplianceState[] = [
  'compliant',
  'noncompliant',
  'exempt',
  'conflict',
  'error',
  'unknown',
  'protected',
];

/** Summaries write states in lower case, records in Pascal case. */
const state = z
  .string()
  .transform((text) => text.toLowerCase())
  .pipe(z.enum(STATES));

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
  complianceState: state,
  timestamp: instant,
});

const ResourceSchema = z.object({
  ...assigned,
  complianceState: state,
  timestamp: optionalInstant,
  components: z
    .array(
      z.object({
        id: z.string().min(1),
        type: optionalText,
        complianceState: state,
        timestamp: optionalInstant,
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
export function parsePolicyComponent(row: unknown): PolicyComponent | undefined {
  const where = { source: 'Azure Policy, component', scope: nameRow(row) };
  const record = readPayload(ComponentSchema, unwrap(row), where);
  return toComponent(
    record,
    record.componentId,
    record.componentType,
    record.complianceState,
    record.timestamp,
  );
}

/**
 * Reads a whole answer of Policy Insights: component states, resource states with `$expand=components`,
 * or plain resource states, whose clusters and registries become components of type `cluster` and
 * `registry`. What concerns neither is left out.
 * @throws SourceError `malformed`
 */
export function parsePolicyAnswer(payload: unknown): PolicyComponent[] {
  const where = { source: 'Azure Policy, policy states', scope: 'answer' };
  const { value } = readPayload(z.object({ value: z.array(z.unknown()) }), payload, where);
  return value.flatMap((row) => {
    const isComponent = typeof row === 'object' && row !== null && 'componentId' in row;
    return isComponent ? (parsePolicyComponent(row) ?? []) : parseResourceState(row, where);
  });
}

function parseResourceState(row: unknown, where: Where): PolicyComponent[] {
  const record = readPayload(ResourceSchema, row, where);
  const evaluatedAt = record.timestamp;
  if (record.components && record.components.length > 0) {
    return record.components.flatMap((part) => {
      const at = part.timestamp ?? evaluatedAt ?? '';
      return toComponent(record, part.id, part.type, part.complianceState, at) ?? [];
    });
  }
  const id = toArmId(record.resourceId);
  const { type, name } = parseArmId(id);
  const componentType = RESOURCE_TYPES[type];
  if (componentType === undefined) return [];
  const common = { ...identify(record), state: record.complianceState, evaluatedAt: evaluatedAt ?? '' };
  return [{ ...common, componentType, namespace: '', name }];
}

function toComponent(
  record: Assigned,
  componentId: string,
  componentType: string,
  complianceState: ComplianceState,
  evaluatedAt: string,
): PolicyComponent | undefined {
  if (componentType === '*' || parseArmId(toArmId(record.resourceId)).type !== CLUSTER_TYPE) return undefined;
  const slash = componentId.indexOf('/');
  return {
    ...identify(record),
    componentType,
    namespace: slash < 0 ? '' : componentId.slice(0, slash),
    name: componentId.slice(slash + 1),
    state: complianceState,
    evaluatedAt,
  };
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
