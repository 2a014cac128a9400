import { z } from 'zod';
import { type ArmId, toArmId } from '../../model/estate.ts';
import type { SecurityAlert } from '../../model/governance.ts';
import { type Entity, type EntityGraph, findEntity, followReference, indexEntities } from './entityGraph.ts';
import { cutText, IGNORE, looseText, looseTexts, type Note, readPart } from './lenient.ts';
import { looseLink } from './link.ts';
import { embedded, folded, instant, nameRow, readPayload } from './payload.ts';

/** What must be there: what it is, and when. */
const AlertSchema = z.object({
  id: z.string().min(1),
  properties: embedded.pipe(
    folded(
      z
        .looseObject({
          alerttype: looseText,
          alertdisplayname: looseText,
          description: looseText,
          severity: looseText,
          status: looseText,
          intent: looseTexts,
          techniques: looseTexts,
          subtechniques: looseTexts,
          alerturi: looseLink,
        })
        .refine(({ alerttype, alertdisplayname }) => alerttype !== '' || alertdisplayname !== '', {
          message: 'it has neither a type nor a title',
        }),
    ),
  ),
});

const EntriesSchema = z.array(z.unknown());
const ExtendedSchema = z.record(z.string(), z.unknown());

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
 * (camelCase, API 2022-01-01). Severities and states are kept as they come. `workload` is `Deployment/api`, or
 * `Pod/api-7c9` when no more is told; an alert that names its cluster only by a display name has no cluster id.
 * @throws SourceError `malformed`
 */
export function parseAlert(row: unknown, note: Note = IGNORE): SecurityAlert {
  const where = { source: 'Defender for Cloud, alert', scope: nameRow(row) };
  const { id, properties } = readPayload(AlertSchema, row, where);
  const raisedAt = properties.timegeneratedutc ?? properties.starttimeutc ?? properties.endtimeutc;
  const graph = indexEntities(readPart(EntriesSchema, properties.entities, 'the entities', note) ?? []);
  const identifiers =
    readPart(EntriesSchema, properties.resourceidentifiers, 'the resource identifiers', note) ?? [];
  const extended = squeezeKeys(
    readPart(ExtendedSchema, properties.extendedproperties, 'the extended properties', note) ?? {},
  );
  const workload = findWorkload(graph);
  const pod = readText(findEntity(graph, 'k8s-pod')?.name) || findExtended(extended, ['podname', 'pod']);
  return {
    id: toArmId(id),
    type: properties.alerttype,
    title: properties.alertdisplayname || properties.alerttype,
    description: properties.description,
    severity: properties.severity.toLowerCase(),
    status: properties.status || 'Active',
    clusterId: findCluster(identifiers, graph),
    namespace:
      findNamespace(graph, workload?.entity) || findExtended(extended, ['namespace', 'podnamespace']),
    workload: workload?.name || prefix('Pod/', pod),
    pod,
    image: findImage(graph) || findExtended(extended, ['containerimage', 'imagename', 'image']),
    tactic: properties.intent.join(', '),
    techniques: [...new Set([...properties.techniques, ...properties.subtechniques])].sort(),
    raisedAt: readPayload(instant, raisedAt, where),
    link: properties.alerturi,
  };
}

interface NamedWorkload {
  readonly name: string;
  readonly entity: Entity;
}

function findWorkload(graph: EntityGraph): NamedWorkload | undefined {
  for (const [type, kind] of WORKLOADS) {
    const entity = findEntity(graph, type);
    const name = readText(entity?.name);
    if (entity === undefined || name === '') continue;
    return (
      (kind === 'Pod' ? findController(entity, graph) : undefined) ?? { name: `${kind}/${name}`, entity }
    );
  }
  return undefined;
}

/** Some pods refer to what controls them by an entity without a type of its own. */
function findController(pod: Entity, graph: EntityGraph): NamedWorkload | undefined {
  const entity = followReference(pod.controller, graph);
  const name = readText(entity?.name);
  const told = readText(entity?.kind) || readText(entity?.controllertype);
  const [, kind] = WORKLOADS.find(([, known]) => known.toLowerCase() === told.toLowerCase()) ?? [];
  return entity === undefined || name === '' || kind === undefined
    ? undefined
    : { name: `${kind}/${name}`, entity: { namespace: pod.namespace, ...entity } };
}

/** The workload's own namespace where it says so, else the first that the alert names. */
function findNamespace(graph: EntityGraph, workload: Entity | undefined): string {
  return (
    readText(followReference(workload?.namespace, graph)?.name) ||
    readText(workload?.namespace) ||
    readText(findEntity(graph, 'k8s-namespace')?.name)
  );
}

function findImage(graph: EntityGraph): string {
  const image = findEntity(graph, 'container-image');
  const container = findEntity(graph, 'container');
  const ofContainer = followReference(container?.image, graph);
  const candidates = [
    image?.imageid,
    ofContainer?.imageid,
    container?.imageid,
    container?.image,
    image?.name,
  ];
  return candidates.map(readText).find((text) => text !== '') ?? '';
}

function findCluster(identifiers: readonly unknown[], graph: EntityGraph): ArmId {
  const candidates = [
    ...identifiers.flatMap((identifier) => [identifier, followReference(identifier, graph)?.azureresourceid]),
    ...graph.all.map((entity) => entity.resourceid),
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
  return typeof value === 'string' ? cutText(value) : '';
}
