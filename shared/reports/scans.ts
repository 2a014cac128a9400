import type { SensorCoverage } from '../governance/coverage.ts';
import type { ScanLine, Unscanned } from './findingLine.ts';
import type { Notice } from './notice.ts';

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

/** Of what no findings do not mean safe, for the top of a report. */
export function warnUnscanned({ of, notScanned, partly }: Unscanned): readonly Notice[] {
  return [
    ...(of === 0 ? [{ kind: 'nothingScanned' } as const] : []),
    ...(notScanned.length > 0 ? [{ kind: 'notScanned', names: notScanned } as const] : []),
    ...(partly.length > 0 ? [{ kind: 'partlyScanned', names: partly } as const] : []),
  ];
}
