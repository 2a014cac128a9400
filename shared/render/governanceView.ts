import { ACTORS, ATTACK_SURFACES, SEVERITIES } from '../model/governance.ts';
import type { GovernanceReport } from '../reports/report.ts';
import { severityCell, tableOfAlerts, tableOfFindings } from './findingRows.ts';
import type { Formatter } from './formatter.ts';
import { type Frame, frameReport } from './frame.ts';
import {
  type Cell,
  numberCell,
  numbers,
  type Table,
  type Tile,
  textCell,
  toTable,
  toTile,
  wordCell,
  words,
} from './table.ts';

export interface GovernanceView {
  readonly frame: Frame;
  readonly tiles: readonly Tile[];
  readonly surfaces: Table;
  readonly severities: Table;
  readonly actors: Table;
  readonly controls: Table;
  readonly findings: Table;
  readonly alerts: Table | null;
  readonly policy: Table;
  readonly scores: Table | null;
  readonly sensors: Table;
  readonly plans: Table;
}

const ACTOR_NAMES = {
  team: 'Teams',
  platform: 'Platform team',
  secops: 'Security operations',
} as const;

/** Formats a governance report for reading; every figure is one of the report's. */
export function viewGovernance(
  report: GovernanceReport,
  formatter: Formatter,
  rowLimit: number,
): GovernanceView {
  const count = (value: number): Cell => numberCell(formatter.count(value));
  return {
    frame: frameReport(report, formatter, rowLimit),
    tiles: tilesOf(report, formatter),
    surfaces: toTable({
      title: 'Open findings by team and attack surface',
      columns: [words('Team'), ...ATTACK_SURFACES.map(numbers), numbers('overdue')],
      items: report.surfaces,
      toRow: (row) => [
        textCell(row.teamName),
        ...ATTACK_SURFACES.map((surface) => count(row.counts[surface])),
        numberCell(formatter.count(row.overdue), { tone: row.overdue > 0 ? 'bad' : 'plain' }),
      ],
      limit: rowLimit,
      empty: 'No team has an open finding.',
    }),
    severities: toTable({
      title: 'By severity',
      columns: [words('Severity'), numbers('Open')],
      items: SEVERITIES,
      toRow: (severity) => [severityCell(severity), count(report.bySeverity[severity])],
      limit: SEVERITIES.length,
      empty: '',
    }),
    actors: toTable({
      title: 'Who can fix it',
      columns: [words('Who'), numbers('Open')],
      items: ACTORS,
      toRow: (actor) => [textCell(ACTOR_NAMES[actor]), count(report.byActor[actor])],
      limit: ACTORS.length,
      empty: '',
    }),
    controls: toTable({
      title: 'Most frequent controls',
      columns: [words('Control'), words('Severity'), numbers('Open')],
      items: report.topControls,
      toRow: (control) => [
        textCell(control.title, { sub: control.control }),
        severityCell(control.severity),
        count(control.count),
      ],
      limit: Math.min(rowLimit, 10),
      empty: 'No control is violated.',
    }),
    findings: tableOfFindings('Findings', report.findings, formatter, {
      limit: rowLimit,
      empty: 'Nothing is open.',
    }),
    alerts: tableOfAlerts(report.alerts, formatter, rowLimit),
    ...viewCoverage(report, formatter, rowLimit),
  };
}

function tilesOf(report: GovernanceReport, formatter: Formatter): Tile[] {
  const { open, new: fresh, fixed, overdue, exempt } = report.totals;
  const tiles = [
    toTile('Open', formatter.count(open), `${formatter.count(fresh)} new, ${formatter.count(fixed)} fixed`),
    toTile('Overdue', formatter.count(overdue), '', overdue > 0 ? 'bad' : 'good'),
    toTile('Exempt', formatter.count(exempt), 'not counted as open'),
  ];
  const score = report.secureScore
    ? toTile('Secure score', formatter.percent(report.secureScore.percent), 'of Defender for Cloud')
    : toTile('Secure score', 'not read', 'see what is missing', 'warn');
  return [...tiles, score];
}

function viewCoverage(
  report: GovernanceReport,
  formatter: Formatter,
  limit: number,
): Pick<GovernanceView, 'policy' | 'scores' | 'sensors' | 'plans'> {
  return {
    policy: toTable({
      title: 'Azure Policy',
      note: 'Resources that do not comply, of all resources an assignment looks at.',
      columns: [words('Assignment'), numbers('Not compliant')],
      items: report.policy,
      toRow: (row) => [
        textCell(row.assignment, { sub: row.subscriptionName }),
        numberCell(
          `${formatter.count(row.nonCompliantResources)} of ${formatter.count(row.totalResources)}`,
          { sub: `${formatter.count(row.nonCompliantPolicies)} policies` },
        ),
      ],
      limit,
      empty: 'No policy assignment was read.',
    }),
    scores: report.secureScore
      ? toTable({
          title: 'Secure score by subscription',
          columns: [words('Subscription'), numbers('Score')],
          items: report.secureScore.subscriptions,
          toRow: (row) => [
            textCell(row.name),
            numberCell(`${formatter.count(row.current)} of ${formatter.count(row.max)}`),
          ],
          limit,
          empty: 'No subscription has a score.',
        })
      : null,
    sensors: toTable({
      title: 'What watches the clusters',
      note: 'No finding from a cluster that nothing watches is no good news.',
      columns: [words('Cluster'), words('Defender sensor'), words('Policy add-on')],
      items: report.sensors,
      toRow: (row) => [
        textCell(row.clusterName),
        switchCell(row.defenderSensor),
        switchCell(row.policyAddon),
      ],
      limit,
      empty: 'No cluster was read.',
    }),
    plans: toTable({
      title: 'Defender plans',
      columns: [words('Plan'), words('Subscription'), words('State')],
      items: report.plans,
      toRow: (row) => [textCell(row.plan), textCell(row.subscriptionName), switchCell(row.enabled)],
      limit,
      empty: 'No plan was read.',
    }),
  };
}

function switchCell(on: boolean): Cell {
  return on ? wordCell('on', { tone: 'good' }) : wordCell('off', { tone: 'bad' });
}
