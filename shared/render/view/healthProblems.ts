import { nameReasons, releaseCommand } from '../../closing/notices.ts';
import type { HealthProblem } from '../../reports/healthReport.ts';
import type { Formatter } from '../formatter.ts';
import { listDays } from './names.ts';

/** A problem in words: what it is of, and what happened and can be done. */
export interface ToldProblem {
  readonly what: string;
  readonly remedy: string;
}

/** Tells of a problem of the health note; what sources and transports said stays in their words. */
export function tellProblem(problem: HealthProblem, formatter: Formatter): ToldProblem {
  const { words, figure } = formatter;
  const { health, coverage } = words;
  const nameReport = (kind: keyof typeof words.frame.titles, period: string): string =>
    health.report(words.frame.titles[kind], formatter.period(period));
  switch (problem.kind) {
    case 'notLookedAt':
      return { what: health.watched[problem.what], remedy: explain(problem) };
    case 'failed':
      return {
        what: health.failedUnits(health.stages[problem.stage], problem.subject, figure(problem.count - 1)),
        remedy: explain(problem),
      };
    case 'unread':
      return {
        what: health.unread(
          coverage.sources[problem.source],
          problem.name,
          listDays(problem.days, formatter),
        ),
        remedy: explain(problem) || health.neverTried,
      };
    case 'notBuilt':
      return {
        what: nameReport(problem.report, problem.period),
        remedy: health.notBuilt(`npm run purser -- deliver ${problem.report} --period ${problem.period}`),
      };
    case 'held':
      return {
        what: nameReport('chargeback', problem.period),
        remedy: health.held(
          nameReasons(problem.reasons.map((name) => ({ name }))),
          releaseCommand(problem.period),
        ),
      };
    case 'awaitingClosing':
      return {
        what: nameReport('chargeback', problem.period),
        remedy: health.awaitingClosing(`npm run purser -- close --period ${problem.period}`),
      };
    case 'poison':
      return {
        what: health.poison(problem.queue, figure(problem.count), problem.isMore),
        remedy: health.poisonRemedy(problem.subject, formatter.instant(problem.since)),
      };
    case 'undelivered':
      return tellUndelivered(problem, nameReport(problem.report, problem.period), formatter);
  }
}

function tellUndelivered(
  problem: Extract<HealthProblem, { readonly kind: 'undelivered' }>,
  report: string,
  { words, figure, instant }: Formatter,
): ToldProblem {
  const { health, notice } = words;
  const { audience, channel, state, tries, since } = problem;
  return {
    what: health.undelivered(report, audience, notice.channels[channel]),
    remedy: health.undeliveredNote(
      notice.deliveries[state] ?? health.states[state] ?? state,
      figure(tries),
      instant(since),
      explain(problem) || health.underWay,
    ),
  };
}

function explain({ message, remedy }: { readonly message: string; readonly remedy: string }): string {
  return `${message} ${remedy}`.trim();
}
