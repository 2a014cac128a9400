import { compareBudget, type ExpectedSpend } from '../analysis/budget.ts';
import { type Forecast, forecastMonth, type NoForecast } from '../analysis/forecast.ts';
import type { MovementBook } from '../analysis/movement.ts';
import type { Config } from '../config/schema.ts';
import { type Amount, formatMinorUnits, minorDigits, parseAmount, toMinorUnits } from '../model/money.ts';
import { addDays, type Day, monthOf, type Period, previousPeriod, startOf, weekOf } from '../model/time.ts';
import { toCostMovement } from './movement.ts';
import type { BudgetLine, ForecastLine, TeamCost } from './teamCostLine.ts';
import { listAnomalies, listWaste } from './teamWaste.ts';
import { type IsRead, type PlaceCosts, SERIES_UNIT, TREND_WEEKS, type WeeklyCosts } from './weeklyCosts.ts';

/** Movers that a digest carries for a team; those it shows are fewer still. */
const LISTED_MOVERS = 100;

/** What every team's cost of a week is told from. */
export interface TeamCostInput {
  readonly config: Config;
  readonly period: Period;
  /** The last day that is over, of the period or just before it. */
  readonly lastDay: Day;
  readonly costs: WeeklyCosts;
  readonly isRead: IsRead;
  /** Weeks whose every day was read for every cluster. */
  readonly weeksRead: ReadonlySet<string>;
  readonly nameCluster: (clusterId: string) => string;
}

/** Tells one team's week in one currency: what it cost, why that changed, where it leads, what is wasted. */
export function describeTeamCost(
  input: TeamCostInput,
  team: string,
  currency: string,
  movement: MovementBook | undefined,
): TeamCost {
  const { costs, period, weeksRead } = input;
  const digits = minorDigits(currency);
  const write = (amount: Amount): string => formatMinorUnits(toMinorUnits(amount, digits), digits);
  const weeks = Array.from({ length: TREND_WEEKS }, (_, index) => ({
    id: weekOf(addDays(period.from, -7 * (TREND_WEEKS - 1 - index))).id,
    amount: costs.ofWeek(team, currency, index),
  }));
  const before = weeks.at(-2);
  const isBeforeRead = before !== undefined && weeksRead.has(before.id);
  const forecast = forecastTeam(input, team, currency);
  return {
    currency,
    digits,
    week: write(weeks.at(-1)?.amount ?? 0n),
    previousWeek: isBeforeRead ? write(before.amount) : undefined,
    trend: weeks.map(({ id, amount }) => ({
      week: id,
      amount: weeksRead.has(id) ? write(amount) : undefined,
    })),
    monthToDate: write(costs.monthToDate(team, currency)),
    namespaces: listNamespaces(input, costs.places(team, currency), isBeforeRead, write),
    budget: holdAgainstBudget(input, team, currency, forecast, write),
    forecast: toForecastLine(forecast, write),
    movement: movement && toCostMovement(movement.ofTeam(team), input.nameCluster, digits, LISTED_MOVERS),
    anomalies: listAnomalies(input, team, currency, digits),
    ...listWaste(input, team, currency, digits),
  };
}

function listNamespaces(
  { nameCluster }: TeamCostInput,
  places: readonly PlaceCosts[],
  isBeforeRead: boolean,
  write: (amount: Amount) => string,
): TeamCost['namespaces'] {
  return places
    .map((place) => ({ place, now: sumOf(place.thisWeek), previous: sumOf(place.weekBefore) }))
    .filter(({ place }) => place.thisWeek.size > 0 || place.weekBefore.size > 0)
    .sort((a, b) => {
      if (a.now !== b.now) return a.now > b.now ? -1 : 1;
      return placeKey(a.place) < placeKey(b.place) ? -1 : 1;
    })
    .map(({ place, now, previous }) => ({
      clusterName: nameCluster(place.clusterId),
      namespace: place.namespace,
      amount: write(now),
      previous: isBeforeRead ? write(previous) : undefined,
    }));
}

function placeKey({ clusterId, namespace }: PlaceCosts): string {
  return `${clusterId}|${namespace}`;
}

function sumOf(groups: ReadonlyMap<string, Amount>): Amount {
  let sum = 0n;
  for (const amount of groups.values()) sum += amount;
  return sum;
}

/** The month of the week's last day, to its end. */
function forecastTeam(input: TeamCostInput, team: string, currency: string): Forecast | NoForecast {
  const { costs, lastDay, isRead } = input;
  const month = monthOf(input.period.to);
  return forecastMonth({
    history: costs.seriesOfTeam(team, currency, lastDay, isRead),
    daysPassed: Math.max(0, countDays(month.from, lastDay) + 1),
    daysLeft: countDays(lastDay, month.to),
    daysBefore: countDays(previousPeriod(month).from, month.from),
  });
}

function toForecastLine(forecast: Forecast | NoForecast, write: (amount: Amount) => string): ForecastLine {
  if ('reason' in forecast) return { kind: 'none', ...forecast };
  return {
    kind: 'estimate',
    amount: write(toAmount(forecast.amount)),
    errorPercent: String(Math.round(forecast.error.share * 100)),
    backTests: forecast.error.backTests,
  };
}

function holdAgainstBudget(
  { config, costs }: TeamCostInput,
  team: string,
  currency: string,
  forecast: Forecast | NoForecast,
  write: (amount: Amount) => string,
): BudgetLine | undefined {
  const budget = config.teams.find(({ id }) => id === team)?.budget;
  const monthly = parseAmount(budget?.monthly ?? '');
  if (budget?.currency !== currency || !monthly) return undefined;
  const expected: ExpectedSpend | undefined =
    'reason' in forecast
      ? undefined
      : { amount: toAmount(forecast.amount), errorShare: forecast.error.share };
  const standing = compareBudget({ monthly, currency }, costs.monthToDate(team, currency), expected);
  const percent = (permille: bigint): string => formatMinorUnits(permille, 1);
  return {
    monthly: write(monthly),
    usedPercent: percent(standing.usedPermille),
    forecastPercent: standing.forecastPermille === undefined ? undefined : percent(standing.forecastPermille),
    outlook: standing.outlook,
  };
}

/** An amount of a series as money; what was estimated is whole millionths. */
export function toAmount(units: number): Amount {
  return BigInt(Math.round(units)) * SERIES_UNIT;
}

function countDays(from: Day, to: Day): number {
  return Math.round((startOf(to).getTime() - startOf(from).getTime()) / 86_400_000);
}
