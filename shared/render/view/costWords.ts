import type { AnomalyLine, EfficiencyLine, RightSizingLine, TeamCost } from '../../reports/teamCostLine.ts';
import type { Formatter } from '../formatter.ts';
import type { Money } from './comparison.ts';
import { sayPlace } from './names.ts';
import type { Tone } from './table.ts';

/** The sentences about where a team's cost leads and what of it is wasted. */

/** `Forecast to month end €1,270.40 (±7% in 6 back-tests), 84.7% of the budget of €1,500.00, of which 60.4% is used.` */
export function sayMonth({ budget, forecast }: TeamCost, formatter: Formatter, money: Money): string {
  const { cost } = formatter.words;
  const said = sayForecast(forecast, formatter, money);
  if (!budget) return cost.sentence(said);
  const [whole, used] = [money(budget.monthly), formatter.percent(budget.usedPercent)];
  return budget.forecastPercent === undefined
    ? cost.budgetUsed(used, whole, said)
    : cost.forecastOfBudget(said, formatter.percent(budget.forecastPercent), whole, used);
}

/** The same for a tile, without how sure it is. */
export function noteMonth({ budget, forecast }: TeamCost, { words }: Formatter, money: Money): string {
  const ahead = forecast.kind === 'estimate' ? [words.cost.noteForecast(money(forecast.amount))] : [];
  return [...ahead, ...(budget ? [words.cost.noteBudget(money(budget.monthly))] : [])].join(', ');
}

function sayForecast(forecast: TeamCost['forecast'], formatter: Formatter, money: Money): string {
  const { forecast: say, noForecast } = formatter.words.cost;
  if (forecast.kind === 'estimate') {
    const { amount, errorPercent, backTests } = forecast;
    return say(money(amount), formatter.percent(errorPercent), formatter.figure(backTests));
  }
  const { reason, readDays, neededDays } = forecast;
  switch (reason) {
    case 'monthIsOver':
      return noForecast.monthIsOver;
    case 'nothingSpent':
      return noForecast.nothingSpent;
    case 'tooFewDays':
    case 'tooFewBackTests':
      return noForecast.tooFewDays(formatter.figure(readDays), formatter.count(neededDays));
  }
}

/** How the month's standing against its budget is coloured. */
export function toneOfBudget(budget: TeamCost['budget']): Tone {
  switch (budget?.outlook) {
    case 'exceeded':
    case 'willExceed':
      return 'bad';
    case 'mayExceed':
      return 'warn';
    case 'within':
      return 'good';
    default:
      return 'plain';
  }
}

/** `shop on aks-prod: €320.00 on Nov 18, 2026, where about €120.00 is usual.` */
export function sayAnomaly(anomaly: AnomalyLine, formatter: Formatter, money: Money): string {
  const { from, to, amount, expected } = anomaly;
  const days = from === to ? formatter.day(from) : formatter.days(from, to);
  const place = sayPlace(anomaly, formatter.words);
  return formatter.words.cost.anomaly(place, money(amount), days, money(expected));
}

/** `api of shop on aks-prod asks for 4 cores and 8,192 MiB and uses 0.5 and 1,024 on average; …`. */
export function sayRightSizing(line: RightSizingLine, formatter: Formatter, money: Money): string {
  const { cpuCores, ramMib, workload, monthlySaving } = line;
  const { cost } = formatter.words;
  const count = (text: string): string => formatter.count(Number(text));
  return cost.rightSizing(
    cost.workload(workload, sayPlace(line, formatter.words)),
    cost.sizing(count(cpuCores.requested), count(ramMib.requested)),
    cost.used(count(cpuCores.used), count(ramMib.used)),
    cost.sizing(count(cpuCores.recommended), count(ramMib.recommended)),
    money(monthlySaving),
  );
}

/** How much of what is asked for is used; `''` where there is no workload to tell of. */
export function sayEfficiency(efficiency: EfficiencyLine, formatter: Formatter, money: Money): string {
  const { told, untold } = efficiency;
  if (told === 0 && untold === 0) return '';
  const hidden = formatter.words.cost.untold(formatter.figure(untold));
  if (told === 0) return hidden;
  const use = sayUse(efficiency, formatter, money);
  return untold === 0 ? use : `${use} ${hidden}`;
}

function sayUse(
  { cpuPercent, ramPercent, monthlySaving }: EfficiencyLine,
  { words: { cost }, percent }: Formatter,
  money: Money,
): string {
  const saving = money(monthlySaving);
  if (cpuPercent !== undefined && ramPercent !== undefined)
    return cost.efficiencyBoth(percent(cpuPercent), percent(ramPercent), saving);
  if (cpuPercent !== undefined) return cost.efficiencyCpu(percent(cpuPercent), saving);
  if (ramPercent !== undefined) return cost.efficiencyRam(percent(ramPercent), saving);
  return cost.nothingAsked;
}
