import { parseArmId } from '../../model/estate.ts';
import { addDays, type Day, parsePeriod } from '../../model/time.ts';
import type { ChargebackReport, StatementLine } from '../../reports/chargebackReport.ts';
import { readLines } from '../../reports/lines.ts';
import type { Report } from '../../reports/report.ts';
import { statementIdOf } from '../statementId.ts';
import { type CsvColumn, writeCsv } from './csvTable.ts';
import { streamFindings } from './findingsCsv.ts';
import { describeCharge, detailMethod, identifyResource, nameService, tagResource } from './focus.ts';
import { streamProblems } from './healthCsv.ts';

interface ChargeRow {
  readonly billing: Span;
  /** The corrected month's for a correction, else the billing period. */
  readonly charged: Span;
  readonly state: ChargebackReport['state'];
  readonly statementId: string;
  readonly currency: string;
  readonly line: StatementLine;
}

/** Instants of a period as FOCUS has them: it ends with the first instant of the next. */
interface Span {
  readonly from: string;
  readonly until: string;
}

/**
 * Columns of the chargeback file. Names without `x_` are those of FOCUS 1.3 and mean what they mean there
 * (focus.finops.org); `x_` marks Purser's own, as FOCUS asks; what is empty is null. It is no whole FOCUS dataset: what is
 * distributed is effective cost, so there is no BilledCost, ListCost or ContractedCost, no price and no quantity,
 * and the bridge to the invoice is in the workbook's reconciliation.
 */
const CHARGE_COLUMNS: readonly CsvColumn<ChargeRow>[] = [
  { name: 'BillingPeriodStart', valueOf: ({ billing }) => billing.from },
  { name: 'BillingPeriodEnd', valueOf: ({ billing }) => billing.until },
  { name: 'ChargePeriodStart', valueOf: ({ charged }) => charged.from },
  { name: 'ChargePeriodEnd', valueOf: ({ charged }) => charged.until },
  { name: 'BillingCurrency', valueOf: ({ currency }) => currency },
  // Every decimal, so that the file adds up to Azure's own figure.
  { name: 'EffectiveCost', valueOf: ({ line }) => ({ decimal: line.exact }) },
  {
    name: 'ChargeCategory',
    valueOf: ({ line }) => (line.kind === 'adjustment' ? 'Adjustment' : 'Usage'),
  },
  // Only what corrects a month that was invoiced already; a discount between teams corrects nothing.
  { name: 'ChargeClass', valueOf: ({ line }) => (line.origin === '' ? '' : 'Correction') },
  { name: 'ChargeDescription', valueOf: ({ line }) => describeCharge(line) },
  { name: 'ServiceProviderName', valueOf: () => 'Microsoft' },
  { name: 'ServiceCategory', valueOf: ({ line }) => nameService(line).category },
  { name: 'ServiceName', valueOf: ({ line }) => nameService(line).name },
  { name: 'SubAccountId', valueOf: ({ line }) => parseArmId(line.clusterId).subscriptionId },
  { name: 'SubAccountType', valueOf: () => 'Subscription' },
  { name: 'ResourceId', valueOf: ({ line }) => line.clusterId },
  { name: 'ResourceName', valueOf: ({ line }) => line.clusterName },
  // How this part of the cluster's cost was worked out; the Method sheet explains each id.
  { name: 'AllocatedMethodId', valueOf: ({ line }) => (line.kind === 'adjustment' ? '' : line.rule) },
  { name: 'AllocatedMethodDetails', valueOf: ({ line }) => detailMethod(line) },
  { name: 'AllocatedResourceId', valueOf: ({ line }) => identifyResource(line) },
  { name: 'AllocatedResourceName', valueOf: ({ line }) => line.namespace },
  { name: 'AllocatedTags', valueOf: ({ line }) => tagResource(line) },
  { name: 'x_Team', valueOf: ({ line }) => line.team },
  { name: 'x_TeamName', valueOf: ({ line }) => line.teamName },
  { name: 'x_CostCenter', valueOf: ({ line }) => line.costCenter },
  { name: 'x_GlAccount', valueOf: ({ line }) => line.glAccount },
  { name: 'x_Namespace', valueOf: ({ line }) => line.namespace },
  { name: 'x_CostCategory', valueOf: ({ line }) => line.category },
  // Cluster, category and currency name the origin charge that the ratio is of; this, the part of it.
  { name: 'x_PoolPart', valueOf: ({ line }) => line.part },
  // direct, idle, shared, overhead or adjustment.
  { name: 'x_ChargeKind', valueOf: ({ line }) => line.kind },
  { name: 'x_Rule', valueOf: ({ line }) => line.rule },
  { name: 'x_CorrectedPeriod', valueOf: ({ line }) => line.origin },
  { name: 'x_OwnerReason', valueOf: ({ line }) => line.ownerReason },
  // Rounded to the currency's minor unit so that the lines add up to the statement: what is booked.
  { name: 'x_BookedCost', valueOf: ({ line }) => ({ decimal: line.amount }) },
  { name: 'x_StatementId', valueOf: ({ statementId }) => statementId },
  { name: 'x_StatementState', valueOf: ({ state }) => state },
];

/** The report's lines as CSV: charges in FOCUS columns, findings and what was not scanned, or problems. */
export function renderCsv(report: Report): Uint8Array {
  return Buffer.concat([...streamCsv(report)]);
}

/** The same a piece at a time, about 64 KB each: a large estate's month comes to half a gigabyte. */
export function streamCsv(report: Report): Generator<Uint8Array<ArrayBuffer>> {
  switch (report.kind) {
    case 'chargeback':
      return writeCsv(CHARGE_COLUMNS, listCharges(report));
    case 'digest':
    case 'governance':
      return streamFindings(report);
    case 'health':
      return streamProblems(report);
  }
}

function* listCharges(report: ChargebackReport): Generator<ChargeRow> {
  const billing = spanOf(report.period);
  const common = { billing, state: report.state, statementId: statementIdOf(report) };
  for (const statement of report.statements) {
    for (const line of readLines(statement)) {
      const charged = line.origin === '' ? billing : spanOf(parsePeriod(line.origin));
      yield { ...common, charged, currency: statement.currency, line };
    }
  }
}

function spanOf({ from, to }: { readonly from: Day; readonly to: Day }): Span {
  return { from: midnight(from), until: midnight(addDays(to, 1)) };
}

function midnight(day: Day): string {
  return `${day}T00:00:00Z`;
}
