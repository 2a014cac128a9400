import type { Finding, ObservedFinding } from '../model/governance.ts';
import type { Day } from '../model/time.ts';
import { findControl } from './catalogue.ts';
import { addToGroup } from './grouping.ts';

/** Controls that earlier versions had and the one each went into: Azure tells of the same thing by several keys. */
const FORMER_CONTROLS: Readonly<Record<string, string>> = {
  'arc-defender-extension-configure': 'arc-defender-extension',
  'arc-policy-extension-configure': 'arc-policy-extension',
  'command-invoke-configure': 'command-invoke',
  'defender-containers-configure': 'defender-containers',
  'defender-kubernetes-configure': 'defender-kubernetes',
  'defender-registries-configure': 'defender-registries',
  'defender-sensor-configure': 'defender-sensor',
  'image-cleaner-deploy': 'image-cleaner',
  'node-os-auto-upgrade-configure': 'node-os-auto-upgrade',
  'policy-addon-deploy': 'policy-addon',
  'registry-admin-account-configure': 'registry-admin-account',
  'registry-anonymous-pull-configure': 'registry-anonymous-pull',
  'registry-arm-audience-tokens-configure': 'registry-arm-audience-tokens',
  'registry-image-vulnerabilities': 'registry-image-findings',
  'registry-image-vulnerabilities-qualys': 'registry-image-findings',
  'registry-private-endpoint-configure': 'registry-private-link',
  'registry-public-network-configure': 'registry-public-network',
  'registry-scoped-tokens-configure': 'registry-scoped-tokens',
  'running-image-vulnerabilities': 'running-container-findings',
  'running-image-vulnerabilities-qualys': 'running-container-findings',
};

const UNCATALOGUED = 'uncatalogued:';

/**
 * The control that a kept finding's control has become: one that was merged into another, or one that was
 * uncatalogued until the catalogue learned it. Undefined when it still is what it was.
 */
export function findSuccessor(control: string): string | undefined {
  if (!control.startsWith(UNCATALOGUED)) return FORMER_CONTROLS[control];
  const key = control.slice(UNCATALOGUED.length);
  return (findControl('policy', key) ?? findControl('assessment', key))?.id;
}

/** Kept findings under the ids of today's controls. */
export interface Adoption {
  readonly previous: readonly Finding[];
  /** Ids under which findings are now, although nothing else about them may change. */
  readonly adopted: ReadonlySet<string>;
  /** What is kept under an id of before and is to be removed once the adopted ones are written. */
  readonly replaced: readonly Finding[];
}

/**
 * Lets findings whose control went into another go on under it, so that a key that moved does not look like one
 * thing resolved and another new. That takes a reading that shows the same place under the new control; of two
 * that become one, the earlier first day stays. What no reading shows is left as it is.
 */
export function adoptFormer(previous: readonly Finding[], observed: readonly ObservedFinding[]): Adoption {
  const former = previous.filter(({ state, control }) => state !== 'resolved' && findSuccessor(control));
  if (former.length === 0) return { previous, adopted: new Set(), replaced: [] };
  const places = new Map<string, ObservedFinding[]>();
  for (const finding of observed) addToGroup(places, toPlace(finding.control, finding), finding);
  const findings = new Map(previous.map((finding) => [finding.id, finding]));
  const adopted = new Set<string>();
  const replaced: Finding[] = [];
  for (const finding of former) {
    const [shown, another] = places.get(toPlace(findSuccessor(finding.control) ?? '', finding)) ?? [];
    if (!shown || another || shown.id === finding.id) continue;
    const other = findings.get(shown.id);
    const older = other && other.firstSeen <= finding.firstSeen ? other : finding;
    findings.delete(finding.id);
    findings.set(shown.id, {
      ...older,
      id: shown.id,
      control: shown.control,
      lastSeen: later(other, finding),
    });
    adopted.add(shown.id);
    replaced.push(finding);
  }
  return { previous: [...findings.values()], adopted, replaced };
}

/** Images and what is on no cluster differ by what their detail begins with: a repository and software, a name. */
function toPlace(control: string, finding: ObservedFinding): string {
  const { clusterId, namespace, workload, source, detail } = finding;
  const named = clusterId === '' || (source === 'defender' && workload !== '');
  return JSON.stringify([control, clusterId, namespace, workload, named ? detail.split(', ')[0] : '']);
}

function later(one: Finding | undefined, other: Finding): Day {
  return one && one.lastSeen > other.lastSeen ? one.lastSeen : other.lastSeen;
}
