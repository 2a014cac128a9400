import type { GovernanceReport } from '../../reports/governanceReport.ts';
import type { Formatter } from '../formatter.ts';
import type { GovernanceView } from '../view/governanceView.ts';
import { barChart, type CardElement, container, textBlock } from './adaptiveCard.ts';
import type { CardSize } from './card.ts';
import { rowElements, tableElements, tileElements } from './elements.ts';

/** The week of security and platform as a card: the figures, the matrix, what is overdue and what comes next. */
export function governanceElements(
  { trend }: GovernanceReport,
  view: GovernanceView,
  { words, shortWeek }: Formatter,
  { detailed }: CardSize,
): CardElement[] {
  const tables = detailed ? [view.overdue, view.alerts, view.findings, view.scans] : [view.overdue];
  const first = trend.findIndex(({ open }) => open !== undefined);
  const known = first === -1 ? [] : trend.slice(first);
  const chart =
    detailed && known.length > 1
      ? [
          barChart(
            words.card.openByWeek,
            known.map(({ week, open }) =>
              open === undefined
                ? { label: words.card.weekNotRead(shortWeek(week)), value: 0 }
                : { label: shortWeek(week), value: open },
            ),
            container([textBlock(view.trend.title, { weight: 'Bolder' }), ...rowElements(view.trend)]),
          ),
        ]
      : [];
  return [
    ...tileElements(view.tiles),
    ...tableElements(view.surfaces),
    ...chart,
    ...tables.flatMap((table) => (table ? tableElements(table) : [])),
  ];
}
