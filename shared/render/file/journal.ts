import { RequestError } from '../../model/errors.ts';
import { formatMinorUnits, parseAmount, sumAmounts, toMinorUnits } from '../../model/money.ts';
import type { ChargebackReport, CurrencyStatement } from '../../reports/chargebackReport.ts';
import type { Report } from '../../reports/report.ts';
import { statementIdOf } from '../statementId.ts';
import { type CsvCell, type CsvColumn, writeCsv } from './csvTable.ts';

interface JournalLine {
  readonly costCenter: string;
  readonly glAccount: string;
  /** Above zero is a debit, below zero a credit; a decimal with the currency's digits. */
  readonly amount: string;
  readonly currency: string;
  readonly text: string;
}

/**
 * The journal of a chargeback: each team's cost centre and account is debited, the clearing account is
 * credited, and each currency balances to zero. An amount below zero changes sides.
 * @throws RequestError for a report that is no chargeback, or whose teams do not add up to its total
 */
export function renderJournal(report: Report): Uint8Array {
  if (report.kind !== 'chargeback') {
    throw new RequestError(
      `A ${report.kind} report has no journal: it books nothing.`,
      'Ask for the journal of a chargeback, or for another format.',
    );
  }
  const lines = report.statements.flatMap((statement) => bookStatement(report, statement));
  return writeCsv(toColumns(report), lines);
}

function toColumns(report: ChargebackReport): readonly CsvColumn<JournalLine>[] {
  const reference = statementIdOf(report);
  return [
    { name: 'PostingDate', valueOf: () => report.period.to },
    { name: 'Reference', valueOf: () => reference },
    { name: 'CostCenter', valueOf: (line) => line.costCenter },
    { name: 'GlAccount', valueOf: (line) => line.glAccount },
    { name: 'Debit', valueOf: (line) => (isCredit(line) ? '' : { decimal: line.amount }) },
    { name: 'Credit', valueOf: (line): CsvCell => (isCredit(line) ? { decimal: line.amount.slice(1) } : '') },
    { name: 'Currency', valueOf: (line) => line.currency },
    { name: 'Text', valueOf: (line) => line.text },
  ];
}

function isCredit(line: JournalLine): boolean {
  return line.amount.startsWith('-');
}

function bookStatement(report: ChargebackReport, statement: CurrencyStatement): JournalLine[] {
  const { currency, digits, total, teams } = statement;
  checkBalance(statement);
  const text = `AKS ${report.period.id}`;
  const debits = teams
    .filter((team) => parseAmount(team.amount) !== 0n)
    .map((team) => ({
      costCenter: team.costCenter,
      glAccount: team.glAccount,
      amount: team.amount,
      currency,
      text: `${text} ${team.teamName}`,
    }));
  if (debits.length === 0) return [];
  return [
    ...debits,
    {
      costCenter: report.accounting.clearingCostCenter,
      glAccount: report.accounting.clearingGlAccount,
      amount: formatMinorUnits(-toMinorUnits(parseAmount(total.amount) ?? 0n, digits), digits),
      currency,
      text: `${text} clearing`,
    },
  ];
}

function checkBalance({ currency, teams, total }: CurrencyStatement): void {
  const charged = sumAmounts(teams.map((team) => parseAmount(team.amount) ?? 0n));
  if (charged === parseAmount(total.amount)) return;
  throw new RequestError(
    `The ${currency} statement cannot be booked: its teams do not add up to its total of ${total.amount}.`,
    'Build the report again; if it stays, keep its JSON and report it as a defect of Purser.',
  );
}
