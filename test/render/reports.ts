import type {
  ChargebackReport,
  CurrencyStatement,
  DigestReport,
  FindingLine,
  GovernanceReport,
  StatementLine,
  TeamDigest,
  TeamTotal,
} from '../../shared/reports/report.ts';

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
    rule: 'by-usage',
    ownerReason: `label team on namespace ${namespace}`,
    amount,
    exact,
  };
}

function teamOf(team: string, teamName: string, costCenter: string, parts: Partial<TeamTotal>): TeamTotal {
  const none = { direct: '0.00', idle: '0.00', shared: '0.00', overhead: '0.00', adjustment: '0.00' };
  return { team, teamName, costCenter, ...none, amount: '0.00', exact: '0', previous: undefined, ...parts };
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
  lines: [
    lineOf(PAYMENTS, HOSTILE.emoji, 'direct', '1000.10', '1000.095'),
    lineOf(PAYMENTS, HOSTILE.formula, 'idle', '200.20'),
    lineOf(PAYMENTS, 'kube-system', 'shared', '34.26', '34.2600000001'),
    lineOf(SHOP, HOSTILE.newline, 'direct', '100.00'),
    lineOf(NOBODY, HOSTILE.override, 'direct', '7.78', '7.7849999999'),
    lineOf(REFUNDED, 'search', 'adjustment', '-12.34'),
  ],
  reconciliation: {
    azureEffective: money('2000.00'),
    inPools: money('1330.00'),
    outside: money('670.00'),
    difference: money('0.00'),
    charged: money('1330.00'),
    billedInPools: money('1300.00'),
    azureBilled: money('1950.00'),
    bridge: money('30.00'),
    outsideByResourceGroup: [
      { resourceGroup: HOSTILE.mention, amount: '600.00' },
      { resourceGroup: '', amount: '70.00' },
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
  lines: [lineOf(PLATFORM, 'batch', 'direct', '5000')],
  reconciliation: undefined,
  unowned: [],
};

/** A closed chargeback of an organisation whose every name is hostile. */
export const CHARGEBACK: ChargebackReport = {
  schemaVersion: 1,
  kind: 'chargeback',
  organisation: `Contoso ${HOSTILE.script}`,
  period: { id: '2026-10', from: '2026-10-01', to: '2026-10-31', timeZone: 'UTC' },
  audience: 'organisation',
  audienceName: `Contoso ${HOSTILE.script}`,
  state: 'provisional',
  asOf: '2026-11-05T06:00:00.000Z',
  coverage: {
    complete: false,
    summary: `2 of 3 clusters read; ${HOSTILE.mention} is missing`,
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
  notices: [`Two days of ${HOSTILE.override} were not read.`],
  link: 'https://reports.contoso.example/api/reports/chargeback/2026-10?a=1&b=2',
  statements: [EURO, YEN],
  method: [{ rule: 'by-usage', text: `Direct cost by usage; ${HOSTILE.script}` }],
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
      lines: EURO.lines.filter((line) => line.team === 'payments'),
      reconciliation: undefined,
      unowned: [],
    },
  ],
};

export function findingOf(id: string, changes: Partial<FindingLine> = {}): FindingLine {
  return {
    id,
    title: `Containers should not run as root ${HOSTILE.script}`,
    severity: 'high',
    surface: 'application',
    actor: 'team',
    clusterName: HOSTILE.formula,
    namespace: HOSTILE.mention,
    workload: `Deployment/${HOSTILE.formula}`,
    detail: HOSTILE.markdown,
    fixedVersion: '',
    firstSeen: '2026-11-02',
    dueOn: '2026-11-16',
    state: 'open',
    source: 'policy',
    team: 'payments',
    overdue: true,
    ...changes,
  };
}

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
    },
  ],
  findings: {
    new: [findingOf('f-new', { overdue: false, dueOn: '2026-12-01', fixedVersion: '1.2.3' })],
    fixed: [findingOf('f-fixed', { state: 'resolved', overdue: false })],
    mine: [
      findingOf('f-old'),
      findingOf('f-new', { overdue: false, dueOn: '2026-12-01', fixedVersion: '1.2.3' }),
    ],
    overdue: 1,
    withSecops: 4,
    withPlatform: 2,
    exempt: 1,
  },
  alerts: [
    {
      title: HOSTILE.mention,
      severity: 'high',
      clusterName: 'prod-eu',
      namespace: HOSTILE.override,
      workload: 'Pod/api',
      tactic: 'Execution',
      raisedAt: '2026-11-19T10:11:12.000Z',
      team: 'payments',
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
};

export const GOVERNANCE: GovernanceReport = {
  ...withoutStatements(CHARGEBACK),
  kind: 'governance',
  period: { id: '2026-W47', from: '2026-11-16', to: '2026-11-22', timeZone: 'UTC' },
  totals: { open: 1204, new: 3, fixed: 2, overdue: 1, exempt: 5 },
  secureScore: {
    percent: '61.5',
    subscriptions: [{ name: HOSTILE.markdown, current: 32, max: 52 }],
  },
  policy: [
    {
      subscriptionName: HOSTILE.emoji,
      assignment: HOSTILE.script,
      nonCompliantResources: 2,
      totalResources: 3,
      nonCompliantPolicies: 7,
    },
  ],
  surfaces: [
    {
      team: 'payments',
      teamName: HOSTILE.script,
      counts: { build: 0, registry: 2, cluster: 0, node: 1, application: 1200 },
      overdue: 1,
    },
    {
      team: 'unowned',
      teamName: HOSTILE.override,
      counts: { build: 0, registry: 0, cluster: 1, node: 0, application: 0 },
      overdue: 0,
    },
  ],
  bySeverity: { critical: 1, high: 200, medium: 1000, low: 3, unknown: 0 },
  byActor: { team: 1200, platform: 3, secops: 1 },
  topControls: [{ control: 'no-root', title: HOSTILE.formula, severity: 'high', count: 900 }],
  findings: [findingOf('f-old'), findingOf('f-image', { source: 'defender', surface: 'registry', team: '' })],
  alerts: PAYMENTS_DIGEST.alerts,
  plans: [{ subscriptionName: 'Production', plan: HOSTILE.mention, enabled: false }],
  sensors: [{ clusterName: HOSTILE.newline, defenderSensor: true, policyAddon: false }],
};

function withoutStatements(
  report: ChargebackReport,
): Omit<ChargebackReport, 'kind' | 'statements' | 'method' | 'accounting'> {
  const { kind: _kind, statements: _statements, method: _method, accounting: _accounting, ...base } = report;
  return base;
}
