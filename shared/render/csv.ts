import { parseArmId } from '../model/estate.ts';
import { addDays, type Day } from '../model/time.ts';
import type { ChargebackReport, FindingLine, Report, StatementLine } from '../reports/report.ts';
import { type CsvColumn, writeCsv } from './csvTable.ts';
import { statementIdOf } from './statementId.ts';

interface ChargeRow {
  readonly from: string;
  readonly until: string;
  readonly state: ChargebackReport['state'];
  readonly statementId: string;
  readonly currency: string;
  readonly line: StatementLine;
}

/**
 * Columns of the chargeback file. Names without `x_` are those of FOCUS 1.3 and mean what they mean there
 * (focus.finops.org); `x_` marks Purser's own, as FOCUS asks. There is no BilledCost: what is distributed
 * is effective cost, and the bridge to the invoice is in the workbook's Reconciliation sheet.
 */
const CHARGE_COLUMNS: readonly CsvColumn<ChargeRow>[] = [
  { name: 'BillingPeriodStart', valueOf: ({ from }) => from },
  // FOCUS periods end before their end: the first instant of the next month.
  { name: 'BillingPeriodEnd', valueOf: ({ until }) => until },
  { name: 'ChargePeriodStart', valueOf: ({ from }) => from },
  { name: 'ChargePeriodEnd', valueOf: ({ until }) => until },
  { name: 'BillingCurrency', valueOf: ({ currency }) => currency },
  // Every decimal, so that the file adds up to Azure's own figure.
  { name: 'EffectiveCost', valueOf: ({ line }) => ({ decimal: line.exact }) },
  {
    name: 'ChargeCategory',
    valueOf: ({ line }) => (line.kind === 'adjustment' ? 'Adjustment' : 'Usage'),
  },
  // Correction: it corrects a month that was invoiced already.
  { name: 'ChargeClass', valueOf: ({ line }) => (line.kind === 'adjustment' ? 'Correction' : '') },
  { name: 'ServiceName', valueOf: () => 'Azure Kubernetes Service' },
  { name: 'SubAccountId', valueOf: ({ line }) => parseArmId(line.clusterId).subscriptionId },
  { name: 'SubAccountType', valueOf: () => 'Subscription' },
  { name: 'ResourceId', valueOf: ({ line }) => line.clusterId },
  { name: 'ResourceName', valueOf: ({ line }) => line.clusterName },
  // How this part of the cluster's cost was worked out; the Method sheet explains each id.
  { name: 'AllocatedMethodId', valueOf: ({ line }) => line.rule },
  { name: 'AllocatedResourceName', valueOf: ({ line }) => line.namespace },
  { name: 'x_Team', valueOf: ({ line }) => line.team },
  { name: 'x_TeamName', valueOf: ({ line }) => line.teamName },
  { name: 'x_CostCenter', valueOf: ({ line }) => line.costCenter },
  { name: 'x_GlAccount', valueOf: ({ line }) => line.glAccount },
  { name: 'x_Namespace', valueOf: ({ line }) => line.namespace },
  { name: 'x_CostCategory', valueOf: ({ line }) => line.category },
  // direct, idle, shared, overhead or adjustment.
  { name: 'x_ChargeKind', valueOf: ({ line }) => line.kind },
  { name: 'x_OwnerReason', valueOf: ({ line }) => line.ownerReason },
  // Rounded to the currency's minor unit so that the lines add up to the statement: what is booked.
  { name: 'x_BookedCost', valueOf: ({ line }) => ({ decimal: line.amount }) },
  { name: 'x_StatementId', valueOf: ({ statementId }) => statementId },
  { name: 'x_StatementState', valueOf: ({ state }) => state },
];

type FindingRow = FindingLine & { readonly change: string };

/** Columns of the findings file of a digest or governance report. */
const FINDING_COLUMNS: readonly CsvColumn<FindingRow>[] = [
  { name: 'Id', valueOf: (finding) => finding.id },
  // new, fixed or open: what became of it in the period.
  { name: 'Change', valueOf: (finding) => finding.change },
  { name: 'State', valueOf: (finding) => finding.state },
  { name: 'Severity', valueOf: (finding) => finding.severity },
  { name: 'Title', valueOf: (finding) => finding.title },
  { name: 'Team', valueOf: (finding) => finding.team },
  { name: 'Cluster', valueOf: (finding) => finding.clusterName },
  { name: 'Namespace', valueOf: (finding) => finding.namespace },
  { name: 'Workload', valueOf: (finding) => finding.workload },
  { name: 'Detail', valueOf: (finding) => finding.detail },
  { name: 'FixedVersion', valueOf: (finding) => finding.fixedVersion },
  { name: 'AttackSurface', valueOf: (finding) => finding.surface },
  { name: 'Actor', valueOf: (finding) => finding.actor },
  { name: 'FirstSeen', valueOf: (finding) => finding.firstSeen },
  { name: 'DueOn', valueOf: (finding) => finding.dueOn ?? '' },
  { name: 'Overdue', valueOf: (finding) => (finding.overdue ? 'yes' : 'no') },
  { name: 'Source', valueOf: (finding) => finding.source },
];

/** The report's lines as CSV: charges in FOCUS columns, or findings. */
export function renderCsv(report: Report): Uint8Array {
  return report.kind === 'chargeback'
    ? writeCsv(CHARGE_COLUMNS, listCharges(report))
    : writeCsv(FINDING_COLUMNS, listFindings(report));
}

function listCharges(report: ChargebackReport): ChargeRow[] {
  const common = {
    from: midnight(report.period.from),
    until: midnight(addDays(report.period.to, 1)),
    state: report.state,
    statementId: statementIdOf(report),
  };
  return report.statements.flatMap(({ currency, lines }) =>
    lines.map((line) => ({ ...common, currency, line })),
  );
}

/** Every finding of the report once; one that is new and still to fix counts as new. */
export function listFindings(report: Exclude<Report, ChargebackReport>): FindingRow[] {
  const rows = new Map<string, FindingRow>();
  const add = (change: string, findings: readonly FindingLine[]): void => {
    for (const finding of findings) {
      const key = `${finding.id}|${finding.team}`;
      if (!rows.has(key)) rows.set(key, { ...finding, change });
    }
  };
  if (report.kind === 'governance') {
    add('open', report.findings);
    return [...rows.values()];
  }
  for (const { findings } of report.teams) {
    add('new', findings.new);
    add('open', findings.mine);
    add('fixed', findings.fixed);
  }
  return [...rows.values()];
}

function midnight(day: Day): string {
  return `${day}T00:00:00Z`;
}
