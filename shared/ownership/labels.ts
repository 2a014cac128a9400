import type { OwnershipSubject } from '../model/ownership.ts';

type Labels = Readonly<Record<string, string>>;

/** A label that was found: what it says and where it stands, in words for a report. */
export interface FoundLabel {
  readonly value: string;
  readonly place: 'workload' | 'namespace';
}

/**
 * Makes a reader of one label by its name, which looks on the workload first and then on the namespace. Names
 * match as Kubernetes writes them and as Prometheus sanitises them (`app.kubernetes.io/team` is
 * `app_kubernetes_io_team` there), whichever way the configuration has it. A label without a value counts as
 * absent.
 */
export function createLabelReader(name: string): (subject: OwnershipSubject) => FoundLabel | undefined {
  const sanitised = sanitiseLabelName(name);
  return ({ workloadLabels, namespaceLabels }) => {
    const own = findValue(workloadLabels, name, sanitised);
    if (own !== undefined) return { value: own, place: 'workload' };
    const inherited = findValue(namespaceLabels, name, sanitised);
    return inherited === undefined ? undefined : { value: inherited, place: 'namespace' };
  };
}

/** Prometheus label names have letters, digits and underscores only; OpenCost hands labels on in that form. */
export function sanitiseLabelName(name: string): string {
  return name.replace(/[^A-Za-z0-9_]/g, '_');
}

/** The exact name counts before a sanitised one, and of several that sanitise alike the first by name. */
function findValue(labels: Labels, name: string, sanitised: string): string | undefined {
  const exact = readValue(labels, name);
  if (exact !== undefined) return exact;
  let found: string | undefined;
  for (const candidate of Object.keys(labels)) {
    if (candidate.length !== sanitised.length || sanitiseLabelName(candidate) !== sanitised) continue;
    if ((found === undefined || candidate < found) && readValue(labels, candidate) !== undefined) {
      found = candidate;
    }
  }
  return found === undefined ? undefined : readValue(labels, found);
}

function readValue(labels: Labels, name: string): string | undefined {
  const value = Object.hasOwn(labels, name) ? labels[name]?.trim() : '';
  return value === '' ? undefined : value;
}
