import type { ClusterFigure, GateFigures, GateReason } from '../../closing/life.ts';
import type { Obstacle } from '../../closing/obstacles.ts';
import type { Formatter } from '../formatter.ts';
import { sayCoverage } from './coverageWords.ts';

/** Why the gate holds a chargeback back, in a sentence; the name alone where its figures are not told. */
export function sayReason({ name, figures, sentence }: GateReason, formatter: Formatter): string {
  return figures ? sayFigures(figures, formatter) : (sentence ?? name);
}

/** What can be done about it. */
export function sayRemedy({ name, remedy }: GateReason, { words }: Formatter): string {
  return remedy ?? words.gate.remedies[name];
}

/** Makes the function that puts into words what stands against closing a month. */
export function sayObstacle(formatter: Formatter): (obstacle: Obstacle) => string {
  return (obstacle) => {
    switch (obstacle.kind) {
      case 'gate':
        return sayReason(obstacle.reason, formatter);
      case 'coverage':
        return sayCoverage(obstacle.coverage, formatter);
      case 'reconciliation':
        return obstacle.differences
          .map(({ currency, difference, notCharged }) =>
            formatter.words.gate.reconciliation(`${difference} ${currency}`, `${notCharged} ${currency}`),
          )
          .join(' ');
    }
  };
}

function sayFigures(figures: GateFigures, formatter: Formatter): string {
  const { words, percent, number, list } = formatter;
  const { gate } = words;
  switch (figures.kind) {
    case 'negativeIdle': {
      const places = listPlaces(figures.clusters, percent, formatter);
      return withMore(gate.negativeIdle(places, percent(figures.allowedPercent)), figures.more, formatter);
    }
    case 'billRatio': {
      const places = listPlaces(figures.clusters, (ratio) => gate.times(number(ratio)), formatter);
      const sentence = gate.billRatio(places, number(figures.min), number(figures.max));
      return withMore(sentence, figures.more, formatter);
    }
    case 'monthRatio': {
      const month = formatter.period(figures.previousMonth);
      const totals = figures.currencies.map(({ currency, ratio }) =>
        gate.monthOf(number(ratio), month, currency),
      );
      return gate.monthRatio(list(totals), number(figures.min), number(figures.max));
    }
    case 'unownedShare': {
      const shares = figures.currencies.map(({ currency, percent: share }) =>
        share === undefined ? gate.some(currency) : gate.share(percent(share), currency),
      );
      return gate.unownedShare(list(shares), percent(figures.allowedPercent));
    }
    case 'coverage':
      return figures.readPercent === undefined
        ? gate.coverageNothing(percent(figures.askedPercent))
        : gate.coverage(
            percent(figures.readPercent),
            percent(figures.askedPercent),
            list(figures.missing) || words.table.none,
          );
  }
}

/** `12.4% (aks-prod) and more than all (aks-test)` */
function listPlaces(
  clusters: readonly ClusterFigure[],
  say: (figure: string) => string,
  { words: { gate }, list }: Formatter,
): string {
  return list(
    clusters.map(({ clusterName, figure }) =>
      gate.place(figure === undefined ? gate.all : say(figure), clusterName),
    ),
  );
}

function withMore(sentence: string, more: number, { words, figure }: Formatter): string {
  return more > 0 ? words.gate.more(sentence, figure(more)) : sentence;
}
