import type { Cluster, Registry, Subscription } from '../../model/estate.ts';
import { parseArmId, toArmId } from '../../model/estate.ts';
import type {
  Assessment,
  DefenderPlan,
  PolicyComponent,
  SecureScore,
  SecurityAlert,
} from '../../model/governance.ts';
import { parseAlert } from '../azure/alert.ts';
import { parseAssessment } from '../azure/assessment.ts';
import { parseCluster, parseRegistry } from '../azure/cluster.ts';
import { parsePolicyAnswer, parsePolicyComponent } from '../azure/policyAnswer.ts';
import { parsePlan, parseSecureScore } from '../azure/posture.ts';
import type { ResourceGroupKey } from '../exports/export.ts';
import { type RecordedAllocation, readAllocations } from './allocations.ts';
import { type Answer, isRecord } from './answer.ts';
import { type RecordedCost, readCostAnswer } from './costAnswers.ts';
import { type KubernetesItem, type ResourceKind, type ResourceRow, recognizePayload } from './recognition.ts';
import type { FileSettings } from './settings.ts';

/** Something that belongs to a subscription; `''` when neither it nor its request names one. */
export interface Scoped<T> {
  readonly subscriptionId: string;
  readonly value: T;
}

/** Everything that one file gave; parts are appended while it is read. */
export interface FileReading {
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
  /** Subscriptions that policy states were read of, breaches or not; `''` where it is not known. */
  readonly policyScopes: Set<string>;
  readonly components: Scoped<PolicyComponent>[];
  /** Subscriptions that something of Defender was read of, unhealthy or not. */
  readonly defenderScopes: Set<string>;
  readonly assessments: Scoped<Assessment>[];
  readonly alerts: Scoped<SecurityAlert>[];
  readonly scores: Scoped<SecureScore>[];
  readonly plans: Scoped<DefenderPlan>[];
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
    policyScopes: new Set(),
    components: [],
    defenderScopes: new Set(),
    assessments: [],
    alerts: [],
    scores: [],
    plans: [],
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
  alert: 'Defender alerts',
  secureScore: 'secure score',
  plan: 'Defender plans',
  policyComponent: 'policy states',
};

function readResources(reading: FileReading, rows: readonly ResourceRow[], answer: Answer): void {
  const counts = new Map<ResourceKind, number>();
  const faults: string[] = [];
  for (const { kind, row } of rows) {
    try {
      readResource(reading, kind, row, answer);
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
    } catch (error) {
      faults.push(error instanceof Error ? error.message : String(error));
    }
  }
  for (const [kind, count] of counts) reading.takenFor.push(`${WORDS[kind]} (${count})`);
  if (counts.size === 0) reading.reasons.push(faults[0] ?? 'none of its rows can be read');
  else if (faults.length > 0) {
    reading.warnings.push(`${faults.length} of ${rows.length} rows are left out; the first: ${faults[0]}`);
  }
}

function readResource(
  reading: FileReading,
  kind: ResourceKind,
  row: Readonly<Record<string, unknown>>,
  answer: Answer,
): void {
  const subscriptionId = subscriptionOf(row, answer);
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
      return;
    case 'registry':
      reading.registries.push(parseRegistry(row));
      return;
    case 'assessment': {
      const value = parseAssessment(row);
      reading.defenderScopes.add(subscriptionId);
      if (value && concernsClusters(value)) reading.assessments.push({ subscriptionId, value });
      return;
    }
    case 'alert': {
      const value = parseAlert(row);
      const scope = parseArmId(value.clusterId).subscriptionId || subscriptionId;
      reading.alerts.push({ subscriptionId: scope, value });
      reading.defenderScopes.add(scope);
      return;
    }
    case 'secureScore':
      reading.defenderScopes.add(subscriptionId);
      reading.scores.push({ subscriptionId, value: parseSecureScore(row) });
      return;
    case 'plan':
      reading.defenderScopes.add(subscriptionId);
      reading.plans.push({ subscriptionId, value: parsePlan(row) });
      return;
    case 'policyComponent':
      reading.policyScopes.add(subscriptionId);
      for (const value of readComponents(row)) {
        if (isBreach(value)) reading.components.push({ subscriptionId, value });
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
function isBreach(component: PolicyComponent): boolean {
  return ['noncompliant', 'conflict', 'error'].includes(component.state);
}

/** Recordings of a whole subscription hold virtual machines and databases as well. */
function concernsClusters(assessment: Assessment): boolean {
  if (assessment.resourceType === '.containerimage') return true;
  return /\/microsoft\.(containerservice\/managedclusters|containerregistry\/registries|compute\/virtualmachinescalesets\/aks)/.test(
    assessment.resourceId,
  );
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
