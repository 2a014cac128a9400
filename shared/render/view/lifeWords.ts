import { type Correction, type Decision, isHeld, type StatementLife } from '../../closing/life.ts';
import { nameReasons, releaseCommand } from '../../closing/notices.ts';
import { formatExact, parseAmount, sumAmounts } from '../../model/money.ts';
import { byKey } from '../../model/order.ts';
import type { Formatter } from '../formatter.ts';
import { sayReason, sayRemedy } from './gateWords.ts';

/** Characters of a hash that name the data. */
const SHORT_HASH = 12;

/**
 * What a reader must know of the life of a statement, most important first. A team is told what was decided about its
 * statement, without the figures of the organisation.
 * @param month `2026-10`
 */
export function sayLife(
  life: StatementLife,
  month: string,
  reader: 'organisation' | 'team',
  formatter: Formatter,
): readonly string[] {
  return [
    ...sayHold(life, month, reader, formatter),
    ...sayClosing(life, formatter),
    ...sayRelease(life, reader, formatter),
    ...life.corrections.flatMap((correction) => sayCorrection(correction, formatter)),
  ];
}

function sayHold(
  life: StatementLife,
  month: string,
  reader: 'organisation' | 'team',
  formatter: Formatter,
): string[] {
  if (!isHeld(life)) return [];
  const { words } = formatter;
  const held = words.life.held(nameReasons(life.held));
  if (reader === 'team') return [held];
  return [
    ...life.held.map((reason) =>
      words.life.gate(reason.name, sayReason(reason, formatter), sayRemedy(reason, formatter)),
    ),
    `${held} ${words.life.release(releaseCommand(month))}`,
  ];
}

function sayClosing({ closing, reopened }: StatementLife, formatter: Formatter): string[] {
  const { life } = formatter.words;
  const again =
    reopened &&
    life.reopened(
      formatter.count(reopened.revision),
      reopened.hash.slice(0, SHORT_HASH),
      ...sayDecision(reopened, formatter),
      endSentence(reopened.reason),
    );
  if (!closing) return again ? [`${again} ${life.reopenedStays}`] : [];
  const { revision, accepted, reason } = closing;
  const over = accepted.length === 0 ? '' : life.closedOver(accepted.join(', '));
  const why = reason === '' ? '.' : life.because(endSentence(reason));
  return [
    ...(again ? [`${life.revision(formatter.count(revision))} ${again}`] : []),
    `${life.closed(...sayDecision(closing, formatter))}${over}${why}`,
  ];
}

function sayRelease(
  { release, held }: StatementLife,
  reader: 'organisation' | 'team',
  formatter: Formatter,
): string[] {
  if (!release) return [];
  const why =
    reader === 'team'
      ? release.held.join(', ')
      : held.map((reason) => sayReason(reason, formatter)).join(' ');
  return [
    formatter.words.life.released(
      ...sayDecision(release, formatter),
      endSentence(release.reason),
      endSentence(why),
    ),
  ];
}

function sayDecision({ at, by }: Decision, formatter: Formatter): readonly [when: string, by: string] {
  return [formatter.instant(at), by];
}

function sayCorrection({ origin, waiting, problem }: Correction, formatter: Formatter): string[] {
  const { life } = formatter.words;
  const month = formatter.period(origin);
  if (problem !== undefined) return [life.correctionUnknown(month, problem)];
  return [...Map.groupBy(waiting, ({ currency }) => currency)].sort(byKey).map(([currency, own]) => {
    const sum = formatExact(sumAmounts(own.map(({ exact }) => parseAmount(exact) ?? 0n)));
    return life.correctionsWaiting(month, formatter.figure(own.length), formatter.exact(sum, currency));
  });
}

function endSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
