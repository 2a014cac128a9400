import type { TeamCost } from '../../reports/teamCostLine.ts';
import type { Formatter } from '../formatter.ts';
import { toPlainLine } from '../plainText.ts';
import { largestOf, shareOf } from '../view/comparison.ts';
import { sayAnomaly, sayEfficiency, sayMonth, toneOfBudget } from '../view/costWords.ts';
import { toTile } from '../view/table.ts';
import { type Chart, drawColumns, drawMonth } from './chart.ts';
import { sectionsOfMovement } from './movement.ts';
import { figure, type PageTable, type Section, toRow, toSection, toTable, words } from './parts.ts';

type Money = (amount: string) => string;

/** What a team's week cost, where its month leads, what moved and what is wasted, in one currency. */
export function sectionsOfCost(
  cost: TeamCost,
  isOneOfSeveral: boolean,
  formatter: Formatter,
): readonly Section[] {
  const { digest } = formatter.words.page;
  const money: Money = (amount) => formatter.money(amount, cost.currency, cost.digits);
  const suffix = isOneOfSeveral ? `-${cost.currency.toLowerCase().replace(/[^a-z]/g, '')}` : '';
  const name = (title: string): string => (isOneOfSeveral ? `${title} (${cost.currency})` : title);
  return [
    toSection(`week${suffix}`, name(digest.trend), {
      tiles: [
        toTile(digest.week, money(cost.week)),
        toTile(digest.before, cost.previousWeek === undefined ? digest.notRead : money(cost.previousWeek)),
      ],
      chart: chartOfTrend(`trend${suffix}`, cost, formatter, money),
      table: tableOfTrend(`trend${suffix}-table`, cost, formatter, money),
      fold: formatter.words.page.listing.figures,
    }),
    toSection(`month${suffix}`, name(digest.month), {
      tiles: tilesOfMonth(cost, formatter, money),
      chart: chartOfMonth(`month-chart${suffix}`, cost, formatter, money),
      sentences: [
        sayMonth(cost, formatter, money),
        ...cost.anomalies.map((anomaly) => sayAnomaly(anomaly, formatter, money)),
      ].map((sentence) => toPlainLine(sentence, 400)),
    }),
    ...sectionsOfMovement(`moved${suffix}`, name(digest.moved), cost.movement, { formatter, money }),
    toSection(`namespaces${suffix}`, name(digest.namespaces), {
      table: tableOfNamespaces(`namespaces${suffix}-table`, cost, formatter, money),
    }),
    ...sectionsOfSizing(`sizing${suffix}`, name(digest.rightSizing), cost, formatter, money),
  ];
}

function chartOfTrend(id: string, { trend, currency }: TeamCost, formatter: Formatter, money: Money): Chart {
  const { digest } = formatter.words.page;
  const short = new Intl.NumberFormat(formatter.locale, { notation: 'compact', maximumSignificantDigits: 3 });
  return drawColumns({
    id,
    title: digest.trend,
    text: trend
      .map(
        ({ week, amount }) => `${nameWeek(week)}: ${amount === undefined ? digest.notRead : money(amount)}`,
      )
      .join('; '),
    columns: trend.map(({ week, amount }) => ({
      label: nameWeek(week),
      value: amount === undefined ? '–' : short.format(Number(amount)),
      portions:
        amount === undefined
          ? []
          : [{ value: Number(amount), colour: 's1', title: `${nameWeek(week)}: ${money(amount)}` }],
    })),
    legend: [{ colour: 's1', text: `${digest.amount}, ${toPlainLine(currency)}` }],
  });
}

/** `2026-W47` is `W47` on an axis that is of one year. */
function nameWeek(week: string): string {
  return week.slice(week.indexOf('W'));
}

function tableOfTrend(id: string, { trend }: TeamCost, formatter: Formatter, money: Money): PageTable {
  const { digest } = formatter.words.page;
  return toTable(
    id,
    digest.trend,
    [digest.trendAxis, digest.amount],
    trend.map(({ week, amount }) =>
      toRow(words(formatter.period(week)), [
        amount === undefined ? figure(digest.notRead, '', { tone: 'muted' }) : figure(money(amount), amount),
      ]),
    ),
  );
}

function tilesOfMonth(cost: TeamCost, formatter: Formatter, money: Money): Section['tiles'] {
  const { digest } = formatter.words.page;
  const { budget, forecast, monthToDate } = cost;
  return [
    toTile(digest.month, money(monthToDate), '', toneOfBudget(budget)),
    ...(forecast.kind === 'estimate'
      ? [toTile(digest.forecast, money(forecast.amount), `±${formatter.percent(forecast.errorPercent)}`)]
      : []),
    ...(budget ? [toTile(digest.planned, money(budget.monthly), formatter.percent(budget.usedPercent))] : []),
  ];
}

function chartOfMonth(id: string, cost: TeamCost, formatter: Formatter, money: Money): Chart | null {
  const { digest } = formatter.words.page;
  const { monthToDate, forecast, budget } = cost;
  const spent = { value: Number(monthToDate), colour: 's1', title: digest.spent(money(monthToDate)) };
  const ahead =
    forecast.kind === 'estimate'
      ? { value: Number(forecast.amount), colour: 'ahead', title: digest.ahead(money(forecast.amount)) }
      : undefined;
  const planned = budget && { value: Number(budget.monthly), text: digest.budget(money(budget.monthly)) };
  if (!ahead && !planned) return null;
  const text = [spent.title, ahead?.title, planned?.text].filter(Boolean).join('; ');
  return drawMonth({ id, title: digest.monthChart, text, spent, ahead, budget: planned });
}

function tableOfNamespaces(id: string, cost: TeamCost, formatter: Formatter, money: Money): PageTable {
  const { digest, cost: labels } = formatter.words.page;
  const largest = largestOf(cost.namespaces.map(({ amount }) => amount));
  return toTable(
    id,
    digest.namespaces,
    [digest.namespace, labels.share, digest.before, digest.week],
    cost.namespaces
      .slice(0, 100)
      .map(({ namespace, clusterName, amount, previous }) =>
        toRow(words(namespace === '' ? labels.wholeCluster : namespace, { sub: clusterName }), [
          words('', { bar: shareOf(amount, largest) }),
          previous === undefined
            ? figure(digest.notRead, '', { tone: 'muted' })
            : figure(money(previous), previous),
          figure(money(amount), amount),
        ]),
      ),
    { empty: cost.namespaces.length === 0 ? labels.nothingCharged : '' },
  );
}

function sectionsOfSizing(
  id: string,
  title: string,
  { rightSizing, efficiency }: TeamCost,
  formatter: Formatter,
  money: Money,
): readonly Section[] {
  const { digest } = formatter.words.page;
  const said = sayEfficiency(efficiency, formatter, money);
  if (said === '' && rightSizing.length === 0) return [];
  const number = (text: string): string => formatter.count(Number(text));
  return [
    toSection(id, title, {
      sentences: said === '' ? [] : [toPlainLine(said, 400)],
      table: toTable(
        `${id}-table`,
        title,
        [digest.workload, digest.cpu, digest.memory, digest.saving],
        rightSizing
          .slice(0, 100)
          .map(({ workload, namespace, clusterName, cpuCores, ramMib, monthlySaving }) => {
            const cell = ({ requested, used, recommended }: typeof cpuCores) =>
              words(digest.sizing(number(requested), number(used), number(recommended)));
            return toRow(words(workload, { sub: `${clusterName} / ${namespace}` }), [
              cell(cpuCores),
              cell(ramMib),
              figure(money(monthlySaving), monthlySaving),
            ]);
          }),
      ),
    }),
  ];
}
