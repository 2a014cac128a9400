import * as fc from 'fast-check';
import type { Change } from '../../shared/governance/history.ts';
import { ACTORS, ATTACK_SURFACES, type Finding, SEVERITIES } from '../../shared/model/governance.ts';
import { addDays, type Day, parsePeriod } from '../../shared/model/time.ts';
import { type OwnedFinding, readingDays } from '../../shared/reports/findings.ts';

export const WEEK = parsePeriod('2026-W47');
/** The last day of the week's readings. */
export const LAST = readingDays(WEEK).to;

/** An open finding of the shop's, in the words of a reading. */
export function makeFinding(changes: Partial<Finding> = {}): Finding {
  const finding: Finding = {
    id: 'f-1',
    source: 'policy',
    scope: 'policy:1',
    control: 'privileged-containers',
    title: 'No privileged containers',
    severity: 'high',
    surface: 'application',
    actor: 'team',
    clusterId: '/clusters/prod',
    clusterName: 'prod',
    namespace: 'cart',
    workload: 'Deployment/api',
    detail: '1 pod',
    fixAvailable: undefined,
    fixedVersion: '',
    exempt: false,
    sourceFirstSeen: undefined,
    link: '',
    state: 'open',
    firstSeen: '2026-11-02',
    lastSeen: LAST,
    resolvedOn: undefined,
    reopenedOn: undefined,
    dueOn: '2026-11-16',
    history: [],
    ...changes,
  };
  const { state, severity, actor, dueOn, firstSeen: day } = finding;
  return finding.history.length > 0
    ? finding
    : { ...finding, history: [{ day, state, severity, actor, dueOn }] };
}

const dayNear = fc.integer({ min: -120, max: 60 }).map((days): Day => addDays(LAST, days));

const CHANGES: Readonly<Record<Finding['state'], readonly Change[]>> = {
  open: ['new', 'reopened', 'open'],
  exempt: ['exempt'],
  resolved: ['resolved'],
};

/** Findings as they stand at the end of a week, each with an id of its own. */
export const anyOwnedFindings: fc.Arbitrary<readonly OwnedFinding[]> = fc
  .array(
    fc.record({
      state: fc.constantFrom('open', 'exempt', 'resolved'),
      pick: fc.nat(2),
      actor: fc.constantFrom(...ACTORS),
      severity: fc.constantFrom(...SEVERITIES),
      surface: fc.constantFrom(...ATTACK_SURFACES),
      control: fc.constantFrom('privileged-containers', 'uncatalogued:x', 'uncatalogued:y'),
      clusterName: fc.constantFrom('prod', 'test', ''),
      dueOn: fc.option(dayNear, { nil: undefined }),
      lost: fc.option(dayNear, { nil: undefined }),
      until: fc.option(dayNear, { nil: undefined }),
      teams: fc.constantFrom(['shop'], ['pay'], ['pay', 'shop'], ['platform'], ['unowned'], ['other']),
    }),
    { maxLength: 40 },
  )
  .map((all) =>
    all.map(({ state, pick, lost, until, teams, ...rest }, index): OwnedFinding => {
      const changes = CHANGES[state];
      return {
        finding: makeFinding({
          ...rest,
          ...{ id: `f-${index}`, state, exempt: state === 'exempt' },
          ...(state === 'resolved' && { resolvedOn: LAST }),
          ...(state === 'open' && lost && { notSeenSince: lost }),
          ...(state === 'exempt' && { exemption: { from: 'purser', reason: 'why', by: 'who', until } }),
        }),
        change: changes[pick % changes.length] ?? 'open',
        teams,
      };
    }),
  );
