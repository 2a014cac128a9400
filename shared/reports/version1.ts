import { formatMinorUnits } from '../model/money.ts';
import type {
  ChargebackReport,
  CurrencyStatement,
  Reconciliation,
  StatementLine,
  TeamTotal,
} from './chargebackReport.ts';
import { readLines } from './lines.ts';
import { packLines } from './lineTableBuilder.ts';
import { toRemark } from './notice.ts';
import type { Report } from './report.ts';
import { fromVersion2, type Report2, toVersion2 } from './version2.ts';

/** A statement as version 1 wrote it: lines as objects, without what came later. */
type Statement1 = Omit<CurrencyStatement, 'teams' | 'lines' | 'pools' | 'reconciliation'> & {
  readonly teams: readonly Omit<TeamTotal, 'glAccount'>[];
  readonly lines: readonly Omit<StatementLine, 'part' | 'origin' | 'days' | 'ratio'>[];
  readonly reconciliation: Omit<Reconciliation, 'subscriptions' | 'adjustments'> | undefined;
};
type Chargeback1 = Omit<
  ChargebackReport,
  'schemaVersion' | 'notices' | 'statements' | 'comparisons' | 'parameters' | 'inputs'
> & {
  readonly schemaVersion: 1;
  readonly notices: readonly string[];
  readonly statements: readonly Statement1[];
};

/** Report data as it is kept. */
export type KeptReport = Report | Report2 | Chargeback1;

/**
 * Reads report data as it was kept. What an earlier version wrote becomes a report of today's and still says which
 * version wrote it. Weekly reports of version 1 have too little in them to be shown, and are built anew from the
 * readings instead.
 * @returns undefined for those, and when a later version of Purser wrote it
 */
export function readKept(kept: KeptReport): Report | undefined {
  if (isVersion1(kept)) return fromVersion1(kept);
  if (isVersion2(kept)) return fromVersion2(kept);
  return kept.schemaVersion === 3 ? (kept as Report) : undefined;
}

/**
 * The report as it is kept and hashed. One that an earlier version wrote keeps its form for good, so that a statement that
 * was closed before an update is the same statement after it, byte for byte, and is not delivered again.
 */
export function toKept(report: Report): KeptReport {
  if (report.schemaVersion === 2) return toVersion2(report);
  return report.kind === 'chargeback' && report.schemaVersion === 1 ? toVersion1(report) : report;
}

function isVersion1(kept: KeptReport): kept is Chargeback1 {
  return kept.kind === 'chargeback' && kept.schemaVersion === 1;
}

function isVersion2(kept: KeptReport): kept is Report2 {
  return kept.schemaVersion === 2;
}

function fromVersion1(report: Chargeback1): ChargebackReport {
  return {
    ...report,
    notices: report.notices.map(toRemark),
    statements: report.statements.map((statement) => ({
      ...statement,
      teams: statement.teams.map((total) => ({
        ...total,
        glAccount: statement.lines.find((line) => line.team === total.team)?.glAccount ?? '',
      })),
      lines: packLines(
        statement.lines.map((line) => ({ ...line, part: '', origin: '', days: '', ratio: '' })),
      ),
      pools: [],
      reconciliation: statement.reconciliation && {
        ...statement.reconciliation,
        adjustments: { amount: formatMinorUnits(0n, statement.digits), exact: '0' },
        subscriptions: [],
      },
    })),
    comparisons: [],
    parameters: undefined,
    inputs: undefined,
  };
}

function toVersion1(report: ChargebackReport): Chargeback1 {
  const { comparisons: _c, parameters: _p, inputs: _i, statements, notices, ...rest } = report;
  return {
    ...rest,
    schemaVersion: 1,
    notices: notices.flatMap((notice) => (notice.kind === 'remark' ? [notice.text] : [])),
    statements: statements.map(toStatement1),
  };
}

function toStatement1({ pools: _, ...statement }: CurrencyStatement): Statement1 {
  return {
    ...statement,
    teams: statement.teams.map(({ glAccount: _gl, ...total }) => total),
    lines: [...readLines(statement)].map(({ part: _p, origin: _o, days: _d, ratio: _r, ...line }) => line),
    reconciliation: statement.reconciliation && toReconciliation1(statement.reconciliation),
  };
}

function toReconciliation1({
  subscriptions: _subscriptions,
  adjustments: _adjustments,
  ...rest
}: Reconciliation): Omit<Reconciliation, 'subscriptions' | 'adjustments'> {
  return rest;
}
