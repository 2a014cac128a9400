import { isHeld } from '../../closing/life.ts';
import { RequestError } from '../../model/errors.ts';
import { formatMinorUnits, parseAmount, toMinorUnits } from '../../model/money.ts';
import { type Day, dayOf } from '../../model/time.ts';
import type { ChargebackReport, CurrencyStatement, TeamTotal } from '../../reports/chargebackReport.ts';
import { readLines } from '../../reports/lines.ts';
import type { Report } from '../../reports/report.ts';
import type { Formatter } from '../formatter.ts';
import { statementIdOf } from '../statementId.ts';
import { nameTeam } from '../view/names.ts';
import { type CsvCell, type CsvColumn, writeCsv } from './csvTable.ts';

interface JournalLine {
  readonly costCenter: string;
  readonly glAccount: string;
  /** Minor units: above zero is a debit, below zero a credit. */
  readonly units: bigint;
  readonly digits: number;
  readonly currency: string;
  readonly text: string;
}

/**
 * The journal of a chargeback: each team's cost centre and account is debited, corrections of a closed month in a
 * line of their own, the clearing account is credited, and each currency is a document that balances to zero. An
 * amount below zero changes sides; one of zero is left out. There is no balance row: ledgers would book it.
 * @throws RequestError for what cannot be booked: a report that is no chargeback, a statement that the gate holds
 *   back, teams that do not add up to the total, or no account to book on
 */
export function renderJournal(report: Report, formatter: Formatter): Uint8Array {
  const chargeback = checkBookable(report);
  const lines = chargeback.statements.flatMap((statement) => bookStatement(chargeback, statement, formatter));
  return Buffer.concat([...writeCsv(toColumns(chargeback), lines)]);
}

function toColumns(report: ChargebackReport): readonly CsvColumn<JournalLine>[] {
  const reference = statementIdOf(report);
  const documentDate = dateDocument(report);
  return [
    { name: 'DocumentNumber', valueOf: ({ currency }) => `${reference}-${currency}` },
    { name: 'DocumentDate', valueOf: () => documentDate },
    { name: 'PostingDate', valueOf: () => report.period.to },
    { name: 'Reference', valueOf: () => reference },
    { name: 'CostCenter', valueOf: (line) => line.costCenter },
    { name: 'GlAccount', valueOf: (line) => line.glAccount },
    { name: 'Debit', valueOf: (line) => (line.units > 0n ? writeAmount(line.units, line.digits) : '') },
    { name: 'Credit', valueOf: (line) => (line.units < 0n ? writeAmount(-line.units, line.digits) : '') },
    { name: 'Currency', valueOf: (line) => line.currency },
    { name: 'Text', valueOf: (line) => line.text },
  ];
}

function writeAmount(units: bigint, digits: number): CsvCell {
  return { decimal: formatMinorUnits(units, digits) };
}

/** The day it was closed, or else of the latest reading in it. */
function dateDocument({ life, asOf, period }: ChargebackReport): Day {
  const at = life?.closing?.at ?? asOf;
  return at === undefined ? period.to : dayOf(new Date(at));
}

function bookStatement(
  report: ChargebackReport,
  statement: CurrencyStatement,
  { words }: Formatter,
): JournalLine[] {
  const { currency, digits } = statement;
  const { charge, correction, clearing, provisional } = words.file.journal;
  const say = (text: string): string => (report.state === 'closed' ? text : provisional(text));
  const corrections = sumCorrections(statement);
  const debits = statement.teams.flatMap((team): JournalLine[] => {
    const account = { costCenter: team.costCenter, glAccount: team.glAccount, digits, currency };
    const corrected = [...(corrections.get(team.team) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
    const rest = corrected.reduce((left, [, units]) => left - units, unitsOf(team.amount, digits));
    return [
      { ...account, units: rest, text: say(charge(report.period.id, nameTeam(team, words))) },
      ...corrected.map(([origin, units]) => ({
        ...account,
        units,
        text: say(correction(origin, nameTeam(team, words))),
      })),
    ];
  });
  checkBalance(statement, debits);
  const { clearingCostCenter, clearingGlAccount } = report.accounting;
  const lines = [
    ...debits,
    {
      ...{ costCenter: clearingCostCenter, glAccount: clearingGlAccount, digits, currency },
      units: -unitsOf(statement.total.amount, digits),
      text: say(clearing(report.period.id)),
    },
  ].filter(({ units }) => units !== 0n);
  for (const line of lines) checkAccount(line);
  return lines;
}

/** What each team is charged for closed months, by month. */
function sumCorrections(statement: CurrencyStatement): ReadonlyMap<string, ReadonlyMap<string, bigint>> {
  const sums = new Map<TeamTotal['team'], Map<string, bigint>>();
  if (statement.lines.items.every(({ origin }) => origin === '')) return sums;
  for (const { team, origin, amount } of readLines(statement)) {
    if (origin === '') continue;
    const ofTeam = sums.get(team) ?? new Map<string, bigint>();
    ofTeam.set(origin, (ofTeam.get(origin) ?? 0n) + unitsOf(amount, statement.digits));
    sums.set(team, ofTeam);
  }
  return sums;
}

function unitsOf(amount: string, digits: number): bigint {
  return toMinorUnits(parseAmount(amount) ?? 0n, digits);
}

function checkBookable(report: Report): ChargebackReport {
  if (report.kind !== 'chargeback') {
    throw new RequestError(
      `A ${report.kind} report has no journal: it books nothing.`,
      'Ask for the journal of a chargeback, or for another format.',
    );
  }
  if (isHeld(report.life)) {
    throw new RequestError(
      `The chargeback of ${report.period.id} is held back, so there is no journal of it.`,
      'Look at why it is held, and release it or correct what it was made from.',
      { kind: 'conflict' },
    );
  }
  return report;
}

function checkBalance({ currency, digits, total }: CurrencyStatement, debits: readonly JournalLine[]): void {
  const charged = debits.reduce((sum, { units }) => sum + units, 0n);
  if (charged === unitsOf(total.amount, digits)) return;
  throw new RequestError(
    `The ${currency} statement cannot be booked: its teams do not add up to its total of ${total.amount}.`,
    'Build the report again; if it stays, keep its JSON and report it as a defect of Purser.',
  );
}

function checkAccount({ costCenter, glAccount, text }: JournalLine): void {
  if (costCenter.trim() !== '' && glAccount.trim() !== '') return;
  throw new RequestError(
    `"${text}" cannot be booked: it has no ${costCenter.trim() === '' ? 'cost centre' : 'general-ledger account'}.`,
    'Give the team one in the configuration, or set the defaults under "accounting", and build the report again.',
  );
}
