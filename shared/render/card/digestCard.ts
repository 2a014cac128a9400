import type { DigestReport } from '../../reports/digestReport.ts';
import type { TeamCost } from '../../reports/teamCostLine.ts';
import type { Formatter } from '../formatter.ts';
import type { DigestView, TeamView } from '../view/digestView.ts';
import { barChart, type CardElement, container, textBlock } from './adaptiveCard.ts';
import type { CardSize } from './card.ts';
import { rowElements, storyElements, tableElements, tileElements } from './elements.ts';

/** A team's week as a card: what it cost and why, and what is theirs to fix by when. */
export function digestElements(
  report: DigestReport,
  { teams, moreTeams }: DigestView,
  formatter: Formatter,
  size: CardSize,
): CardElement[] {
  return [
    ...teams.flatMap((team, place) => teamElements(team, report.teams[place]?.costs ?? [], formatter, size)),
    ...(moreTeams === '' ? [] : [textBlock(moreTeams, { size: 'Small', isSubtle: true })]),
  ];
}

function teamElements(
  team: TeamView,
  costs: readonly TeamCost[],
  formatter: Formatter,
  { detailed }: CardSize,
): CardElement[] {
  const heading =
    team.heading === ''
      ? []
      : [textBlock(team.heading, { weight: 'Bolder', size: 'Medium', separator: true })];
  if (team.quiet !== '') return [...heading, textBlock(team.quiet)];
  return [
    ...heading,
    ...tileElements(team.tiles),
    ...(detailed ? trendElements(team, costs, formatter) : []),
    ...(detailed ? team.stories.flatMap(storyElements) : []),
    ...(team.alerts ? tableElements(team.alerts) : []),
    ...tableElements(team.mine),
    ...(team.others === '' ? [] : [textBlock(team.others, { size: 'Small', isSubtle: true })]),
  ];
}

/** Eight weeks as bars. A week that was not read has no bar, and its label says so. */
function trendElements(
  team: TeamView,
  costs: readonly TeamCost[],
  { words, shortWeek }: Formatter,
): CardElement[] {
  return costs.flatMap(({ currency, trend }, place) => {
    const table = team.costs[place]?.trend;
    if (!table || trend.length < 2) return [];
    const bars = trend.map(({ week, amount }) =>
      amount === undefined
        ? { label: words.card.weekNotRead(shortWeek(week)), value: 0 }
        : { label: shortWeek(week), value: Number(amount) },
    );
    const fallback = container([textBlock(table.title, { weight: 'Bolder' }), ...rowElements(table)]);
    return [barChart(words.card.trendIn(currency), bars, fallback)];
  });
}
