import { CustomObjectsApi, type KubeConfig } from '@kubernetes/client-node';
import { z } from 'zod';
import { SourceError } from '../../model/errors.ts';
import type { GatekeeperConstraint, GatekeeperViolation, KubernetesState } from '../../model/estate.ts';
import { toArmId } from '../../model/estate.ts';
import { compareText } from '../../model/order.ts';
import { excerpt, type SourcePlace } from '../http/failure.ts';
import { callOptions, ListReader, type PageQuestion, type ServerParts } from './listReader.ts';
import type { Page } from './lists.ts';

const TEMPLATES = { group: 'templates.gatekeeper.sh', plural: 'constrainttemplates' };
const CONSTRAINTS = { group: 'constraints.gatekeeper.sh', version: 'v1beta1' };
/** Violations kept of a constraint; Gatekeeper lists 20 unless `--constraint-violations-limit` says otherwise. */
const MOST_VIOLATIONS = 100;
const LONGEST_MESSAGE = 1000;

const REMEDIES = {
  forbidden:
    'Grant the identity get and list of constrainttemplates.templates.gatekeeper.sh and of all of constraints.gatekeeper.sh on the cluster.',
} as const;

const NO_GATEKEEPER =
  'The cluster has no Gatekeeper, so nothing inside it looks at what runs: switch the Azure Policy add-on on.';

const TemplateSchema = z.object({
  spec: z.object({ crd: z.object({ spec: z.object({ names: z.object({ kind: z.string().min(1) }) }) }) }),
  status: z.object({ created: z.boolean() }).nullish().catch(undefined),
});

const text = z
  .string()
  .nullish()
  .catch('')
  .transform((value) => value ?? '');

const ViolationSchema = z.object({
  kind: z.string().min(1),
  namespace: text,
  name: z.string().min(1),
  message: text,
  enforcementAction: text,
});

const ConstraintSchema = z.object({
  kind: z.string().min(1),
  metadata: z.object({
    name: z.string().min(1),
    annotations: z.record(z.string(), z.unknown()).nullish().catch(undefined),
  }),
  spec: z.object({ enforcementAction: text }).nullish().catch(undefined),
  status: z
    .object({
      auditTimestamp: z.unknown().optional(),
      totalViolations: z.unknown().optional(),
      violations: z.array(z.unknown()).nullish(),
    })
    .nullish(),
});

/** What the constraints of a cluster add to its state. */
export type ConstraintState = Pick<KubernetesState, 'constraints' | 'constraintsRead' | 'warnings'>;

/**
 * Reads what Gatekeeper found in a cluster (templates.gatekeeper.sh/v1 or v1beta1, constraints.gatekeeper.sh/v1beta1).
 * It never fails: a cluster without Gatekeeper, or one that does not show it, keeps the rest of its reading, and
 * the warnings say what is missing.
 */
export async function readConstraints(
  kubeConfig: KubeConfig,
  place: SourcePlace,
  parts: ServerParts,
): Promise<ConstraintState> {
  const api = kubeConfig.makeApiClient(CustomObjectsApi);
  const options = callOptions(parts.timeoutMs);
  const reader = new ListReader(place, parts, REMEDIES);
  const list = (group: string, version: string, plural: string): Promise<readonly unknown[]> =>
    reader.readAll(plural, z.unknown(), async (page: PageQuestion) =>
      toPage(await api.listClusterCustomObject({ group, version, plural, ...page }, options)),
    );
  const templates = await attempt(async () => {
    try {
      return await list(TEMPLATES.group, 'v1', TEMPLATES.plural);
    } catch (error) {
      if (!isMissing(error)) throw error;
      return await list(TEMPLATES.group, 'v1beta1', TEMPLATES.plural);
    }
  });
  if (templates instanceof SourceError) {
    const why = isMissing(templates) ? NO_GATEKEEPER : describeLoss('constraint templates', templates);
    return { constraints: [], constraintsRead: false, warnings: [why] };
  }
  const { kinds, unreadable } = listKinds(templates);
  const warnings: string[] = [];
  if (unreadable > 0) {
    warnings.push(`${unreadable} constraint templates cannot be read, nor what their constraints found.`);
  }
  const constraints: GatekeeperConstraint[] = [];
  for (const kind of kinds) {
    const { group, version } = CONSTRAINTS;
    const items = await attempt(() => list(group, version, kind.toLowerCase()));
    if (items instanceof SourceError) {
      warnings.push(describeLoss(`constraints ${excerpt(kind)}`, items));
      if (items.failure === 'notFound' || items.failure === 'malformed') continue;
      // What refuses one kind, or is slow to answer for it, is not asked for forty more.
      break;
    }
    for (const item of items) {
      const { constraint, lost } = parseConstraint(item);
      if (constraint) constraints.push(constraint);
      if (lost !== '') warnings.push(`Of the constraints ${excerpt(kind)}, ${lost}.`);
    }
  }
  return {
    constraints: constraints.sort((a, b) => compareText(toSortKey(a), toSortKey(b))),
    constraintsRead: warnings.length === 0,
    warnings,
  };
}

async function attempt<T>(question: () => Promise<T>): Promise<T | SourceError> {
  try {
    return await question();
  } catch (error) {
    if (error instanceof SourceError) return error;
    throw error;
  }
}

/**
 * Reads a constraint as the API server gives it.
 * @returns with what of it is lost, in words; `''` when nothing is
 */
export function parseConstraint(item: unknown): {
  readonly constraint: GatekeeperConstraint | undefined;
  readonly lost: string;
} {
  const parsed = ConstraintSchema.safeParse(item);
  if (!parsed.success) {
    const path = parsed.error.issues[0]?.path.join('.') ?? '';
    return { constraint: undefined, lost: `one cannot be read (${path})` };
  }
  const { kind, metadata, spec, status } = parsed.data;
  const annotation = (name: string): string => {
    const value = metadata.annotations?.[name];
    return typeof value === 'string' ? value.trim().toLowerCase() : '';
  };
  const listed = status?.violations ?? [];
  const violations = listed.slice(0, MOST_VIOLATIONS).flatMap(readViolation);
  const total = readTotal(status?.totalViolations);
  const lost = Math.min(listed.length, MOST_VIOLATIONS) - violations.length;
  const assignmentId = annotation('azure-policy-assignment-id');
  const constraint = {
    kind,
    name: metadata.name,
    // Gatekeeper denies where nothing is written.
    enforcementAction: spec?.enforcementAction.toLowerCase() || 'deny',
    definitionId: annotation('azure-policy-definition-id'),
    setDefinitionId: annotation('azure-policy-setdefinition-id'),
    referenceId: annotation('azure-policy-definition-reference-id'),
    assignmentId: assignmentId === '' ? '' : toArmId(assignmentId),
    totalViolations: total ?? (status?.violations ? listed.length : undefined),
    auditedAt: readInstant(status?.auditTimestamp),
    violations: violations.sort((a, b) => compareText(toViolationKey(a), toViolationKey(b))),
  };
  return { constraint, lost: lost > 0 ? `${lost} violations cannot be read` : '' };
}

function listKinds(templates: readonly unknown[]): {
  readonly kinds: readonly string[];
  readonly unreadable: number;
} {
  const kinds = new Set<string>();
  let unreadable = 0;
  for (const template of templates) {
    const parsed = TemplateSchema.safeParse(template);
    if (!parsed.success) unreadable += 1;
    // A template that Gatekeeper has not turned into a kind yet has no constraints to list.
    else if (parsed.data.status?.created !== false) kinds.add(parsed.data.spec.crd.spec.names.kind);
  }
  return { kinds: [...kinds].sort(), unreadable };
}

function readViolation(value: unknown): readonly GatekeeperViolation[] {
  const parsed = ViolationSchema.safeParse(value);
  if (!parsed.success) return [];
  const { message, enforcementAction, ...object } = parsed.data;
  return [
    {
      ...object,
      message: message.slice(0, LONGEST_MESSAGE).toWellFormed(),
      enforcementAction: enforcementAction.toLowerCase(),
    },
  ];
}

function readTotal(value: unknown): number | undefined {
  const total = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof total === 'number' && Number.isSafeInteger(total) && total >= 0 ? total : undefined;
}

function readInstant(value: unknown): string | undefined {
  const date = new Date(typeof value === 'string' ? value : Number.NaN);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** The client gives custom objects as they came, so the token is not where its own lists have it. */
function toPage(answer: unknown): Page {
  const parsed = z
    .object({
      items: z.array(z.unknown()).optional(),
      metadata: z.object({ continue: z.string().nullish() }).nullish(),
    })
    .safeParse(answer);
  if (!parsed.success) throw new TypeError('it is no list: items is missing');
  const { items, metadata } = parsed.data;
  return {
    ...(items && { items }),
    ...(metadata?.continue && { metadata: { _continue: metadata.continue } }),
  };
}

function isMissing(error: unknown): boolean {
  return error instanceof SourceError && error.failure === 'notFound';
}

function describeLoss(what: string, error: SourceError): string {
  return `The ${what} were not read: ${error.message} ${error.remedy}`;
}

function toSortKey({ kind, name }: GatekeeperConstraint): string {
  return `${kind}/${name}`;
}

function toViolationKey({ namespace, kind, name, message }: GatekeeperViolation): string {
  return JSON.stringify([namespace, kind, name, message]);
}
