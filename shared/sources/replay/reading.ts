import { parseManagedCluster } from '../../governance/posture/managedCluster.ts';
import { parseRegistryResource } from '../../governance/posture/registryResource.ts';
import type { Cluster, Registry, Subscription } from '../../model/estate.ts';
import { parseArmId, toArmId } from '../../model/estate.ts';
import type { PolicyComponent } from '../../model/governance.ts';
import type { ManagedCluster, RegistryResource } from '../../model/posture.ts';
import { parseCluster, parseRegistry } from '../azure/cluster.ts';
import type { Note } from '../azure/lenient.ts';
import { createNotes } from '../azure/notes.ts';
import { nameRow } from '../azure/payload.ts';
import { parsePolicyAnswer, parsePolicyComponent } from '../azure/policyAnswer.ts';
import type { ResourceGroupKey } from '../exports/export.ts';
import { type RecordedAllocation, readAllocations } from './allocations.ts';
import { type Answer, isRecord } from './answer.ts';
import { type RecordedCost, readCostAnswer } from './costAnswers.ts';
import {
  type DefenderReading,
  emptyDefenderReading,
  isDefenderKind,
  readDefenderRow,
} from './defenderReading.ts';
import { type KubernetesItem, type ResourceKind, type ResourceRow, recognizePayload } from './recognition.ts';
import type { FileSettings } from './settings.ts';

/** Something that belongs to a subscription; `''` when neither it nor its request names one. */
export interface Scoped<T> {
  readonly subscriptionId: string;
  readonly value: T;
}

/** Everything that one file gave; parts are appended while it is read. */
export interface FileReading extends DefenderReading {
  readonly file: string;
  /** What it was taken for, in words: `Cost Query answer (14 rows)`. */
  readonly takenFor: string[];
  readonly warnings: string[];
  /** Why parts of it could not be understood. */
  readonly reasons: string[];
  readonly costs: RecordedCost[];
  readonly aksResourceGroups: ResourceGroupKey[];
  readonly allocations: RecordedAllocation[];
  readonly subscriptions: Subscription[];
  readonly clusters: Cluster[];
  readonly registries: Registry[];
  /** What they are set to, for posture checks. */
  readonly managedClusters: ManagedCluster[];
  readonly registryResources: RegistryResource[];
  /** Subscriptions that policy states were read of, breaches or not; `''` where it is not known. */
  readonly policyScopes: Set<string>;
  readonly components: Scoped<PolicyComponent>[];
  readonly kubernetes: KubernetesItem[];
}

/** A file of which nothing has been read yet. */
export function emptyReading(file: string): FileReading {
  return {
    file,
    takenFor: [],
    warnings: [],
    reasons: [],
    costs: [],
    aksResourceGroups: [],
    allocations: [],
    subscriptions: [],
    clusters: [],
    registries: [],
    managedClusters: [],
    registryResources: [],
    policyScopes: new Set(),
    components: [],
    ...emptyDefenderReading(),
    kubernetes: [],
  };
}

/** Reads one answer into the file's reading. What cannot be read leaves a reason, and costs nothing else. */
export function readAnswer(
  reading: FileReading,
  answer: Answer,
  settings: FileSettings,
  currency: string,
): void {
  const recognized = recognizePayload(answer.payload);
  switch (recognized.kind) {
    case 'unknown':
      reading.reasons.push(recognized.reason);
      return;
    case 'cost': {
      const cost = readCostAnswer(answer, recognized.payload, settings);
      reading.costs.push(cost);
      reading.warnings.push(...cost.warnings);
      reading.takenFor.push(`Cost Query answer (${cost.rows.length} rows)`);
      return;
    }
    case 'allocation': {
      const known = { cluster: settings.cluster, currency: settings.currency ?? currency };
      const sets = readAllocations(answer, recognized.payload, known);
      reading.allocations.push(...sets);
      reading.takenFor.push(`allocation (${sets.reduce((sum, { set }) => sum + set.rows.length, 0)} rows)`);
      return;
    }
    case 'manifest':
      reading.takenFor.push('manifest of a cost export');
      return;
    case 'kubernetes':
      reading.kubernetes.push(...recognized.items);
      reading.takenFor.push(`Kubernetes list (${recognized.items.length} objects)`);
      return;
    case 'policySummary':
      reading.reasons.push('it is a compliance summary; findings are read from component states');
      return;
    case 'resources':
      readResources(reading, recognized.rows, answer);
  }
}

const WORDS: Readonly<Record<ResourceKind, string>> = {
  subscription: 'subscriptions',
  cluster: 'managed clusters',
  registry: 'container registries',
  assessment: 'Defender assessments',
  subAssessment: 'retired Defender sub-assessments',
  governanceAssignment: 'Defender governance assignments',
  alert: 'Defender alerts',
  secureScore: 'secure score',
  secureScoreControl: 'controls of the secure score',
  regulatoryStandard: 'regulatory standards',
  regulatoryControl: 'controls of regulatory standards',
  plan: 'Defender plans',
  policyComponent: 'policy states',
};

function readResources(reading: FileReading, rows: readonly ResourceRow[], answer: Answer): void {
  const counts = new Map<ResourceKind, number>();
  const faults: string[] = [];
  const notes = createNotes();
  for (const { kind, row } of rows) {
    try {
      readResource(reading, kind, row, answer, notes.forRow(nameRow(row)));
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
    } catch (error) {
      const fault = error instanceof Error ? error.message : String(error);
      faults.push(fault);
      if (kind === 'assessment' || kind === 'subAssessment') {
        reading.lostAssessments.push({ subscriptionId: subscriptionOf(row, answer), value: fault });
      }
    }
  }
  for (const [kind, count] of counts) reading.takenFor.push(`${WORDS[kind]} (${count})`);
  if (counts.size === 0) reading.reasons.push(faults[0] ?? 'none of its rows can be read');
  else if (faults.length > 0) {
    reading.warnings.push(`${faults.length} of ${rows.length} rows are left out; the first: ${faults[0]}`);
  }
  reading.warnings.push(...notes.toSentences('The rest of them is used.'));
}

function readResource(
  reading: FileReading,
  kind: ResourceKind,
  row: Readonly<Record<string, unknown>>,
  answer: Answer,
  note: Note,
): void {
  const subscriptionId = subscriptionOf(row, answer);
  if (isDefenderKind(kind)) {
    readDefenderRow(reading, kind, row, subscriptionId, note);
    return;
  }
  switch (kind) {
    case 'subscription': {
      const name = row.displayName ?? row.name;
      reading.subscriptions.push({
        id: subscriptionId,
        name: typeof name === 'string' ? name : subscriptionId,
      });
      return;
    }
    case 'cluster':
      reading.clusters.push(parseCluster(row));
      reading.managedClusters.push(...keepRead(parseManagedCluster(row)));
      return;
    case 'registry':
      reading.registries.push(parseRegistry(row));
      reading.registryResources.push(...keepRead(parseRegistryResource(row)));
      return;
    case 'policyComponent':
      reading.policyScopes.add(subscriptionId);
      for (const value of readComponents(row)) {
        if (!isCompliant(value)) reading.components.push({ subscriptionId, value });
      }
  }
}

/** Resource Graph puts a component state under `properties`; REST does not, or expands a policy state's components. */
function readComponents(row: Readonly<Record<string, unknown>>): readonly PolicyComponent[] {
  if (!isRecord(row.properties)) return parsePolicyAnswer({ value: [row] });
  const component = parsePolicyComponent(row);
  return component ? [component] : [];
}

/** Recordings hold all states; a report is about these, as the live source asks for them. */
function isCompliant(component: PolicyComponent): boolean {
  return component.state === 'compliant';
}

function keepRead<T>(value: T | undefined): readonly T[] {
  return value === undefined ? [] : [value];
}

function subscriptionOf(row: Readonly<Record<string, unknown>>, answer: Answer): string {
  if (typeof row.subscriptionId === 'string') return row.subscriptionId.toLowerCase();
  for (const id of [
    row.id,
    row.resourceId,
    answer.uri.replace(/^https?:\/\/[^/]+/i, '').replace(/\?.*$/, ''),
  ]) {
    const { subscriptionId } = parseArmId(typeof id === 'string' ? toArmId(id) : '');
    if (subscriptionId !== '') return subscriptionId;
  }
  return '';
}
