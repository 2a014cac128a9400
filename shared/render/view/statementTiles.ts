import { UNOWNED } from '../../model/cost.ts';
import { formatExact, ONE_UNIT, parseAmount } from '../../model/money.ts';
import { sumAdjustments } from '../../reports/adjustmentSums.ts';
import { sumText } from '../../reports/chargeback.ts';
import type { CurrencyStatement } from '../../reports/chargebackReport.ts';
import type { Formatter } from '../formatter.ts';
import { describePrevious, type Money, percentOf } from './comparison.ts';
import { sayChange } from './movementWords.ts';
import { nameOrigin } from './statementTables.ts';
import { type Tile, toTile } from './table.ts';

/** The figures that finance looks for first: what was charged, that it ties to the bill, and what is unusual. */
export function tilesOfOrganisation(
  statement: CurrencyStatement,
  money: Money,
  formatter: Formatter,
): Tile[] {
  const { chargeback } = formatter.words;
  const { total, reconciliation, movement } = statement;
  const note = movement ? chargeback.chargedMoved(sayChange(movement.change, money)) : chargeback.chargedNote;
  return [
    toTile(chargeback.charged, money(total.amount), note),
    ...(reconciliation ? tilesOfBill(reconciliation, money, formatter) : []),
    adjustmentTile(statement, money, formatter),
    ...unownedTiles(statement, money, formatter),
  ];
}

/** What a team looks for first. */
export function tilesOfTeam(statement: CurrencyStatement, money: Money, formatter: Formatter): Tile[] {
  const { words } = formatter;
  const { chargeback } = words;
  const [team] = statement.teams;
  const { amount } = statement.total;
  const isAdjusted = statement.lines.items.some(({ kind }) => kind === 'adjustment');
  return [
    toTile(
      chargeback.chargedTeam,
      money(amount),
      team?.previous === undefined
        ? chargeback.chargedTeamNote
        : describePrevious(amount, team.previous, money, words),
    ),
    ...(isAdjusted ? [adjustmentTile(statement, money, formatter)] : []),
  ];
}

function tilesOfBill(
  { difference, billedInPools }: NonNullable<CurrencyStatement['reconciliation']>,
  money: Money,
  { words: { chargeback } }: Formatter,
): Tile[] {
  const ties = parseAmount(difference.amount) === 0n;
  return [
    toTile(
      chargeback.difference,
      money(difference.amount),
      ties ? chargeback.differenceTies : chargeback.differenceOpen,
      ties ? 'good' : 'bad',
    ),
    toTile(chargeback.billed, money(billedInPools.amount), chargeback.billedNote),
  ];
}

/** What the corrections and agreements of all teams come to, how many lines they are, and from which months. */
function adjustmentTile(statement: CurrencyStatement, money: Money, formatter: Formatter): Tile {
  const { chargeback } = formatter.words;
  const sums = sumAdjustments(statement);
  const amount = sumText(
    sums.map((sum) => sum.amount),
    statement.digits,
  );
  const lines = formatter.figure(sums.reduce((count, sum) => count + sum.lines, 0));
  const origins = sums.map((sum) => nameOrigin(sum, formatter)).join(', ');
  return toTile(
    chargeback.adjustments,
    money(amount),
    sums.length === 0 ? chargeback.noAdjustments : chargeback.adjustmentsNote(lines, origins),
  );
}

function unownedTiles({ teams, total }: CurrencyStatement, money: Money, formatter: Formatter): Tile[] {
  const { chargeback } = formatter.words;
  const unowned = teams.find(({ team }) => team === UNOWNED);
  if (!unowned) return [];
  const [part, whole] = [parseAmount(unowned.amount) ?? 0n, parseAmount(total.amount) ?? 0n];
  const note =
    whole > 0n
      ? chargeback.unownedShare(percentOf(formatExact((part * ONE_UNIT) / whole), formatter))
      : chargeback.unownedNote;
  return [toTile(chargeback.unowned, money(unowned.amount), note, 'warn')];
}
