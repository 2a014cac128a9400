import { parseAmount } from '../../model/money.ts';
import { type AdjustmentSum, sumAdjustments } from '../../reports/adjustmentSums.ts';
import type { CurrencyStatement, TeamTotal } from '../../reports/chargebackReport.ts';
import { countLines, largestLines } from '../../reports/lines.ts';
import type { Formatter } from '../formatter.ts';
import { describePrevious, largestOf, type Money, percentOf, shareOf } from './comparison.ts';
import { nameCluster, nameTeam, sayOwnerReason } from './names.ts';
import { barCell, bars, numberCell, numbers, type Table, textCell, texts, toTable } from './table.ts';

/** The kinds of charge, in the order in which they are told. */
const KINDS = ['direct', 'idle', 'shared', 'overhead', 'adjustment'] as const;

/** What each team is charged, of which kinds, and how that compares with the month before. */
export function tableOfTeams(
  teams: readonly TeamTotal[],
  money: Money,
  formatter: Formatter,
  limit: number,
): Table {
  const { words } = formatter;
  const { chargeback } = words;
  const largest = largestOf(teams.map(({ amount }) => amount));
  return toTable({
    title: chargeback.byTeam,
    columns: [texts(chargeback.team), bars(chargeback.share), numbers(chargeback.amount)],
    items: teams,
    toRow: (team) => [
      textCell(nameTeam(team, words), {
        sub: [team.costCenter, ...partsOf(team, money, formatter)].join(' · '),
      }),
      barCell(shareOf(team.amount, largest)),
      numberCell(money(team.amount), { sub: describePrevious(team.amount, team.previous, money, words) }),
    ],
    ...{ limit, formatter, empty: chargeback.noTeam },
  });
}

function partsOf(team: TeamTotal, money: Money, { words }: Formatter): string[] {
  return KINDS.filter((kind) => parseAmount(team[kind]) !== 0n).map((kind) =>
    words.chargeback.part(words.cost.kinds[kind], money(team[kind])),
  );
}

/** What one team is charged, by kind of charge. */
export function tableOfKinds(team: TeamTotal, money: Money, formatter: Formatter): Table {
  const { chargeback } = formatter.words;
  const kinds = KINDS.filter((kind) => parseAmount(team[kind]) !== 0n);
  const largest = largestOf(kinds.map((kind) => team[kind]));
  return toTable({
    title: chargeback.byKind,
    note: chargeback.bookedOn(team.costCenter, team.glAccount),
    columns: [texts(chargeback.kind), bars(chargeback.share), numbers(chargeback.amount)],
    items: kinds,
    toRow: (kind) => [
      textCell(chargeback.kinds[kind]),
      barCell(shareOf(team[kind], largest)),
      numberCell(money(team[kind])),
    ],
    ...{ limit: KINDS.length, formatter, empty: chargeback.noLine },
  });
}

/** Amounts by some name, as long as their share of the largest. */
export function tableOfParts(
  title: string,
  label: string,
  parts: readonly (readonly [name: string, amount: string])[],
  money: Money,
  formatter: Formatter,
  limit: number,
): Table {
  const { chargeback } = formatter.words;
  const largest = largestOf(parts.map(([, amount]) => amount));
  return toTable({
    title,
    columns: [texts(label), bars(chargeback.share), numbers(chargeback.amount)],
    items: parts,
    toRow: ([name, amount]) => [textCell(name), barCell(shareOf(amount, largest)), numberCell(money(amount))],
    ...{ limit, formatter, empty: chargeback.emptyParts },
  });
}

/** The largest lines of a statement, each with why it is charged. */
export function tableOfLines(
  statement: CurrencyStatement,
  money: Money,
  formatter: Formatter,
  limit: number,
): Table {
  const { words } = formatter;
  const { chargeback, cost } = words;
  return toTable({
    title: chargeback.lines,
    columns: [texts(chargeback.namespace), numbers(chargeback.amount)],
    items: largestLines(statement, limit),
    count: countLines(statement),
    toRow: ({ namespace, clusterName, category, kind, ownerReason, amount, ratio }) => [
      textCell(namespace || cost.noNamespace, {
        sub: [
          nameCluster(clusterName, words),
          cost.categories[category],
          cost.kinds[kind],
          sayOwnerReason(ownerReason, words),
        ].join(' · '),
      }),
      numberCell(money(amount), {
        sub: ratio === '' ? '' : chargeback.ofItsPool(percentOf(ratio, formatter)),
      }),
    ],
    ...{ limit, formatter, empty: chargeback.noLine },
  });
}

/** What nobody owns, the largest first; null where everything has an owner. */
export function tableOfUnowned(
  { unowned }: CurrencyStatement,
  money: Money,
  formatter: Formatter,
  limit: number,
): Table | null {
  if (unowned.length === 0) return null;
  const { words } = formatter;
  const { chargeback } = words;
  return toTable({
    title: chargeback.unownedTitle,
    note: chargeback.unownedTableNote,
    columns: [texts(chargeback.namespace), numbers(chargeback.amount)],
    items: unowned,
    toRow: ({ namespace, clusterName, reason, amount }) => [
      textCell(namespace || chargeback.noNamespace, {
        sub: chargeback.unownedPlace(nameCluster(clusterName, words), sayOwnerReason(reason, words)),
      }),
      numberCell(money(amount)),
    ],
    ...{ limit, formatter, empty: '' },
  });
}

/** Corrections of closed months, and agreements, by month; null where there is none. */
export function tableOfAdjustments(
  statement: CurrencyStatement,
  money: Money,
  formatter: Formatter,
): Table | null {
  const items = sumAdjustments(statement);
  if (items.length === 0) return null;
  const { chargeback } = formatter.words;
  return toTable({
    title: chargeback.adjusted,
    note: chargeback.adjustedNote,
    columns: [texts(chargeback.origin), numbers(chargeback.amount)],
    items,
    toRow: (sum) => [
      textCell(nameOrigin(sum, formatter), {
        sub: chargeback.adjustedLines(formatter.figure(sum.lines), formatter.figure(sum.teams)),
      }),
      numberCell(money(sum.amount)),
    ],
    ...{ limit: items.length, formatter, empty: '' },
  });
}

/** `September 2026`, or what is agreed. */
export function nameOrigin({ origin }: AdjustmentSum, formatter: Formatter): string {
  return origin === '' ? formatter.words.chargeback.agreed : formatter.period(origin);
}
