import type { ObservedFinding } from '../model/governance.ts';
import { type ComponentSighting, createPlacement } from './component.ts';
import { addToGroup } from './grouping.ts';
import { type GovernanceInput, listByKey } from './input.ts';
import { toCount, toLine } from './wording.ts';

/** What Azure Policy shows to be wrong. */
export interface PolicyObservation {
  /** Of objects within clusters: the better view, wherever there is one. */
  readonly components: readonly ObservedFinding[];
  /** Of clusters and registries as a whole. */
  readonly resources: readonly ObservedFinding[];
}

type Sighting = ComponentSighting & { readonly scope: string };

/**
 * Components that break a policy, one finding per control, cluster, namespace and workload (or other object),
 * however many pods, assignments and initiatives tell of it. It is exempt when all its components are.
 */
export function observePolicy(input: GovernanceInput): PolicyObservation {
  const place = createPlacement(input);
  const sightings = new Map<string, Sighting[]>();
  for (const [subscriptionId, state] of listByKey(input.policy)) {
    for (const component of state.components) {
      if (component.state !== 'noncompliant' && component.state !== 'exempt') continue;
      const placed = place(component);
      if (!placed) continue;
      addToGroup(sightings, placed.id, { ...placed, scope: `policy:${subscriptionId}` });
    }
  }
  const components: ObservedFinding[] = [];
  const resources: ObservedFinding[] = [];
  for (const group of sightings.values()) {
    const sorted = group.sort(compareSightings);
    const violating = sorted.filter((sighting) => !sighting.exempt);
    const [first, ...others] = violating.length > 0 ? violating : sorted;
    if (first) (first.resourceId ? resources : components).push(toFinding(first, others));
  }
  return { components, resources };
}

function toFinding(first: Sighting, others: readonly Sighting[]): ObservedFinding {
  const { control, cluster, namespace } = first;
  return {
    id: first.id,
    source: 'policy',
    scope: first.scope,
    control: control.id,
    title: control.title,
    severity: control.severity,
    surface: control.surface,
    actor: namespace === '' ? 'platform' : control.actor,
    clusterId: cluster?.id ?? '',
    clusterName: cluster?.name ?? '',
    namespace,
    workload: first.workload?.display ?? '',
    detail: describe([first, ...others]),
    fixAvailable: undefined,
    fixedVersion: '',
    exempt: first.exempt,
    sourceFirstSeen: undefined,
    link: '',
  };
}

/** A workload that the cluster named stands before a guess, then names decide, never the order of reading. */
function compareSightings(a: Sighting, b: Sighting): number {
  const guessA = a.workload?.inferred ?? false;
  const guessB = b.workload?.inferred ?? false;
  if (guessA !== guessB) return guessA ? 1 : -1;
  return toSortKey(a) < toSortKey(b) ? -1 : 1;
}

function toSortKey({ workload, type, name, control, scope }: Sighting): string {
  return JSON.stringify([workload?.display ?? '', type, name, control.title, scope]);
}

function describe(shown: readonly Sighting[]): string {
  const pods = new Set(shown.filter(({ type }) => type === 'pod').map(({ name }) => name));
  const [first] = shown;
  const [example] = pods;
  if (example === undefined) return toLine(`${first?.type} ${first?.name}`);
  const guess = first?.workload?.inferred ? '; workload inferred from the pod name' : '';
  return toLine(`${toCount(pods.size, 'pod')}, such as ${example}${guess}`);
}
