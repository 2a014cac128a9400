import { SENSORS } from '../../governance/sensor.ts';
import { ATTACK_SURFACES, SEVERITIES } from '../../model/governance.ts';
import type { GovernanceReport } from '../../reports/governanceReport.ts';
import { SENSOR_NAMES } from '../view/scanRows.ts';
import type { Sheet, SheetCell } from './workbook.ts';

/** The governance report's own sheets: everything that a mail has no room for. */
export function sheetsOfGovernance(report: GovernanceReport): Sheet[] {
  return [
    sheetOfSurfaces(report),
    sheetOfScans(report),
    sheetOfUnread(report),
    sheetOfScore(report),
    ...sheetsOfStandards(report),
    sheetOfInitiatives(report),
    sheetOfViolations(report),
    sheetOfExemptions(report),
    sheetOfFixTimes(report),
    sheetOfTrend(report),
    sheetOfAlerts(report),
  ];
}

function columns(labels: readonly string[], width = 16): Sheet['columns'] {
  const isText = /^(Team|Name|Title|Control|Standard|Initiative|Reason|About|Why|How|Sentence|Link|Alert)/;
  return labels.map((label) => ({ label, width: isText.test(label) ? 40 : width }));
}

function sheetOfSurfaces({ surfaces }: GovernanceReport): Sheet {
  return {
    name: 'Attack surfaces',
    columns: columns(['Team', ...ATTACK_SURFACES, 'open', 'overdue', 'due within a week', 'due since']),
    rows: surfaces.map((row): SheetCell[] => [
      row.teamName,
      ...ATTACK_SURFACES.map((surface) => ({ count: row.counts[surface] })),
      ...[row.open, row.overdue, row.dueThisWeek].map((count) => ({ count })),
      row.oldestDueOn ?? '',
    ]),
  };
}

function sheetOfScans({ scans }: GovernanceReport): Sheet {
  return {
    name: 'Scanned',
    columns: columns([
      ...['Name', 'Kind', 'Subscription', 'Scanned', 'Open', 'Last looked'],
      ...SENSORS.flatMap((sensor) => [SENSOR_NAMES[sensor], 'Why']),
      'Unknown checks',
    ]),
    rows: scans.map((scan): SheetCell[] => [
      ...[scan.name, scan.kind, scan.subscriptionName, VERDICTS[scan.verdict]],
      // A number would say that somebody had looked.
      scan.verdict === 'notScanned' ? 'not scanned' : scan.open === undefined ? '' : { count: scan.open },
      scan.evaluatedAt ?? 'never',
      ...SENSORS.flatMap((name) => {
        const state = scan.sensors.find(({ sensor }) => sensor === name);
        return [state?.state ?? '', state?.why ?? ''];
      }),
      scan.unknownChecks.map(({ check, why }) => `${check}: ${why}`).join('; '),
    ]),
  };
}

const VERDICTS = { scanned: 'scanned', partly: 'in part', notScanned: 'not scanned' } as const;

function sheetOfUnread({ unread }: GovernanceReport): Sheet {
  return {
    name: 'Not read',
    columns: columns(['Name', 'Source', 'Sentence']),
    rows: unread.map(({ name, source, sentence }) => [name, source, sentence]),
  };
}

function sheetOfScore({ secureScore }: GovernanceReport): Sheet {
  const subscriptions = (secureScore?.subscriptions ?? []).map(({ name, current, max }): SheetCell[] => [
    ...['subscription', name, `${current} of ${max}`, '', '', '', ''],
  ]);
  const unread = (secureScore?.unread ?? []).map((name): SheetCell[] => ['subscription', name, 'not read']);
  return {
    name: 'Secure score',
    columns: columns(['Of', 'Name', 'Now, percent', 'Can gain', 'Healthy', 'Unhealthy', 'Not applicable']),
    rows: [
      ['organisation', '', secureScore?.percent ?? 'not read'],
      ['change in points', '', secureScore?.change ?? 'not known'],
      ...subscriptions,
      ...unread,
      ...(secureScore?.controls ?? []).map((one): SheetCell[] => [
        ...['control', one.title, one.percent ?? 'not counted', one.gain],
        ...[one.healthy, one.unhealthy, one.notApplicable].map((count) => ({ count })),
      ]),
    ],
  };
}

function sheetsOfStandards({ standards }: GovernanceReport): Sheet[] {
  return [
    {
      name: 'Standards',
      columns: columns([
        ...['Standard', 'Subscriptions', 'Passed', 'Failed', 'Judged', 'Skipped', 'Not supported'],
      ]),
      rows: standards.map((one): SheetCell[] => [
        one.name,
        ...[one.subscriptions, one.passed, one.failed, one.judged, one.skipped, one.unsupported].map(
          (count) => ({ count }),
        ),
      ]),
    },
    {
      name: 'Standards failing',
      columns: columns(['Standard', 'Control', 'Title', 'Subscriptions', 'Failed assessments']),
      rows: standards.flatMap(({ name, failing }) =>
        failing.map((control): SheetCell[] => [
          ...[name, control.name, control.title],
          ...[control.subscriptions, control.failedAssessments].map((count) => ({ count })),
        ]),
      ),
    },
  ];
}

function sheetOfInitiatives({ initiatives }: GovernanceReport): Sheet {
  return {
    name: 'Initiatives',
    columns: columns([
      ...['Initiative or policy', 'Assignments', 'Resources not compliant', 'Resources'],
      ...['Policies not compliant', 'Policies'],
    ]),
    rows: initiatives.map((one): SheetCell[] => [
      one.name,
      ...[
        ...[one.assignments, one.nonCompliantResources, one.resources],
        ...[one.nonCompliantPolicies, one.policies],
      ].map((count) => ({ count })),
    ]),
  };
}

function sheetOfViolations({ violations }: GovernanceReport): Sheet {
  return {
    name: 'Objects in breach',
    columns: columns(['Control', 'Title', 'Cluster', 'Objects']),
    rows: violations.map(({ control, title, clusterName, objects }) => [
      control,
      title,
      clusterName,
      objects,
    ]),
  };
}

function sheetOfExemptions({ exemptions }: GovernanceReport): Sheet {
  return {
    name: 'Exemptions',
    columns: columns(['About', 'From', 'Category', 'Reason', 'By', 'Until', 'State', 'Spares']),
    rows: exemptions.map((row) => [
      ...[row.about, row.from, row.category, row.reason, row.by, row.until ?? 'for ever'],
      row.state === 'unused' ? 'matches nothing' : row.state,
      { count: row.count },
    ]),
  };
}

function sheetOfFixTimes({ fixTimes }: GovernanceReport): Sheet {
  const times = [
    { of: 'all', ...fixTimes.all },
    ...SEVERITIES.map((severity) => ({ of: severity, ...fixTimes.bySeverity[severity] })),
    ...fixTimes.byTeam.map(({ teamName, ...time }) => ({ of: teamName, ...time })),
  ];
  return {
    name: 'Time to fix',
    columns: columns(['Team or severity', 'Fixed', 'Mean days', 'Median days']),
    rows: times.map(({ of, fixes, meanDays, medianDays }) => [
      of,
      { count: fixes },
      meanDays === undefined ? 'none' : { amount: String(meanDays), digits: 1 },
      medianDays === undefined ? 'none' : { amount: String(medianDays), digits: 1 },
    ]),
  };
}

function sheetOfTrend({ trend }: GovernanceReport): Sheet {
  const teams = [...new Set(trend.flatMap(({ byTeam }) => byTeam.map(({ teamName }) => teamName)))].sort();
  return {
    name: 'Trend',
    columns: [
      ...columns(['Week', 'Open', ...SEVERITIES]),
      ...teams.map((label) => ({ label: `Open: ${label}`, width: 16 })),
    ],
    rows: trend.map(({ week, open, bySeverity, byTeam }): SheetCell[] =>
      open === undefined
        ? [week, 'not known']
        : [
            week,
            { count: open },
            ...SEVERITIES.map((severity) => ({ count: bySeverity[severity] })),
            ...teams.map((name) => ({ count: byTeam.find(({ teamName }) => teamName === name)?.open ?? 0 })),
          ],
    ),
  };
}

function sheetOfAlerts({ alerts }: GovernanceReport): Sheet {
  return {
    name: 'Alerts',
    columns: columns([
      ...['Alert', 'Severity', 'Status', 'Raised', 'Cluster', 'Namespace', 'Workload', 'Image', 'Team'],
      ...['Tactics', 'Techniques', 'Control', 'Why', 'How to fix', 'Link'],
    ]),
    rows: alerts.map((one) => [
      ...[one.title, one.severity, one.status, one.raisedAt, one.clusterName, one.namespace, one.workload],
      ...[one.image, one.team, one.tactic, one.techniques.join(', '), one.control, one.why, one.fix],
      one.link,
    ]),
  };
}
