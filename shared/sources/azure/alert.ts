import { z } from 'zod';
import { type ArmId, toArmId } from '../../model/estate.ts';
import type { SecurityAlert } from '../../model/governance.ts';
import { readLink } from './assessment.ts';
import { embedded, folded, foldKeys, instant, nameRow, optionalText, readPayload } from './payload.ts';

const AlertSchema = z.object({
  id: z.string().min(1),
  properties: folded(
    z.object({
      alerttype: z.string().min(1),
      alertdisplayname: optionalText,
      severity: z
        .string()
        .transform((text) => text.toLowerCase())
        .pipe(z.enum(['high', 'medium', 'low', 'informational'])),
      status: optionalText,
      intent: optionalText,
      alerturi: optionalText,
      timegeneratedutc: instant,
      entities: embedded.pipe(z.array(z.unknown()).optional()),
      resourceidentifiers: embedded.pipe(z.array(z.unknown()).optional()),
      extendedproperties: embedded.pipe(z.record(z.string(), z.unknown()).optional()),
    }),
  ),
});

/** Kinds of entity that name a workload, the longest-lived first. */
const WORKLOADS: readonly (readonly [type: string, kind: string])[] = [
  ['k8s-deployment', 'Deployment'],
  ['k8s-statefulset', 'StatefulSet'],
  ['k8s-daemonset', 'DaemonSet'],
  ['k8s-cronjob', 'CronJob'],
  ['k8s-job', 'Job'],
  ['k8s-replicaset', 'ReplicaSet'],
  ['k8s-pod', 'Pod'],
];

const CLUSTER_ID =
  /^\/subscriptions\/[^/]+\/resourcegroups\/[^/]+\/providers\/microsoft\.containerservice\/managedclusters\/[^/]+/;

/**
 * Reads an alert of Defender for Cloud: a `securityresources` row (PascalCase) or as REST gives it
 * (camelCase, API 2022-01-01). `workload` is `Deployment/api`, or `Pod/api-7c9` when no more is told; an
 * alert that names its cluster only by a display name has no cluster id.
 * @throws SourceError `malformed`
 */
export function parseAlert(row: unknown): SecurityAlert {
  const where = { source: 'Defender for Cloud, alert', scope: nameRow(row) };
  const { id, properties } = readPayload(AlertSchema, row, where);
  const entities = indexEntities(properties.entities ?? []);
  const extended = squeezeKeys(properties.extendedproperties ?? {});
  const workload = findWorkload(entities);
  return {
    id: toArmId(id),
    type: properties.alerttype,
    title: properties.alertdisplayname,
    severity: properties.severity,
    status: properties.status || 'Active',
    clusterId: findCluster(properties.resourceidentifiers ?? [], entities),
    namespace:
      findNamespace(entities, workload?.entity) || findExtended(extended, ['namespace', 'podnamespace']),
    workload: workload?.name || prefix('Pod/', findExtended(extended, ['podname', 'pod'])),
    tactic: properties.intent,
    raisedAt: properties.timegeneratedutc,
    link: readLink(properties.alerturi),
  };
}

type Entity = Readonly<Record<string, unknown>>;

interface Entities {
  /** In the order of the alert, keys in lower case. */
  readonly all: readonly Entity[];
  readonly byId: ReadonlyMap<string, Entity>;
}

/**
 * Entities point to one another by `$id` and `$ref`, in any order and possibly in circles, and may be
 * written out inside one another. All are laid flat; references are followed one step, never further.
 */
function indexEntities(list: readonly unknown[]): Entities {
  const all: Entity[] = [];
  const byId = new Map<string, Entity>();
  const waiting = list.toReversed();
  while (waiting.length > 0) {
    const value = foldKeys(waiting.pop());
    if (!isEntity(value)) continue;
    if (typeof value.type === 'string') all.push(value);
    if (typeof value.$id === 'string') byId.set(value.$id, value);
    waiting.push(...Object.values(value).toReversed());
  }
  return { all, byId };
}

function isEntity(value: unknown): value is Entity {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function follow(value: unknown, entities: Entities): Entity | undefined {
  const target = foldKeys(value);
  if (!isEntity(target)) return undefined;
  return typeof target.$ref === 'string' ? entities.byId.get(target.$ref) : target;
}

function findEntity(entities: Entities, type: string): Entity | undefined {
  return entities.all.find((entity) => String(entity.type).toLowerCase() === type);
}

function findWorkload(entities: Entities): { readonly name: string; readonly entity: Entity } | undefined {
  for (const [type, kind] of WORKLOADS) {
    const entity = findEntity(entities, type);
    const name = entity === undefined ? '' : readText(entity.name);
    if (entity !== undefined && name !== '') return { name: `${kind}/${name}`, entity };
  }
  return undefined;
}

/** The workload's own namespace where it says so, else the first that the alert names. */
function findNamespace(entities: Entities, workload: Entity | undefined): string {
  const own = follow(workload?.namespace, entities);
  return (
    readText(own?.name) ||
    readText(workload?.namespace) ||
    readText(findEntity(entities, 'k8s-namespace')?.name)
  );
}

function findCluster(identifiers: readonly unknown[], entities: Entities): ArmId {
  const candidates = [
    ...identifiers.map((identifier) => follow(identifier, entities)?.azureresourceid),
    ...entities.all.map((entity) => entity.resourceid),
  ];
  for (const candidate of candidates) {
    const match = CLUSTER_ID.exec(toArmId(readText(candidate)));
    if (match) return match[0];
  }
  return '';
}

/** `Pod name`, `PodName` and `pod_name` are one key: the spelling differs from one kind of alert to another. */
function squeezeKeys(properties: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(properties).map(([key, value]) => [
      key.toLowerCase().replace(/[^a-z]/g, ''),
      readText(value),
    ]),
  );
}

function findExtended(properties: ReadonlyMap<string, string>, keys: readonly string[]): string {
  return keys.map((key) => properties.get(key) ?? '').find((value) => value !== '') ?? '';
}

function prefix(start: string, text: string): string {
  return text === '' ? '' : start + text;
}

function readText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
