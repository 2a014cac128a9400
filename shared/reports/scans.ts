import type { SensorCoverage } from '../governance/coverage.ts';
import type { ScanLine, Unscanned } from './findingLine.ts';

/** What looks at each cluster, registry and subscription, beside the number of findings that are open there. */
export function describeScans(
  coverage: readonly SensorCoverage[],
  openByCluster: ReadonlyMap<string, number>,
  nameSubscription: (id: string) => string,
): readonly ScanLine[] {
  return coverage.map(({ kind, name, subscriptionId, verdict, sensors, evaluatedAt, unknownChecks }) => ({
    ...{ kind, name, verdict, sensors, evaluatedAt, unknownChecks },
    subscriptionName: subscriptionId === '' ? '' : nameSubscription(subscriptionId),
    open: kind === 'cluster' ? (openByCluster.get(name) ?? 0) : undefined,
  }));
}

/** The clusters and registries of which no findings do not mean safe. */
export function listUnscanned(coverage: readonly SensorCoverage[]): Unscanned {
  const places = coverage.filter(({ kind }) => kind !== 'subscription');
  const namesOf = (verdict: SensorCoverage['verdict']): readonly string[] =>
    places.flatMap((place) => (place.verdict === verdict ? [place.name] : []));
  return { of: places.length, notScanned: namesOf('notScanned'), partly: namesOf('partly') };
}

/** Names that a sentence lists before the rest is only counted. */
const NAMED = 6;

/** Says of what no findings do not mean safe, in sentences for the top of a report. */
export function warnUnscanned({ of, notScanned, partly }: Unscanned): readonly string[] {
  const sentences: string[] = [];
  if (of === 0) sentences.push('Nothing was scanned: no cluster and no registry is known.');
  if (notScanned.length > 0) {
    sentences.push(
      `Not scanned: ${listNames(notScanned)}. That nothing is reported from there does not mean that it is safe.`,
    );
  }
  if (partly.length > 0) {
    sentences.push(`Scanned in part: ${listNames(partly)}. More may be wrong there than is reported.`);
  }
  return sentences;
}

/** `a, b and 3 more` */
export function listNames(names: readonly string[], limit: number = NAMED): string {
  const hidden = names.length - limit;
  return hidden > 0 ? `${names.slice(0, limit).join(', ')} and ${hidden} more` : names.join(', ');
}
