import type { TeamCost } from '../../reports/teamCostLine.ts';
import type { Formatter } from '../formatter.ts';
import { describePrevious, largestOf, type Money, shareOf } from './comparison.ts';
import { noteMonth, sayAnomaly, sayEfficiency, sayMonth, sayRightSizing, toneOfBudget } from './costWords.ts';
import { nameCluster } from './names.ts';
import { type Story, tellMovement, toStory } from './story.ts';
import {
  barCell,
  bars,
  numberCell,
  numbers,
  type Table,
  type Tile,
  textCell,
  texts,
  toTable,
  toTile,
} from './table.ts';

/** Sentences of each kind that a mail shows; the workbook has them all. */
const TOLD = 3;

/** Weeks that the trend goes back. */
const WEEKS = 8;

/** One currency's week and trend, and what each namespace cost. */
export interface WeekCostView {
  readonly trend: Table;
  readonly namespaces: Table;
}

/** What the week and the month so far come to. */
export function tilesOfCost(cost: TeamCost, formatter: Formatter): Tile[] {
  const money = moneyOf(cost, formatter);
  const { words } = formatter;
  return [
    toTile(words.digest.week, money(cost.week), describePrevious(cost.week, cost.previousWeek, money, words)),
    toTile(
      words.digest.monthToDate,
      money(cost.monthToDate),
      noteMonth(cost, formatter, money),
      toneOfBudget(cost.budget),
    ),
  ];
}

/** What moved and why, what was out of the ordinary, and the largest waste: what a lead reads in a minute. */
export function tellCost(cost: TeamCost, formatter: Formatter, limit: number): Story[] {
  const money = moneyOf(cost, formatter);
  const { digest } = formatter.words;
  const count = Math.min(limit, TOLD);
  const { movement, anomalies, rightSizing, efficiency, digits } = cost;
  const moved = tellMovement(digest.moved, movement, formatter, { digits, money, count });
  const stories: Story[] = [
    toStory(digest.monthLeads, [sayMonth(cost, formatter, money)], formatter),
    ...(moved ? [moved] : []),
    toStory(
      digest.anomalies,
      anomalies.slice(0, count).map((anomaly) => sayAnomaly(anomaly, formatter, money)),
      formatter,
      anomalies.length - Math.min(count, anomalies.length),
    ),
    toStory(
      digest.waste,
      [
        sayEfficiency(efficiency, formatter, money),
        ...rightSizing.slice(0, count).map((line) => sayRightSizing(line, formatter, money)),
      ].filter((sentence) => sentence !== ''),
      formatter,
      rightSizing.length - Math.min(count, rightSizing.length),
    ),
  ];
  return stories.filter(({ sentences }) => sentences.length > 0);
}

/** The trend over the last weeks, and the week by namespace. */
export function viewWeekCost(cost: TeamCost, formatter: Formatter, limit: number): WeekCostView {
  const money = moneyOf(cost, formatter);
  const { words } = formatter;
  return {
    trend: tableOfTrend(cost, money, formatter),
    namespaces: toTable({
      title: words.digest.namespaces,
      columns: [texts(words.digest.namespace), numbers(words.digest.thisWeek)],
      items: cost.namespaces,
      toRow: ({ namespace, clusterName, amount, previous }) => [
        textCell(namespace || words.cost.noNamespace, { sub: nameCluster(clusterName, words) }),
        numberCell(money(amount), { sub: describePrevious(amount, previous, money, words) }),
      ],
      ...{ limit, formatter, empty: words.digest.noNamespace },
    }),
  };
}

function tableOfTrend({ trend }: TeamCost, money: Money, formatter: Formatter): Table {
  const { digest, table } = formatter.words;
  const largest = largestOf(trend.flatMap(({ amount }) => (amount === undefined ? [] : [amount])));
  return toTable({
    title: digest.trend,
    columns: [texts(digest.weekColumn), bars(digest.compared), numbers(digest.amount)],
    items: trend,
    toRow: ({ week, amount }) => [
      textCell(formatter.shortWeek(week)),
      barCell(amount === undefined ? 0 : shareOf(amount, largest)),
      amount === undefined ? numberCell(table.notRead, { tone: 'muted' }) : numberCell(money(amount)),
    ],
    ...{ limit: WEEKS, formatter, empty: digest.noWeek },
  });
}

function moneyOf({ currency, digits }: TeamCost, formatter: Formatter): Money {
  return (amount) => formatter.money(amount, currency, digits);
}
