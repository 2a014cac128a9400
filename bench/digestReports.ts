import type { Actor, Severity } from '../shared/model/governance.ts';
import type { DigestReport, TeamFindings } from '../shared/reports/digestReport.ts';
import type { ControlLine, FindingLine } from '../shared/reports/findingLine.ts';
import type { TeamCost } from '../shared/reports/teamCostLine.ts';

/** Ten weeks of a team that has 16 namespaces on two clusters of a larger estate, and 40 findings. */
const NAMESPACES = 16;
const MOVERS = 12;
const FINDINGS = { mine: 25, withSecops: 10, fixed: 5 };
const CONTROLS = 10;
const CLUSTERS = 30;
const WEEKS = ['40', '41', '42', '43', '44', '45', '46', '47'];

/** The digest of team number `index`: of the same shape as any other's, and of other names and numbers. */
export function makeDigest(index: number): DigestReport {
  const team = `team-${index}`;
  return {
    schemaVersion: 3,
    kind: 'digest',
    organisation: 'Bench',
    period: { id: '2026-W47', from: '2026-11-16', to: '2026-11-22', timeZone: 'UTC' },
    audience: `team:${team}`,
    audienceName: `Team ${index}`,
    state: 'provisional',
    asOf: '2026-11-23T02:00:00.000Z',
    coverage: {
      complete: true,
      entries: Array.from({ length: CLUSTERS }, (_, cluster) => ({
        source: 'allocation',
        scope: `/subscriptions/s/resourcegroups/rg/providers/microsoft.containerservice/managedclusters/aks-${cluster}`,
        name: `aks-${cluster}`,
        expectedDays: 7,
        readDays: 7,
        missing: [],
        asOf: '2026-11-23T02:00:00.000Z',
        problem: undefined,
      })),
    },
    notices: [],
    link: `https://purser.contoso.example/api/reports/digest/2026-W47?team=${team}`,
    teams: [
      { team, teamName: `Team ${index}`, costs: [costOf(index)], findings: findingsOf(index), alerts: [] },
    ],
    unscanned: { of: CLUSTERS, notScanned: [], partly: [] },
  };
}

/** An amount of money that hangs on the team and a place in its digest. */
function amountOf(index: number, place: number): string {
  const cents = ((index + 1) * 7919 + place * 104_729) % 900_000;
  return (cents / 100).toFixed(2);
}

function placeOf(index: number, place: number): { readonly clusterName: string; readonly namespace: string } {
  return { clusterName: `aks-${(index + place) % CLUSTERS}`, namespace: `team-${index}-service-${place}` };
}

function costOf(index: number): TeamCost {
  return {
    currency: 'EUR',
    digits: 2,
    week: amountOf(index, 1),
    previousWeek: amountOf(index, 2),
    trend: WEEKS.map((week, place) => ({ week: `2026-W${week}`, amount: amountOf(index, place) })),
    monthToDate: amountOf(index, 3),
    namespaces: Array.from({ length: NAMESPACES }, (_, place) => ({
      ...placeOf(index, place),
      amount: amountOf(index, place + 10),
      previous: amountOf(index, place + 40),
    })),
    budget: { monthly: '12000.00', usedPercent: '61.0', forecastPercent: '96.5', outlook: 'within' },
    forecast: { kind: 'estimate', amount: amountOf(index, 4), errorPercent: '6', backTests: 8 },
    movement: {
      change: amountOf(index, 5),
      effects: [
        { effect: 'usage', amount: amountOf(index, 6) },
        { effect: 'price', amount: `-${amountOf(index, 7)}` },
      ],
      movers: Array.from({ length: MOVERS }, (_, place) => ({
        ...placeOf(index, place),
        before: amountOf(index, place + 60),
        after: amountOf(index, place + 80),
        change: amountOf(index, place + 100),
        effects: [
          { effect: 'usage', group: 'compute', amount: amountOf(index, place + 120), quantityPercent: '12' },
        ],
      })),
      rest: { count: 4, amount: amountOf(index, 8) },
    },
    anomalies: [
      {
        ...placeOf(index, 3),
        ...{ from: '2026-11-18', to: '2026-11-19' },
        ...{ amount: amountOf(index, 140), expected: amountOf(index, 141) },
      },
    ],
    efficiency: {
      cpuPercent: '31',
      ramPercent: '58',
      monthlySaving: amountOf(index, 9),
      told: 40,
      untold: 2,
    },
    rightSizing: Array.from({ length: 10 }, (_, place) => ({
      ...placeOf(index, place),
      workload: `Deployment/api-${place}`,
      cpuCores: { requested: '4.000', used: '0.500', recommended: '0.600' },
      ramMib: { requested: '8192', used: '1024', recommended: '1229' },
      monthlySaving: amountOf(index, place + 150),
    })),
  };
}

function findingsOf(index: number): TeamFindings {
  const mine = listFindings(index, FINDINGS.mine, 'team', { state: 'open', change: 'open' });
  return {
    mine,
    silenced: [],
    nagWeeks: 8,
    withSecops: listFindings(index, FINDINGS.withSecops, 'secops', { state: 'open', change: 'open' }),
    withPlatform: [],
    notSeen: [],
    exempt: [],
    fixed: listFindings(index, FINDINGS.fixed, 'team', {
      ...{ state: 'resolved', resolvedOn: '2026-11-19', change: 'resolved', urgency: 'none', overdue: false },
    }),
    new: mine.slice(0, 4),
    reopened: [],
    counts: { mine: FINDINGS.mine, overdue: 8, dueThisWeek: 5, expiring: 0 },
    controls: Array.from({ length: CONTROLS }, (_, place) => controlOf(place)),
  };
}

const SEVERITIES: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

function listFindings(
  index: number,
  count: number,
  actor: Actor,
  changes: Partial<FindingLine>,
): readonly FindingLine[] {
  return Array.from({ length: count }, (_, place) => ({
    ...{ id: `${actor}-${index}-${place}`, source: 'defender', control: `control-${place % CONTROLS}` },
    title: `Container images of service ${place} should have known vulnerabilities resolved`,
    severity: SEVERITIES[place % SEVERITIES.length] ?? 'low',
    ...{ surface: 'application', actor, ...placeOf(index, place % NAMESPACES) },
    workload: `Deployment/api-${place}`,
    detail: `CVE-2026-${10_000 + ((index * 31 + place) % 9_000)} in openssl 3.0.${place} of registry.contoso.example/team-${index}/api:1.${place}`,
    ...{ fixAvailable: true, fixedVersion: `3.0.${place + 1}`, exploited: place === 0 },
    ...{ firstSeen: '2026-11-02', lastSeen: '2026-11-22', dueOn: '2026-11-30' },
    ...{ resolvedOn: undefined, reopenedOn: undefined, link: '', team: `team-${index}` },
    ...{ urgency: place < 8 ? 'overdue' : 'later', overdue: place < 8 },
    ...{ state: 'open', change: 'open', ...changes },
  }));
}

function controlOf(place: number): ControlLine {
  return {
    control: `control-${place}`,
    title: `Container images should have known vulnerabilities resolved (${place})`,
    severity: SEVERITIES[place % SEVERITIES.length] ?? 'low',
    surface: 'application',
    count: 3,
    why: 'An image with a known vulnerability can be attacked by whoever reaches the service.',
    fix: 'Build the image anew on a base image of this week, and roll it out.',
    link: 'https://learn.microsoft.com/azure/defender-for-cloud/',
    benchmarks: ['MCSB'],
  };
}
