import {
  ACTORS,
  ATTACK_SURFACES,
  type AttackSurface,
  SEVERITIES,
  type Severity,
} from '../../shared/model/governance.ts';
import type { DigestReport, TeamDigest } from '../../shared/reports/digestReport.ts';
import type { ControlLine, FindingLine } from '../../shared/reports/findingLine.ts';
import type { GovernanceReport, SurfaceRow } from '../../shared/reports/governanceReport.ts';
import { countBy } from '../../shared/reports/surfaces.ts';
import { findingOf, DIGEST as HOSTILE_DIGEST, GOVERNANCE as HOSTILE_GOVERNANCE } from '../render/reports.ts';

/** A week of an estate whose names are those of a shop; what the hostile reports have, these have as well. */

const TEAMS = [
  ['payments', 'Payments'],
  ['search', 'Search and discovery'],
  ['web-shop', 'Web shop'],
  ['platform', 'Platform'],
] as const;
const CLUSTERS = ['aks-prod-weu', 'aks-prod-neu', 'aks-staging'] as const;
const CONTROLS: readonly (readonly [
  id: string,
  title: string,
  surface: AttackSurface,
  severity: Severity,
])[] = [
  ['privileged-containers', 'Containers run privileged', 'application', 'high'],
  ['run-as-root', 'Containers run as root', 'application', 'medium'],
  ['image-vulnerabilities', 'Images have known vulnerabilities', 'registry', 'critical'],
  ['local-accounts', 'Local accounts are enabled', 'cluster', 'high'],
  ['node-image-age', 'Node images are older than 30 days', 'node', 'medium'],
  ['unsigned-builds', 'Builds are not signed', 'build', 'low'],
];

const FINDINGS: readonly FindingLine[] = Array.from({ length: 36 }, (_, place): FindingLine => {
  const control = CONTROLS[place % CONTROLS.length] ?? CONTROLS[0];
  const team = TEAMS[place % TEAMS.length]?.[0] ?? 'payments';
  const [id, title, surface, severity] = control ?? ['', '', 'cluster', 'low'];
  const overdue = place % 9 === 0;
  const state = place % 16 === 15 ? 'resolved' : place % 16 === 14 ? 'exempt' : 'open';
  return findingOf(`f-${place}`, {
    ...{ control: id, title, surface, severity, team, overdue: overdue && state === 'open', state },
    clusterName: CLUSTERS[place % CLUSTERS.length] ?? '',
    namespace: team === 'platform' ? '' : `${team}-${['api', 'worker', 'web'][place % 3]}`,
    workload: team === 'platform' ? '' : `Deployment/${['checkout', 'ranking', 'front'][place % 3]}`,
    detail: place % 2 === 0 ? '3 pods' : 'nginx 1.27.2',
    actor: team === 'platform' ? 'platform' : place % 7 === 3 ? 'secops' : 'team',
    dueOn: overdue ? '2026-11-02' : '2026-12-07',
    urgency: overdue ? 'overdue' : 'later',
    change: place % 11 === 4 ? 'new' : 'open',
    resolvedOn: state === 'resolved' ? '2026-11-19' : undefined,
    ...(state === 'exempt' && {
      exemption: {
        from: 'azure',
        reason: 'Vendor image, replaced in Q1',
        by: '',
        until: '2027-01-31',
      } as const,
    }),
    fixedVersion: id === 'image-vulnerabilities' ? '1.27.4' : '',
    link: 'https://learn.microsoft.com/azure/aks/',
  });
});

const count = (wanted: FindingLine['state']): number =>
  FINDINGS.filter(({ state }) => state === wanted).length;
const OPEN = FINDINGS.filter(({ state }) => state === 'open');

const CONTROL_LINES: readonly ControlLine[] = CONTROLS.map(([control, title, surface, severity]) => ({
  ...{ control, title, surface, severity },
  count: OPEN.filter((finding) => finding.control === control).length,
  why: 'Whoever breaks out of such a container has the machine.',
  fix: 'Set securityContext.privileged to false, and ask for the capabilities that are needed.',
  link: 'https://learn.microsoft.com/azure/aks/',
  benchmarks: [],
}));

const WEEKS = Array.from({ length: 8 }, (_, place) => `2026-W${40 + place}`);

function digestOf([team, teamName]: readonly [string, string], scale: number): TeamDigest {
  const [cost] = HOSTILE_DIGEST.teams[0]?.costs ?? [];
  const hostile = HOSTILE_DIGEST.teams[0];
  if (!cost || !hostile) throw new Error('the hostile digest has a team with cost');
  const mine = OPEN.filter((finding) => finding.team === team && finding.actor === 'team');
  return {
    ...hostile,
    team,
    teamName,
    alerts: [],
    costs: [
      {
        ...cost,
        week: (310.25 * scale).toFixed(2),
        previousWeek: (290 * scale).toFixed(2),
        trend: WEEKS.map((week, place) => ({
          week,
          amount: place === 3 ? undefined : ((238 + ((place * 37) % 70)) * scale).toFixed(2),
        })),
        monthToDate: (905.75 * scale).toFixed(2),
        budget: {
          ...{ monthly: (1500 * scale).toFixed(2), usedPercent: '60.4', forecastPercent: '84.7' },
          outlook: 'within',
        },
        forecast: { kind: 'estimate', amount: (1270.4 * scale).toFixed(2), errorPercent: '7', backTests: 6 },
        namespaces: ['api', 'worker', 'web', 'cache'].map((name, place) => ({
          clusterName: CLUSTERS[place % 2] ?? '',
          namespace: `${team}-${name}`,
          amount: ((140 / (place + 1)) * scale).toFixed(2),
          previous: place === 3 ? undefined : ((128 / (place + 1)) * scale).toFixed(2),
        })),
        movement: cost.movement && {
          ...cost.movement,
          movers: cost.movement.movers.map((mover, place) => ({
            ...mover,
            clusterName: CLUSTERS[place] ?? '',
            namespace: `${team}-${['api', 'events'][place]}`,
          })),
        },
        anomalies: cost.anomalies.map((anomaly) => ({
          ...anomaly,
          clusterName: 'aks-prod-weu',
          namespace: `${team}-worker`,
        })),
        rightSizing: cost.rightSizing.map((line) => ({
          ...{
            ...line,
            clusterName: 'aks-prod-weu',
            namespace: `${team}-api`,
            workload: 'Deployment/checkout',
          },
        })),
      },
    ],
    findings: {
      ...hostile.findings,
      ...{ mine, silenced: [], withPlatform: [], notSeen: [], reopened: [] },
      withSecops: OPEN.filter((finding) => finding.team === team && finding.actor === 'secops'),
      exempt: FINDINGS.filter((finding) => finding.team === team && finding.state === 'exempt'),
      fixed: FINDINGS.filter((finding) => finding.team === team && finding.state === 'resolved'),
      new: mine.filter(({ change }) => change === 'new'),
      counts: {
        mine: mine.length,
        overdue: mine.filter(({ overdue }) => overdue).length,
        dueThisWeek: 0,
        expiring: 0,
      },
      controls: CONTROL_LINES.slice(0, 2),
    },
  };
}

const COVERAGE = { complete: true, entries: HOSTILE_DIGEST.coverage.entries.slice(1) };
const NAMED = {
  organisation: 'Contoso Retail',
  audienceName: 'Contoso Retail',
  audience: 'organisation',
  coverage: COVERAGE,
  notices: [],
} as const;
const UNSCANNED = { of: 4, notScanned: ['aks-batch'], partly: [] };

export const DIGEST: DigestReport = {
  ...HOSTILE_DIGEST,
  ...NAMED,
  unscanned: UNSCANNED,
  teams: TEAMS.map((team, place) => digestOf(team, 1 + place * 0.6)),
};

const SURFACES: readonly SurfaceRow[] = TEAMS.map(([team, teamName]) => {
  const own = OPEN.filter((finding) => finding.team === team);
  return {
    ...{ team, teamName, open: own.length, dueThisWeek: 0, oldestDueOn: '2026-11-02' },
    counts: countBy(ATTACK_SURFACES, own, ({ surface }) => surface),
    overdue: own.filter(({ overdue }) => overdue).length,
  };
});

const SCAN = {
  sensors: [],
  unknownChecks: [],
  evaluatedAt: '2026-11-23T02:00:00.000Z',
  subscriptionName: 'Production',
};

export const GOVERNANCE: GovernanceReport = {
  ...HOSTILE_GOVERNANCE,
  ...NAMED,
  unscanned: UNSCANNED,
  totals: {
    ...{
      open: OPEN.length,
      new: OPEN.filter(({ change }) => change === 'new').length,
      reopened: 0,
      fixed: count('resolved'),
    },
    ...{
      overdue: OPEN.filter(({ overdue }) => overdue).length,
      dueThisWeek: 0,
      exempt: count('exempt'),
      notSeen: 0,
    },
  },
  secureScore: {
    ...{ percent: '61.5', change: '-1.2', unlike: [], unread: [] },
    subscriptions: [{ name: 'Production', current: 32, max: 52 }],
    controls: [
      {
        title: 'Remediate vulnerabilities',
        percent: '40',
        healthy: 4,
        unhealthy: 6,
        notApplicable: 1,
        gain: '11.5',
      },
    ],
  },
  standards: [
    {
      ...{ name: 'Microsoft cloud security benchmark', subscriptions: 2, passed: 31, failed: 21, judged: 52 },
      ...{ skipped: 3, unsupported: 10 },
      failing: [
        {
          name: 'PV-2',
          title: 'Audit and enforce secure configurations',
          subscriptions: 1,
          failedAssessments: 12,
        },
      ],
    },
  ],
  initiatives: [
    {
      ...{ name: 'AKS baseline', isInitiative: true, assignments: 1 },
      ...{ nonCompliantResources: 2, resources: 3, nonCompliantPolicies: 7, policies: 20 },
    },
  ],
  surfaces: SURFACES,
  bySurface: countBy(ATTACK_SURFACES, OPEN, ({ surface }) => surface),
  bySeverity: countBy(SEVERITIES, OPEN, ({ severity }) => severity),
  byActor: countBy(ACTORS, OPEN, ({ actor }) => actor),
  controls: CONTROL_LINES,
  violations: [
    { clusterName: 'aks-prod-weu', control: 'run-as-root', title: 'Containers run as root', objects: '500+' },
  ],
  trend: WEEKS.map((week, place) => {
    const { critical, high, medium, low } = countBy(SEVERITIES, OPEN, ({ severity }) => severity);
    const more = WEEKS.length - 1 - place;
    return {
      ...{ week, open: place === 0 ? undefined : OPEN.length + 4 * more, byTeam: [] },
      bySeverity: {
        critical: critical + more,
        high: high + more,
        medium: medium + more,
        low: low + more,
        unknown: 0,
      },
    };
  }),
  findings: [...OPEN, ...FINDINGS.filter(({ state }) => state !== 'open')],
  exemptions: [
    {
      ...{ from: 'azure', reason: 'Vendor image, replaced in Q1', by: '', until: '2027-01-31' },
      ...{ about: 'privileged-containers', category: 'waiver', count: 4, state: 'active' },
    },
  ],
  alerts: [],
  plans: [{ subscriptionName: 'Production', plan: 'Containers', enabled: true, off: ['ContainerSensor'] }],
  scans: [
    ...CLUSTERS.map((name, place) => ({
      ...({ ...SCAN, kind: 'cluster', name, verdict: 'scanned' } as const),
      open: OPEN.filter(({ clusterName }) => clusterName === CLUSTERS[place]).length,
    })),
    {
      ...{
        ...SCAN,
        kind: 'cluster',
        name: 'aks-batch',
        verdict: 'notScanned',
        open: 0,
        evaluatedAt: undefined,
      },
      sensors: [
        { sensor: 'policyAddon', state: 'off', evaluatedAt: undefined, why: 'The add-on is not installed.' },
      ],
    },
  ],
  unread: [],
};
