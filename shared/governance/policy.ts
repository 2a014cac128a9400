import type { Exemption, ObservedFinding, PolicyExemption, PolicyState } from '../model/governance.ts';
import { dayOf } from '../model/time.ts';
import { type ComponentSighting, createPlacement } from './component.ts';
import { type GatekeeperGroup, observeGatekeeper } from './gatekeeper.ts';
import { addToGroup } from './grouping.ts';
import { type GovernanceInput, listByKey } from './input.ts';
import { listTruncated } from './truncation.ts';
import { toCount, toLine } from './wording.ts';

/** The readings that tell of policies. */
export type PolicyInput = Pick<GovernanceInput, 'day' | 'inventory' | 'kubernetes' | 'policy'>;

/** What Azure Policy and Gatekeeper show to be wrong. */
export interface PolicyObservation {
  /** Of objects within clusters: the better view, wherever there is one. */
  readonly components: readonly ObservedFinding[];
  /** Of clusters and registries as a whole. */
  readonly resources: readonly ObservedFinding[];
}

type Sighting = ComponentSighting & Pick<ObservedFinding, 'source' | 'scope' | 'exemption'>;

/**
 * Components that break a policy, one finding per control, cluster, namespace and workload (or other object),
 * however many pods, assignments and initiatives tell of it. It is exempt when all its components are.
 *
 * What Azure Policy and the cluster's Gatekeeper both see is one finding: Azure tells which objects there are and
 * whether they are exempt, Gatekeeper what is wrong with them and how many there are in all.
 */
export function observePolicy(input: PolicyInput): PolicyObservation {
  const sightings = listSightings(input);
  const inside = observeGatekeeper(input);
  for (const { id, scope, sightings: seen } of inside.values()) {
    if (sightings.has(id)) continue;
    sightings.set(
      id,
      seen.map((sighting) => ({ ...sighting, source: 'gatekeeper', scope })),
    );
  }
  const truncated = listTruncated(input.policy);
  const components: ObservedFinding[] = [];
  const resources: ObservedFinding[] = [];
  for (const group of sightings.values()) {
    const sorted = group.sort(compareSightings);
    const violating = sorted.filter((sighting) => !sighting.exempt);
    const [first, ...others] = violating.length > 0 ? violating : sorted;
    if (!first) continue;
    const isCut = truncated.has(`${first.cluster?.id ?? ''}|${first.control.id}`);
    const detail = describe([first, ...others], isCut && first.source === 'policy', inside.get(first.id));
    const exemption = first.exempt ? findFirstToEnd([first, ...others]) : undefined;
    const finding = { ...toFinding(first, detail), ...(exemption && { exemption }) };
    (first.resourceId ? resources : components).push(finding);
  }
  return { components, resources };
}

function listSightings(input: PolicyInput): Map<string, Sighting[]> {
  const place = createPlacement(input);
  const sightings = new Map<string, Sighting[]>();
  for (const [subscriptionId, state] of listByKey<PolicyState>(input.policy)) {
    const scope = `policy:${subscriptionId}`;
    const exemptions = new Map(state.exemptions.map((one) => [one.id, toExemption(one)]));
    for (const component of state.components) {
      if (component.state !== 'noncompliant' && component.state !== 'exempt') continue;
      const placed = place(component);
      if (!placed) continue;
      const exemption = exemptions.get(component.exemptionId);
      const sighting = { ...placed, source: 'policy', scope, ...(exemption && { exemption }) } as const;
      addToGroup(sightings, placed.id, sighting);
    }
  }
  return sightings;
}

function toExemption({ displayName, description, expiresOn }: PolicyExemption): Exemption {
  // What ends at midnight held for the last time on the day before.
  const end = expiresOn === undefined ? undefined : new Date(Date.parse(expiresOn) - 1);
  return {
    from: 'azure',
    reason: toLine(description || displayName),
    by: '',
    until: end && dayOf(end),
  };
}

/** Of several exemptions that spare a finding together, it is the first to end that uncovers it. */
function findFirstToEnd(sightings: readonly Sighting[]): Exemption | undefined {
  const exemptions = sightings.flatMap(({ exemption }) => exemption ?? []);
  const byEnd = exemptions.sort((a, b) => ((a.until ?? '9999') < (b.until ?? '9999') ? -1 : 1));
  return byEnd[0];
}

function toFinding(first: Sighting, detail: string): ObservedFinding {
  const { control, cluster, namespace } = first;
  return {
    id: first.id,
    source: first.source,
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
    detail,
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

function describe(
  shown: readonly Sighting[],
  isCut: boolean,
  inside: Pick<GatekeeperGroup, 'message' | 'total'> = { message: '', total: undefined },
): string {
  const what = describeObjects(shown, isCut);
  if (inside.message === '') return toLine(what);
  const all = inside.total === undefined ? '' : ` (${toCount(inside.total, 'violation')} in the cluster)`;
  return toLine(`${what}${all}: ${inside.message}`);
}

function describeObjects(shown: readonly Sighting[], isCut: boolean): string {
  const pods = new Set(shown.filter(({ type }) => type === 'pod').map(({ name }) => name));
  const [first] = shown;
  const [example] = pods;
  if (example === undefined) return `${first?.type} ${first?.name}`;
  const guess = first?.workload?.inferred ? '; workload inferred from the pod name' : '';
  const count = isCut ? `${pods.size}+ pods` : toCount(pods.size, 'pod');
  return `${count}, such as ${example}${guess}`;
}
