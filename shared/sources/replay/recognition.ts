import { isRecord } from './answer.ts';

/** Rows of Resource Manager or Resource Graph that Purser reads, by what they are. */
export type ResourceKind =
  | 'subscription'
  | 'cluster'
  | 'registry'
  | 'assessment'
  | 'subAssessment'
  | 'governanceAssignment'
  | 'alert'
  | 'secureScore'
  | 'secureScoreControl'
  | 'regulatoryStandard'
  | 'regulatoryControl'
  | 'plan'
  | 'policyComponent';

/** What a payload is; `unknown` says in words why nothing can be read from it. */
export type Recognized =
  | { readonly kind: 'cost'; readonly payload: unknown }
  | { readonly kind: 'allocation'; readonly payload: unknown }
  | { readonly kind: 'policySummary'; readonly payload: unknown }
  | { readonly kind: 'manifest'; readonly payload: Readonly<Record<string, unknown>> }
  | { readonly kind: 'kubernetes'; readonly items: readonly KubernetesItem[] }
  | { readonly kind: 'resources'; readonly rows: readonly ResourceRow[] }
  | { readonly kind: 'unknown'; readonly reason: string };

export interface ResourceRow {
  readonly kind: ResourceKind;
  readonly row: Readonly<Record<string, unknown>>;
}

export interface KubernetesItem {
  readonly kind: 'Namespace' | 'Pod' | 'Node';
  readonly item: unknown;
}

const RESOURCE_TYPES: Readonly<Record<string, ResourceKind>> = {
  'microsoft.resources/subscriptions': 'subscription',
  'microsoft.containerservice/managedclusters': 'cluster',
  'microsoft.containerregistry/registries': 'registry',
  'microsoft.security/assessments': 'assessment',
  'microsoft.security/assessments/subassessments': 'subAssessment',
  'microsoft.security/assessments/governanceassignments': 'governanceAssignment',
  'microsoft.security/locations/alerts': 'alert',
  'microsoft.security/alerts': 'alert',
  'microsoft.security/securescores': 'secureScore',
  'microsoft.security/securescores/securescorecontrols': 'secureScoreControl',
  'microsoft.security/regulatorycompliancestandards': 'regulatoryStandard',
  'microsoft.security/regulatorycompliancestandards/regulatorycompliancecontrols': 'regulatoryControl',
  // The published examples name these two in the singular.
  'microsoft.security/regulatorycompliancestandard': 'regulatoryStandard',
  'microsoft.security/regulatorycompliancecontrol': 'regulatoryControl',
  'microsoft.security/pricings': 'plan',
  'microsoft.policyinsights/componentpolicystates': 'policyComponent',
};

/** Says what a payload is by its content alone. */
export function recognizePayload(payload: unknown): Recognized {
  if (Array.isArray(payload)) return recognizeList(payload, 'a list');
  if (!isRecord(payload)) return unknown('it holds no object');
  if (isRecord(payload.error)) return unknown(`it is an error answer: ${String(payload.error.code ?? '')}`);
  if (isCostAnswer(payload)) return { kind: 'cost', payload };
  if (isManifest(payload)) return { kind: 'manifest', payload };
  const kubernetes = recognizeKubernetes(payload);
  if (kubernetes) return kubernetes;
  if (isRecord(payload.data)) return recognizeDataObject(payload.data);
  if (Array.isArray(payload.data)) return recognizeList(payload.data, 'a data list');
  if (Array.isArray(payload.value)) return recognizeValue(payload.value, payload);
  const own = kindOfRow(payload);
  return own
    ? { kind: 'resources', rows: [{ kind: own, row: withProperties(payload, own) }] }
    : unknown(`it is ${describeObject(payload)}`);
}

function isCostAnswer(payload: Readonly<Record<string, unknown>>): boolean {
  const { properties } = payload;
  return isRecord(properties) && Array.isArray(properties.columns) && Array.isArray(properties.rows);
}

/** Cost Management's manifest of an export run; old ones have no version. */
function isManifest(payload: Readonly<Record<string, unknown>>): boolean {
  const { blobs } = payload;
  return Array.isArray(blobs) && blobs.every((blob: unknown) => isRecord(blob) && 'blobName' in blob);
}

const KUBERNETES_KINDS = ['Namespace', 'Pod', 'Node'] as const;

/** A list as the API server or `kubectl get -o json` writes it, or a single object. */
function recognizeKubernetes(payload: Readonly<Record<string, unknown>>): Recognized | undefined {
  const { kind, items } = payload;
  if (typeof kind !== 'string' || !('apiVersion' in payload)) return undefined;
  if (!Array.isArray(items)) {
    const own = KUBERNETES_KINDS.find((candidate) => candidate === kind);
    return own
      ? { kind: 'kubernetes', items: [{ kind: own, item: payload }] }
      : unknown(`it is a Kubernetes ${kind}, which Purser does not read`);
  }
  const listed = KUBERNETES_KINDS.find((candidate) => kind === `${candidate}List`);
  const known = items.flatMap((item: unknown): KubernetesItem[] => {
    const own = listed ?? KUBERNETES_KINDS.find((candidate) => isRecord(item) && item.kind === candidate);
    return own ? [{ kind: own, item }] : [];
  });
  if (known.length > 0 || listed) return { kind: 'kubernetes', items: known };
  return unknown(`it is a Kubernetes ${kind} of nothing that Purser reads`);
}

function recognizeDataObject(data: Readonly<Record<string, unknown>>): Recognized {
  if (Array.isArray(data.columns) && Array.isArray(data.rows))
    return recognizeList(rowsOfTable(data), 'a table');
  const sets = Array.isArray(data.sets) ? data.sets : [];
  if (sets.some((set: unknown) => isRecord(set) && 'cloudCosts' in set)) {
    return unknown('it is an answer of OpenCost /cloudCost; Purser reads /allocation, and the bill itself');
  }
  if (sets.some((set: unknown) => isRecord(set) && 'allocations' in set)) {
    return unknown('it is an answer of /allocation/summary, which lacks adjustments; record /allocation');
  }
  return unknown(`its data is ${describeObject(data)}`);
}

/** Resource Graph in its older format: columns and rows. */
function rowsOfTable(table: Readonly<Record<string, unknown>>): readonly unknown[] {
  const columns = table.columns as readonly unknown[];
  const names = columns.map((column) => (isRecord(column) ? String(column.name) : ''));
  return (table.rows as readonly unknown[]).map((row) =>
    Object.fromEntries(names.map((name, index) => [name, Array.isArray(row) ? row[index] : undefined])),
  );
}

function recognizeValue(value: readonly unknown[], payload: Readonly<Record<string, unknown>>): Recognized {
  if (
    value.length > 0 &&
    value.every((row) => isRecord(row) && isRecord(row.results) && Array.isArray(row.policyAssignments))
  ) {
    return { kind: 'policySummary', payload };
  }
  return recognizeList(value, 'a list');
}

function recognizeList(list: readonly unknown[], what: string): Recognized {
  if (
    list.length > 0 &&
    list.every(isAllocationSet) &&
    list.some((set) => isRecord(set) && Object.keys(set).length > 0)
  ) {
    return { kind: 'allocation', payload: { code: 200, data: list } };
  }
  const rows = list.flatMap((row): ResourceRow[] => {
    const kind = isRecord(row) ? kindOfRow(row) : undefined;
    return kind && isRecord(row) ? [{ kind, row: withProperties(row, kind) }] : [];
  });
  if (rows.length > 0) return { kind: 'resources', rows };
  if (list.length === 0) return unknown(`it is ${what} with nothing in it`);
  const [first] = list;
  return unknown(
    `it is ${what} of what Purser does not read, first ${isRecord(first) ? describeObject(first) : typeof first}`,
  );
}

/** A map from a name to an allocation; `null` or `{}` for a step without data. */
function isAllocationSet(set: unknown): boolean {
  if (set === null) return true;
  return (
    isRecord(set) &&
    Object.values(set).every(
      (row) => isRecord(row) && ('cpuCost' in row || ('window' in row && 'properties' in row)),
    )
  );
}

function kindOfRow(row: Readonly<Record<string, unknown>>): ResourceKind | undefined {
  if (isPolicyComponent(row)) return 'policyComponent';
  const written = typeof row.type === 'string' && row.type.includes('/') ? row.type : typeOfId(row.id);
  return RESOURCE_TYPES[written.toLowerCase().replace(/^\//, '')];
}

/** A component policy state of REST, or a policy state with its components expanded; neither has a type. */
function isPolicyComponent(row: Readonly<Record<string, unknown>>): boolean {
  return (
    typeof row.policyAssignmentId === 'string' && ('componentId' in row || Array.isArray(row.components))
  );
}

/** `microsoft.security/assessments` for the id of an assessment of whatever resource. */
function typeOfId(id: unknown): string {
  if (typeof id !== 'string') return '';
  if (/^\/subscriptions\/[\w-]+$/.test(id)) return 'microsoft.resources/subscriptions';
  const [, tail = ''] = /\/providers\/((?!.*\/providers\/).*)$/i.exec(id) ?? [];
  const [namespace = '', ...rest] = tail.split('/');
  return [namespace, ...rest.filter((_, index) => index % 2 === 0)].join('/');
}

/** `az aks list` and its like write a resource's properties beside its name. */
function withProperties(
  row: Readonly<Record<string, unknown>>,
  kind: ResourceKind,
): Readonly<Record<string, unknown>> {
  return isRecord(row.properties) || kind === 'policyComponent' ? row : { ...row, properties: row };
}

function describeObject(object: Readonly<Record<string, unknown>>): string {
  const type = typeof object.type === 'string' ? object.type : typeOfId(object.id);
  if (type.includes('/')) return `a resource of type ${type}`;
  return `an object with ${Object.keys(object).slice(0, 6).join(', ') || 'nothing in it'}`;
}

function unknown(reason: string): Recognized {
  return { kind: 'unknown', reason };
}
