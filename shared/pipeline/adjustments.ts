import { type CorrectedMonth, FARTHEST_MONTHS, listCorrectedMonths } from '../closing/calendar.ts';
import { type BookedCorrection, BookingSums, findCorrections, hashBookings } from '../closing/corrections.ts';
import { type Correction, isClosed, type MonthStanding } from '../closing/life.ts';
import type { Config } from '../config/schema.ts';
import { hashOf } from '../model/canonical.ts';
import type { Charge } from '../model/cost.ts';
import { StoreError } from '../model/errors.ts';
import { type Amount, parseAmount } from '../model/money.ts';
import { addDays, dayOf, monthOf, type Period } from '../model/time.ts';
import type { ChargebackReport, Parameters } from '../reports/chargebackReport.ts';
import { readLines } from '../reports/lines.ts';
import type { ReportingApp } from './app.ts';
import { type DayReader, openDays } from './days.ts';

/** What an open month books for closed months before it. */
export interface MonthAdjustments {
  readonly byOrigin: readonly { readonly origin: string; readonly charges: readonly Charge[] }[];
  readonly corrections: readonly Correction[];
}

/**
 * Finds what an open month has to book for earlier months: each closed month is computed again from what is kept
 * now, by its own rules of distribution and today's ownership, and compared with what was booked for it in closed
 * statements. The month's own earlier builds count for nothing, so it may be built any number of times.
 */
export async function loadAdjustments(app: ReportingApp, period: Period): Promise<MonthAdjustments> {
  const standings = new StandingBook(app);
  const { lookBackMonths, materiality } = app.config.cost.closing;
  const months = await listCorrectedMonths(period, (month) => standings.of(month), lookBackMonths);
  if (months.length === 0) return { byOrigin: [], corrections: [] };
  const ledger = await readLedger(app, period, months, standings);
  const byOrigin: { origin: string; charges: readonly Charge[] }[] = [];
  const corrections: Correction[] = [];
  for (const month of months.toReversed()) {
    const account = ledger.get(month.period.id);
    if (!account) continue;
    const { book, correction } = await correctMonth(app, month, account, parseAmount(materiality) ?? 0n);
    const charges = book.map((booking) => toCharge(booking, correction.origin, period));
    if (charges.length > 0) byOrigin.push({ origin: correction.origin, charges });
    corrections.push(correction);
  }
  return { byOrigin, corrections };
}

/** What a month's statement hangs on: the readings it is made from, and who owns what. */
export function basisOf({ teams, ownership }: Config, inputs: string): string {
  return hashOf({ inputs, ownership, teams: teams.map(({ id, aliases }) => ({ id, aliases })) });
}

/** How months stand, asked for once each. */
class StandingBook {
  readonly #app: ReportingApp;
  readonly #known = new Map<string, Promise<MonthStanding>>();

  constructor(app: ReportingApp) {
    this.#app = app;
  }

  of({ id }: Period): Promise<MonthStanding> {
    const known = this.#known.get(id) ?? this.#app.store.reports.getStanding('chargeback', id);
    this.#known.set(id, known);
    return known;
  }
}

/** What closed statements say of one month. */
interface Account {
  /** Charged by its own statement. */
  readonly own: BookingSums;
  /** Corrections of it in statements of later months. */
  readonly later: BookingSums;
  /** When the last of those was closed; `''` when there are none. */
  laterClosedAt: string;
  /** What it came to, by what that was computed from. */
  readonly outcomes: Map<string, string>;
  /** Its own closed statement; undefined while it is open again. */
  statement: ChargebackReport | undefined;
}

type Ledger = ReadonlyMap<string, Account>;

/** Reads what was booked so far for the months to correct, a closed statement at a time. */
async function readLedger(
  app: ReportingApp,
  period: Period,
  months: readonly CorrectedMonth[],
  standings: StandingBook,
): Promise<Ledger> {
  const ledger = new Map<string, Account>(
    months.map((month) => [
      month.period.id,
      {
        own: new BookingSums(),
        later: new BookingSums(),
        outcomes: new Map(),
        ...{ laterClosedAt: '', statement: undefined },
      },
    ]),
  );
  const first = months.at(-1)?.period ?? period;
  for (const month of await listClosedMonths(app, first, period, standings)) {
    const { revision } = await standings.of(month);
    const statement = await app.store.reports.getRevision('chargeback', month.id, 'organisation', revision);
    if (statement?.kind === 'chargeback') enterStatement(ledger, statement);
  }
  return ledger;
}

/** Months from `first` on that stand closed, `except` left out: also later ones may hold corrections. */
async function listClosedMonths(
  app: ReportingApp,
  first: Period,
  except: Period,
  standings: StandingBook,
): Promise<readonly Period[]> {
  const closed: Period[] = [];
  const today = dayOf(app.clock.now());
  let month = first;
  for (let count = 0; count <= FARTHEST_MONTHS && month.to < today; count++) {
    if (month.id !== except.id && isClosed(await standings.of(month))) closed.push(month);
    month = monthOf(addDays(month.to, 1));
  }
  return closed;
}

function enterStatement(ledger: Ledger, statement: ChargebackReport): void {
  const { id } = statement.period;
  const closing = statement.life?.closing;
  const own = ledger.get(id);
  if (own) own.statement = statement;
  for (const { currency, lines } of statement.statements) {
    for (const { origin, team, clusterId, category, exact } of readLines({ lines })) {
      const account = ledger.get(origin === '' ? id : origin);
      if (!account) continue;
      const sums = origin === '' ? account.own : account.later;
      sums.add({ team, clusterId, category, currency, amount: parseAmount(exact) ?? 0n });
      if (origin !== '' && closing && closing.at > account.laterClosedAt) account.laterClosedAt = closing.at;
    }
  }
  for (const { origin, basis, outcome } of statement.life?.corrections ?? []) {
    if (outcome !== '') ledger.get(origin)?.outcomes.set(basis, outcome);
  }
}

/**
 * Compares one earlier month with what was booked for it. It is computed again only when what it hangs on is other
 * than when it was closed, and other than when a later statement booked all that was to correct.
 */
async function correctMonth(
  app: ReportingApp,
  { period, standing }: CorrectedMonth,
  account: Account,
  materiality: Amount,
): Promise<CorrectedBooking> {
  const origin = period.id;
  const later = account.later.bookings();
  const known = { origin, revision: standing.revision };
  if (!account.statement) {
    const reopened = `${origin} was opened again and carries its changes itself`;
    const { book, waiting } = findCorrections({ origin, now: [], booked: later, reopened, materiality });
    return { book, correction: { ...known, waiting, problem: undefined, basis: '', outcome: '' } };
  }
  const { parameters, life } = account.statement;
  const reader = await openDays(underRulesOf(app, parameters), period.from, period.to);
  const basis = basisOf(app.config, reader.inputs);
  const booked = [...account.own.bookings(), ...later];
  const outcome = hashBookings(booked);
  if (account.outcomes.get(basis) === outcome) {
    return { book: [], correction: { ...known, waiting: [], problem: undefined, basis, outcome } };
  }
  const isSame = life?.closing?.basis === basis;
  const now = isSame ? account.own : await computeAgain(reader, account.statement);
  if (!(now instanceof BookingSums)) {
    return { book: [], correction: { ...known, waiting: [], problem: now.problem, basis: '', outcome: '' } };
  }
  const replaced = isSame && isReplaced(account) ? explainRevision(origin, standing.revision) : undefined;
  const bookings = now.bookings();
  const { book, waiting } = findCorrections({
    ...{ origin, now: bookings, booked, materiality },
    ...(replaced === undefined ? {} : { reopened: replaced }),
  });
  return {
    book,
    correction: { ...known, waiting, problem: undefined, basis, outcome: hashBookings(bookings) },
  };
}

interface CorrectedBooking {
  readonly book: readonly BookedCorrection[];
  readonly correction: Correction;
}

/** Whether what later months booked for a month was booked before its own revision, which carries it itself. */
function isReplaced({ statement, laterClosedAt }: Account): boolean {
  const closing = statement?.life?.closing;
  return closing !== undefined && closing.revision > 1 && laterClosedAt < closing.at;
}

function explainRevision(origin: string, revision: number): string {
  return `${origin} was closed again as revision ${revision}, which carries its changes itself`;
}

/** Computes a month from what is kept now, or says why that cannot be done any more. */
async function computeAgain(
  reader: DayReader,
  statement: ChargebackReport,
): Promise<BookingSums | { readonly problem: string }> {
  const lost = findLostReading(reader, statement);
  if (lost !== undefined) return { problem: `${lost} Nothing is booked for it.` };
  const sums = new BookingSums();
  try {
    for await (const { charges } of reader.parts()) for (const charge of charges) sums.add(charge);
  } catch (error) {
    // With a cause the storage could not be reached, which passes; without one a reading is gone for good.
    if (!(error instanceof StoreError) || error.cause !== undefined) throw error;
    return { problem: `${error.message} Nothing is booked for it.` };
  }
  return sums;
}

/** A source that has fewer days now than the statement was made from: what is gone must not look like a refund. */
function findLostReading({ rows }: DayReader, statement: ChargebackReport): string | undefined {
  const days = new Map<string, number>();
  for (const { source, scope, reading } of rows) {
    const key = `${source}|${scope}`;
    if (reading) days.set(key, (days.get(key) ?? 0) + 1);
  }
  const lost = statement.coverage.entries.find(
    ({ source, scope, readDays }) => readDays > (days.get(`${source}|${scope}`) ?? 0),
  );
  return lost && `Readings of ${lost.source} of ${lost.name} are kept no longer.`;
}

/** The app as it was when a month was closed: its rules of distribution, today's ownership. */
function underRulesOf(app: ReportingApp, parameters: Parameters | undefined): ReportingApp {
  if (!parameters) return app;
  const { weights: _w, sharedShares: _s, overheadShares: _o, platformTeam: _p, ...rest } = app.config.cost;
  return { ...app, config: { ...app.config, cost: { ...rest, ...parameters } } };
}

function toCharge(
  { team, clusterId, category, currency, amount, rule, reason }: BookedCorrection,
  origin: string,
  { from }: Period,
): Charge {
  return {
    ...{ team, clusterId, category, currency, amount, rule },
    ...{ ownerReason: reason, day: from, namespace: '', workload: '', kind: 'adjustment', part: '' },
    poolId: `${origin}|${clusterId}|${category}|${currency}`,
  };
}
