import type {
  ChargebackReport,
  CurrencyStatement,
  StatementLine,
  TeamTotal,
} from '../../shared/reports/chargebackReport.ts';
import type { DigestReport, TeamDigest } from '../../shared/reports/digestReport.ts';
import type { ControlLine, FindingLine } from '../../shared/reports/findingLine.ts';
import type { GovernanceReport } from '../../shared/reports/governanceReport.ts';
import { sliceLines } from '../../shared/reports/lines.ts';
import { packLines } from '../../shared/reports/lineTableBuilder.ts';
import { toRemark } from '../../shared/reports/notice.ts';
import { parametersOf } from '../../shared/reports/parameters.ts';
import { makeConfig } from '../reports/configuration.ts';

/** Names that try to become something else in HTML, a formula, Markdown, a mention, a header, or other text. */
export const HOSTILE = {
  script: '<script>alert(1)</script>',
  formula: "=cmd|'/C calc'!A0",
  markdown: '[click](http://evil.example/) **bold**',
  mention: '<at>everyone</at>',
  newline: 'shop\r\nBcc: all@evil.example',
  override: 'invoice\u202Efdp.exe',
  emoji: 'Team 🚀 Ünïcode',
} as const;

const CLUSTER =
  '/subscriptions/11111111-2222-3333-4444-555555555555/resourcegroups/rg/providers/microsoft.containerservice/managedclusters/prod';

function money(amount: string): { amount: string; exact: string } {
  return { amount, exact: amount };
}

function lineOf(
  team: Pick<TeamTotal, 'team' | 'teamName' | 'costCenter'>,
  namespace: string,
  kind: StatementLine['kind'],
  amount: string,
  exact = amount,
  more: Partial<StatementLine> = {},
): StatementLine {
  return {
    team: team.team,
    teamName: team.teamName,
    costCenter: team.costCenter,
    glAccount: '6400',
    clusterId: CLUSTER,
    clusterName: 'prod-eu',
    namespace,
    category: 'compute',
    kind,
    part: '',
    rule: 'usage',
    origin: '',
    ownerReason: `label team on namespace ${namespace}`,
    days: '1-31',
    amount,
    exact,
    ratio: '',
    ...more,
  };
}

function teamOf(team: string, teamName: string, costCenter: string, parts: Partial<TeamTotal>): TeamTotal {
  const none = { direct: '0.00', idle: '0.00', shared: '0.00', overhead: '0.00', adjustment: '0.00' };
  return {
    team,
    teamName,
    costCenter,
    glAccount: '6400',
    ...none,
    amount: '0.00',
    exact: '0',
    previous: undefined,
    ...parts,
  };
}

const PAYMENTS = teamOf('payments', HOSTILE.script, HOSTILE.formula, {
  direct: '1000.10',
  idle: '200.20',
  shared: '34.26',
  amount: '1234.56',
  exact: '1234.5550000001',
  previous: '1200.00',
});
const SHOP = teamOf('shop', HOSTILE.markdown, '@SUM(A1)', {
  direct: '100.00',
  amount: '100.00',
  exact: '100',
  previous: '120.50',
});
const REFUNDED = teamOf('search', HOSTILE.newline, '-CC-300', {
  adjustment: '-12.34',
  amount: '-12.34',
  exact: '-12.34',
});
const NOBODY = teamOf('unowned', HOSTILE.override, 'UNOWNED', {
  direct: '7.78',
  amount: '7.78',
  exact: '7.7849999999',
});

const EURO: CurrencyStatement = {
  currency: 'EUR',
  digits: 2,
  total: { amount: '1330.00', exact: '1330' },
  teams: [PAYMENTS, SHOP, NOBODY, REFUNDED],
  clusters: [{ clusterName: HOSTILE.mention, amount: '1330.00' }],
  costCenters: [
    { costCenter: HOSTILE.formula, amount: '1234.56' },
    { costCenter: '@SUM(A1)', amount: '100.00' },
    { costCenter: 'UNOWNED', amount: '7.78' },
    { costCenter: '-CC-300', amount: '-12.34' },
  ],
  lines: packLines([
    lineOf(PAYMENTS, HOSTILE.emoji, 'direct', '1000.10', '1000.095', {
      ratio: '0.745038514832',
      part: 'system',
    }),
    lineOf(PAYMENTS, HOSTILE.formula, 'idle', '200.20', '200.2', { ratio: '0.149142542128' }),
    lineOf(PAYMENTS, 'kube-system', 'shared', '34.26', '34.2600000001', {
      ...{ ratio: '0.025522594872', days: '1-4 9 12-31' },
    }),
    lineOf(SHOP, HOSTILE.newline, 'direct', '100.00', '100', { ratio: '0.07449677429' }),
    lineOf(NOBODY, HOSTILE.override, 'direct', '7.78', '7.7849999999', { ratio: '0.005799573878' }),
    lineOf(REFUNDED, 'search', 'adjustment', '-12.34', '-12.34', { rule: 'restatement', origin: '2026-09' }),
  ]),
  pools: [
    {
      ...{ clusterId: CLUSTER, clusterName: 'prod-eu', category: 'compute' },
      effective: { amount: '1342.34', exact: '1342.34' },
      billed: money('1300.00'),
      parts: [
        { part: '', effective: '342.24', billed: '300' },
        { part: HOSTILE.formula, effective: '1000.1', billed: '1000' },
      ],
    },
  ],
  reconciliation: {
    azureEffective: money('2000.00'),
    inPools: money('1342.34'),
    outside: money('657.66'),
    difference: money('0.00'),
    adjustments: money('-12.34'),
    charged: money('1330.00'),
    billedInPools: money('1300.00'),
    azureBilled: money('1950.00'),
    bridge: money('42.34'),
    outsideByResourceGroup: [
      { resourceGroup: HOSTILE.mention, amount: '587.66' },
      { resourceGroup: '', amount: '70.00' },
    ],
    subscriptions: [
      {
        subscriptionId: '11111111-2222-3333-4444-555555555555',
        effective: money('2000.00'),
        billed: money('1950.00'),
      },
    ],
  },
  unowned: [{ clusterName: 'prod-eu', namespace: HOSTILE.script, reason: HOSTILE.markdown, amount: '7.78' }],
};

const PLATFORM = teamOf('platform', 'Platform', 'CC-900', {
  direct: '5000',
  amount: '5000',
  exact: '5000',
  adjustment: '0',
  idle: '0',
  shared: '0',
  overhead: '0',
});

/** A second currency without decimals: never added to the first. */
const YEN: CurrencyStatement = {
  currency: 'JPY',
  digits: 0,
  total: { amount: '5000', exact: '5000' },
  teams: [PLATFORM],
  clusters: [{ clusterName: 'tokyo', amount: '5000' }],
  costCenters: [{ costCenter: 'CC-900', amount: '5000' }],
  lines: packLines([lineOf(PLATFORM, 'batch', 'direct', '5000', '5000', { ratio: '1' })]),
  pools: [],
  reconciliation: undefined,
  unowned: [],
};

/** A closed chargeback of an organisation whose every name is hostile. */
export const CHARGEBACK: ChargebackReport = {
  schemaVersion: 3,
  kind: 'chargeback',
  organisation: `Contoso ${HOSTILE.script}`,
  period: { id: '2026-10', from: '2026-10-01', to: '2026-10-31', timeZone: 'UTC' },
  audience: 'organisation',
  audienceName: `Contoso ${HOSTILE.script}`,
  state: 'provisional',
  asOf: '2026-11-05T06:00:00.000Z',
  coverage: {
    complete: false,
    entries: [
      {
        source: 'allocation',
        scope: CLUSTER,
        name: HOSTILE.script,
        expectedDays: 31,
        readDays: 29,
        missing: ['2026-10-03', '2026-10-04'],
        asOf: '2026-11-05T06:00:00.000Z',
        problem: {
          at: '2026-11-05T06:00:00.000Z',
          message: `allocation (${HOSTILE.newline}): answered 503.`,
          remedy: 'Look whether OpenCost runs.',
        },
      },
      {
        source: 'cost.effective',
        scope: '11111111-2222-3333-4444-555555555555',
        name: 'Production',
        expectedDays: 31,
        readDays: 31,
        missing: [],
        asOf: '2026-11-05T05:00:00.000Z',
        problem: undefined,
      },
    ],
  },
  notices: [toRemark(`Two days of ${HOSTILE.override} were not read.`)],
  link: 'https://reports.contoso.example/api/reports/chargeback/2026-10?a=1&b=2',
  statements: [EURO, YEN],
  method: [{ rule: 'usage', text: `Direct cost by usage; ${HOSTILE.script}` }],
  comparisons: [
    {
      ...{ clusterId: CLUSTER, clusterName: HOSTILE.mention, days: 31, differenceShare: '0.0421' },
      largest: [{ namespace: HOSTILE.script, allocation: '0.5000', metering: '0.4579' }],
    },
  ],
  parameters: parametersOf(makeConfig()),
  inputs: '0'.repeat(64),
  accounting: { clearingCostCenter: 'IT-CLEARING', clearingGlAccount: '6499' },
};

/** One team's own chargeback: no reconciliation, and no other team. */
export const TEAM_CHARGEBACK: ChargebackReport = {
  ...CHARGEBACK,
  audience: 'team:payments',
  audienceName: HOSTILE.script,
  state: 'closed',
  statements: [
    {
      ...EURO,
      total: { amount: PAYMENTS.amount, exact: PAYMENTS.exact },
      teams: [PAYMENTS],
      clusters: [{ clusterName: 'prod-eu', amount: '1234.56' }],
      costCenters: [{ costCenter: PAYMENTS.costCenter, amount: '1234.56' }],
      lines: sliceLines(EURO.lines, 'payments'),
      pools: EURO.pools.map((pool) => ({ ...pool, billed: undefined, parts: [] })),
      reconciliation: undefined,
      unowned: [],
    },
  ],
  comparisons: [],
  parameters: undefined,
};

export function findingOf(id: string, changes: Partial<FindingLine> = {}): FindingLine {
  return {
    id,
    source: 'policy',
    control: 'privileged-containers',
    title: `Containers should not run as root ${HOSTILE.script}`,
    severity: 'high',
    surface: 'application',
    actor: 'team',
    clusterName: HOSTILE.formula,
    namespace: HOSTILE.mention,
    workload: `Deployment/${HOSTILE.formula}`,
    detail: HOSTILE.markdown,
    fixAvailable: undefined,
    fixedVersion: '',
    firstSeen: '2026-11-02',
    lastSeen: '2026-11-23',
    dueOn: '2026-11-16',
    state: 'open',
    resolvedOn: undefined,
    reopenedOn: undefined,
    link: '',
    team: 'payments',
    change: 'open',
    urgency: 'overdue',
    overdue: true,
    ...changes,
  };
}

const NEW_FINDING = findingOf('f-new', {
  ...{ source: 'defender', fixAvailable: true, fixedVersion: '1.2.3', exploited: true, match: 'index' },
  ...{ dueOn: '2026-12-01', change: 'new', urgency: 'later', overdue: false },
  sourceOwner: HOSTILE.newline,
});
const EXEMPT_FINDING = findingOf('f-exempt', {
  ...{ state: 'exempt', change: 'exempt', urgency: 'none', overdue: false },
  exemption: { from: 'purser', reason: HOSTILE.formula, by: HOSTILE.mention, until: '2026-12-10' },
});
const FIXED_FINDING = findingOf('f-fixed', {
  ...{ state: 'resolved', resolvedOn: '2026-11-19', change: 'resolved', urgency: 'none', overdue: false },
});
const LOST_FINDING = findingOf('f-lost', {
  ...{ notSeenSince: '2026-11-20', lastSeen: '2026-11-19', urgency: 'later', overdue: false },
  dueOn: '2026-12-02',
});
const REOPENED_FINDING = findingOf('f-back', {
  ...{ reopenedOn: '2026-11-18', change: 'reopened', urgency: 'thisWeek', overdue: false },
  dueOn: '2026-11-25',
});
const STUCK_FINDING = findingOf('f-stuck', { actor: 'secops', dueOn: undefined, overdue: false });

/** A control whose words come from a source that does not know it. */
const CONTROL: ControlLine = {
  ...{ control: `uncatalogued:${HOSTILE.formula}`, title: HOSTILE.formula, severity: 'high', count: 3 },
  ...{ surface: 'application', why: HOSTILE.markdown, fix: HOSTILE.script, link: 'javascript:alert(1)' },
  benchmarks: ['AKS-CIS'],
};

const UNSCANNED = { of: 3, notScanned: [HOSTILE.mention], partly: [HOSTILE.newline] };

const PAYMENTS_DIGEST: TeamDigest = {
  team: 'payments',
  teamName: HOSTILE.script,
  costs: [
    {
      currency: 'EUR',
      digits: 2,
      week: '310.25',
      previousWeek: '290.00',
      trend: [
        { week: '2026-W45', amount: '280.00' },
        { week: '2026-W46', amount: undefined },
        { week: '2026-W47', amount: '310.25' },
      ],
      monthToDate: '905.75',
      namespaces: [
        { clusterName: 'prod-eu', namespace: HOSTILE.emoji, amount: '300.25', previous: '280.00' },
        { clusterName: 'prod-eu', namespace: HOSTILE.newline, amount: '10.00', previous: undefined },
      ],
      budget: { monthly: '1500.00', usedPercent: '60.4', forecastPercent: '84.7', outlook: 'within' },
      forecast: { kind: 'estimate', amount: '1270.40', errorPercent: '7', backTests: 6 },
      movement: {
        change: '20.25',
        effects: [
          { effect: 'new', amount: '10.00' },
          { effect: 'usage', amount: '15.20' },
          { effect: 'price', amount: '-4.95' },
        ],
        movers: [
          {
            ...{ clusterName: 'prod-eu', namespace: HOSTILE.script },
            ...{ before: '280.00', after: '290.25', change: '10.25' },
            effects: [
              { effect: 'usage', group: 'compute', amount: '15.20', quantityPercent: '31' },
              { effect: 'price', group: 'compute', amount: '-4.95', quantityPercent: undefined },
            ],
          },
          {
            ...{ clusterName: HOSTILE.mention, namespace: HOSTILE.newline },
            ...{ before: '0.00', after: '10.00', change: '10.00' },
            effects: [
              { effect: 'new', group: 'compute', amount: '7.00', quantityPercent: undefined },
              { effect: 'new', group: 'storage', amount: '3.00', quantityPercent: undefined },
            ],
          },
        ],
        rest: { count: 0, amount: '0.00' },
      },
      anomalies: [
        {
          ...{ clusterName: 'prod-eu', namespace: HOSTILE.override },
          ...{ from: '2026-11-18', to: '2026-11-19', amount: '140.00', expected: '62.10' },
        },
      ],
      efficiency: { cpuPercent: '18', ramPercent: '44', monthlySaving: '410.00', told: 12, untold: 1 },
      rightSizing: [
        {
          ...{ clusterName: 'prod-eu', namespace: HOSTILE.formula, workload: HOSTILE.markdown },
          cpuCores: { requested: '4.000', used: '0.500', recommended: '0.600' },
          ramMib: { requested: '8192', used: '1024', recommended: '1229' },
          monthlySaving: '210.40',
        },
      ],
    },
  ],
  findings: {
    mine: [findingOf('f-old'), REOPENED_FINDING, NEW_FINDING],
    silenced: [findingOf('f-nagged', { dueOn: '2026-08-01' })],
    nagWeeks: 8,
    withSecops: [STUCK_FINDING],
    withPlatform: [],
    notSeen: [LOST_FINDING],
    exempt: [EXEMPT_FINDING],
    fixed: [FIXED_FINDING],
    new: [NEW_FINDING],
    reopened: [REOPENED_FINDING],
    counts: { mine: 4, overdue: 2, dueThisWeek: 1, expiring: 1 },
    controls: [CONTROL],
  },
  alerts: [
    {
      title: HOSTILE.mention,
      severity: 'high',
      status: 'Active',
      clusterName: 'prod-eu',
      namespace: HOSTILE.override,
      workload: 'Pod/api',
      image: HOSTILE.formula,
      tactic: 'Execution',
      techniques: ['T1610', HOSTILE.script],
      raisedAt: '2026-11-19T10:11:12.000Z',
      team: 'payments',
      control: `uncatalogued:${HOSTILE.formula}`,
      why: HOSTILE.markdown,
      fix: HOSTILE.newline,
      link: 'javascript:alert(1)',
    },
  ],
};

/** One team's week. */
export const DIGEST: DigestReport = {
  ...withoutStatements(CHARGEBACK),
  kind: 'digest',
  period: { id: '2026-W47', from: '2026-11-16', to: '2026-11-22', timeZone: 'UTC' },
  audience: 'team:payments',
  audienceName: HOSTILE.script,
  teams: [PAYMENTS_DIGEST],
  unscanned: UNSCANNED,
};

const NO_FIXES = { fixes: 0, meanDays: undefined, medianDays: undefined };
const NONE_OPEN = { critical: 0, high: 0, medium: 0, low: 0, unknown: 0 };

export const GOVERNANCE: GovernanceReport = {
  ...withoutStatements(CHARGEBACK),
  kind: 'governance',
  period: { id: '2026-W47', from: '2026-11-16', to: '2026-11-22', timeZone: 'UTC' },
  totals: {
    ...{ open: 5, new: 1, reopened: 1, fixed: 1, overdue: 1, dueThisWeek: 1, exempt: 1, notSeen: 1 },
  },
  secureScore: {
    percent: '61.5',
    change: '-1.2',
    unlike: [HOSTILE.override],
    subscriptions: [{ name: HOSTILE.markdown, current: 32, max: 52 }],
    unread: [HOSTILE.newline],
    controls: [
      { title: HOSTILE.script, percent: '40.0', healthy: 4, unhealthy: 6, notApplicable: 1, gain: '11.5' },
      { title: 'Enable MFA', percent: undefined, healthy: 0, unhealthy: 0, notApplicable: 3, gain: '0.0' },
    ],
  },
  standards: [
    {
      ...{ name: HOSTILE.markdown, subscriptions: 2, passed: 31, failed: 21, judged: 52 },
      ...{ skipped: 3, unsupported: 10 },
      failing: [{ name: 'PV-2', title: HOSTILE.formula, subscriptions: 1, failedAssessments: 12 }],
    },
    {
      ...{ name: 'PCI-DSS-4', subscriptions: 1, passed: 0, failed: 0, judged: 0 },
      ...{ skipped: 7, unsupported: 2, failing: [] },
    },
  ],
  initiatives: [
    {
      ...{ name: HOSTILE.script, isInitiative: true, assignments: 1 },
      ...{ nonCompliantResources: 2, resources: 3, nonCompliantPolicies: 7, policies: 20 },
    },
  ],
  surfaces: [
    {
      team: 'payments',
      teamName: HOSTILE.script,
      counts: { build: 0, registry: 0, cluster: 0, node: 0, application: 4 },
      ...{ open: 4, overdue: 1, dueThisWeek: 1, oldestDueOn: '2026-08-01' },
    },
    {
      team: 'unowned',
      teamName: HOSTILE.override,
      counts: { build: 0, registry: 1, cluster: 0, node: 0, application: 0 },
      ...{ open: 1, overdue: 0, dueThisWeek: 0, oldestDueOn: undefined },
    },
  ],
  bySurface: { build: 0, registry: 1, cluster: 0, node: 0, application: 4 },
  bySeverity: { critical: 0, high: 5, medium: 0, low: 0, unknown: 0 },
  byActor: { team: 4, platform: 0, secops: 1 },
  controls: [CONTROL],
  violations: [
    {
      clusterName: HOSTILE.newline,
      control: 'privileged-containers',
      title: HOSTILE.script,
      objects: '500+',
    },
  ],
  fixTimes: {
    ...{ from: '2026-09-01', to: '2026-11-23' },
    all: { fixes: 2, meanDays: 10.5, medianDays: 10.5 },
    bySeverity: {
      critical: NO_FIXES,
      high: { fixes: 2, meanDays: 10.5, medianDays: 10.5 },
      medium: NO_FIXES,
      low: NO_FIXES,
      unknown: NO_FIXES,
    },
    byTeam: [{ teamName: HOSTILE.formula, fixes: 2, meanDays: 10.5, medianDays: 10.5 }],
  },
  trend: [
    { week: '2026-W45', open: undefined, bySeverity: NONE_OPEN, byTeam: [] },
    { week: '2026-W46', open: 9, bySeverity: { ...NONE_OPEN, high: 9 }, byTeam: [] },
    {
      ...{ week: '2026-W47', open: 5, bySeverity: { ...NONE_OPEN, high: 5 } },
      byTeam: [{ teamName: HOSTILE.formula, open: 4 }],
    },
  ],
  findings: [
    findingOf('f-nagged', { dueOn: '2026-08-01' }),
    REOPENED_FINDING,
    NEW_FINDING,
    LOST_FINDING,
    { ...STUCK_FINDING, surface: 'registry', team: 'unowned' },
    EXEMPT_FINDING,
    FIXED_FINDING,
  ],
  exemptions: [
    {
      ...{ from: 'azure', reason: HOSTILE.script, by: '', until: '2026-11-01' },
      ...{ about: HOSTILE.markdown, category: 'waiver', count: 0, state: 'expired' },
    },
    {
      ...{ from: 'purser', reason: HOSTILE.formula, by: HOSTILE.mention, until: '2026-12-10' },
      ...{ about: `namespace ${HOSTILE.override}`, category: '', count: 1, state: 'expiring' },
    },
    {
      ...{ from: 'purser', reason: 'moved', by: 'jo@contoso.com', until: '2027-06-01' },
      ...{ about: 'control run-as-root', category: '', count: 0, state: 'unused' },
    },
  ],
  alerts: PAYMENTS_DIGEST.alerts,
  plans: [
    { subscriptionName: 'Production', plan: HOSTILE.mention, enabled: false, off: [] },
    { subscriptionName: 'Production', plan: 'Containers', enabled: true, off: [HOSTILE.script] },
  ],
  scans: [
    {
      ...{ kind: 'subscription', name: 'Production', subscriptionName: 'Production', verdict: 'scanned' },
      ...{ open: undefined, sensors: [], evaluatedAt: '2026-11-23T02:00:00.000Z', unknownChecks: [] },
    },
    {
      ...{ kind: 'cluster', name: HOSTILE.newline, subscriptionName: HOSTILE.emoji, verdict: 'partly' },
      ...{ open: 4, evaluatedAt: '2026-11-23T02:00:00.000Z' },
      sensors: [
        { sensor: 'policy', state: 'on', evaluatedAt: '2026-11-23T02:00:00.000Z', why: '' },
        { sensor: 'pods', state: 'unknown', evaluatedAt: undefined, why: HOSTILE.script },
      ],
      unknownChecks: [{ check: 'local-accounts', why: HOSTILE.formula }],
    },
    {
      ...{ kind: 'cluster', name: HOSTILE.mention, subscriptionName: HOSTILE.emoji, verdict: 'notScanned' },
      ...{ open: 0, evaluatedAt: undefined, unknownChecks: [] },
      sensors: [{ sensor: 'policyAddon', state: 'off', evaluatedAt: undefined, why: HOSTILE.markdown }],
    },
    {
      ...{ kind: 'registry', name: HOSTILE.formula, subscriptionName: HOSTILE.emoji, verdict: 'scanned' },
      ...{ open: undefined, sensors: [], evaluatedAt: '2026-11-23T02:00:00.000Z', unknownChecks: [] },
    },
  ],
  unscanned: UNSCANNED,
  unread: [
    { source: 'policy', name: HOSTILE.emoji, sentence: `2 rows were not readable: ${HOSTILE.script}` },
  ],
};

function withoutStatements(
  report: ChargebackReport,
): Omit<
  ChargebackReport,
  'kind' | 'statements' | 'method' | 'accounting' | 'comparisons' | 'parameters' | 'inputs'
> {
  const { kind: _kind, statements: _statements, method: _method, accounting: _accounting, ...rest } = report;
  const { comparisons: _comparisons, parameters: _parameters, inputs: _inputs, ...base } = rest;
  return base;
}
