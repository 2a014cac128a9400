import type { AnomalyLine, EfficiencyLine, RightSizingLine, TeamCost } from '../../reports/teamCostLine.ts';
import type { Formatter } from '../formatter.ts';
import type { Money } from './comparison.ts';
import { sayPlace } from './movementWords.ts';
import type { Tone } from './table.ts';

/** The sentences about where a team's cost leads and what of it is wasted. */

/** `Forecast to month end €1,270.40 (±7 % in 6 back-tests), 84.7 % of the budget of €1,500.00, of which 60.4 % is used.` */
export function sayMonth({ budget, forecast }: TeamCost, formatter: Formatter, money: Money): string {
  const percent = (text: string): string => formatter.percent(text);
  const said = sayForecast(forecast, formatter, money);
  if (!budget) return `${said}.`;
  const whole = `the budget of ${money(budget.monthly)}`;
  return budget.forecastPercent === undefined
    ? `${percent(budget.usedPercent)} of ${whole} is used. ${said}.`
    : `${said}, ${percent(budget.forecastPercent)} of ${whole}, of which ${percent(budget.usedPercent)} is used.`;
}

/** The same for a tile, without how sure it is. */
export function noteMonth({ budget, forecast }: TeamCost, money: Money): string {
  const ahead = forecast.kind === 'estimate' ? [`forecast ${money(forecast.amount)}`] : [];
  return [...ahead, ...(budget ? [`budget ${money(budget.monthly)}`] : [])].join(', ');
}

function sayForecast(forecast: TeamCost['forecast'], formatter: Formatter, money: Money): string {
  if (forecast.kind === 'estimate') {
    const error = `±${formatter.percent(forecast.errorPercent)} in ${formatter.count(forecast.backTests)} back-tests`;
    return `Forecast to month end ${money(forecast.amount)} (${error})`;
  }
  const { reason, readDays, neededDays } = forecast;
  switch (reason) {
    case 'monthIsOver':
      return 'The month is over';
    case 'nothingSpent':
      return 'No forecast: nothing was spent lately';
    case 'tooFewDays':
    case 'tooFewBackTests':
      return `No forecast to month end: ${formatter.count(readDays)} days of cost were read, ${formatter.count(neededDays)} are needed`;
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
  const when =
    from === to ? `on ${formatter.day(from)}` : `from ${formatter.day(from)} to ${formatter.day(to)}`;
  return `${sayPlace(anomaly)}: ${money(amount)} ${when}, where about ${money(expected)} is usual.`;
}

/** `api of shop on aks-prod asks for 4 cores and 8,192 MiB, uses 0.5 and 1,024; with … it would save about … a month.` */
export function sayRightSizing(line: RightSizingLine, formatter: Formatter, money: Money): string {
  const { cpuCores, ramMib } = line;
  const count = (text: string): string => formatter.count(Number(text));
  const asked = `${count(cpuCores.requested)} cores and ${count(ramMib.requested)} MiB`;
  const used = `${count(cpuCores.used)} and ${count(ramMib.used)}`;
  const better = `${count(cpuCores.recommended)} cores and ${count(ramMib.recommended)} MiB`;
  return `${line.workload} of ${sayPlace(line)} asks for ${asked} and uses ${used} on average; asking for ${better} would save about ${money(line.monthlySaving)} a month.`;
}

/** How much of what is asked for is used; `''` where there is no workload to tell of. */
export function sayEfficiency(efficiency: EfficiencyLine, formatter: Formatter, money: Money): string {
  const { cpuPercent, ramPercent, monthlySaving, told, untold } = efficiency;
  if (told === 0 && untold === 0) return '';
  const workloads = untold === 1 ? 'one workload' : `${formatter.count(untold)} workloads`;
  const hidden = `What ${workloads} asked for and used is not told by the allocation source.`;
  if (told === 0) return hidden;
  const shares = [
    cpuPercent === undefined ? [] : [`${formatter.percent(cpuPercent)} of the CPU`],
    ramPercent === undefined ? [] : [`${formatter.percent(ramPercent)} of the memory`],
  ].flat();
  const use =
    shares.length === 0
      ? 'Nothing asks for CPU or memory.'
      : `Workloads use ${shares.join(' and ')} that they ask for; right-sizing would save about ${money(monthlySaving)} a month.`;
  return untold === 0 ? use : `${use} ${hidden}`;
}
