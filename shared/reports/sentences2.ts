import { type Correction, type Decision, isHeld, type Release, type StatementLife } from '../closing/life.ts';
import { formatExact, parseAmount, sumAmounts } from '../model/money.ts';
import { byKey } from '../model/order.ts';

/**
 * The sentences about the life of a statement that version 2 kept at the head of its notices, word for word: they
 * must never change, since what was kept is read and written by them. Later versions tell of it from the life itself.
 * @param month `2026-10`
 */
export function sentencesOf2(
  life: StatementLife | undefined,
  month: string,
  reader: 'organisation' | 'team',
): readonly string[] {
  if (!life) return [];
  return [
    ...describeHold(life, month, reader),
    ...describeClosing(life),
    ...(life.release ? [describeRelease(life, life.release, reader)] : []),
    ...life.corrections.flatMap(describeCorrection),
  ];
}

function describeHold(life: StatementLife, month: string, reader: 'organisation' | 'team'): string[] {
  if (!isHeld(life)) return [];
  const held = `Held back from finance and the teams: ${life.held.map(({ name }) => name).join(', ')}.`;
  if (reader === 'team') return [held];
  return [
    ...life.held.map(({ name, sentence = '', remedy = '' }) => `${name}: ${sentence} ${remedy}`),
    `${held} If the figures are right all the same: npm run purser -- release --period ${month} --reason "…"`,
  ];
}

function describeClosing({ closing, reopened }: StatementLife): string[] {
  const again = reopened
    ? `Revision ${reopened.revision} (data ${reopened.hash.slice(0, 12)}) was opened again ${describeDecision(reopened)}`
    : undefined;
  if (!closing) return again ? [`${again} It stays readable; this takes its place when it is closed.`] : [];
  const { revision, accepted, reason, at, by } = closing;
  const why = reason === '' ? '.' : `, because: ${endSentence(reason)}`;
  const over = accepted.length === 0 ? '' : ` over ${accepted.join(', ')}`;
  return [
    ...(again ? [`This is revision ${revision}. ${again}`] : []),
    `Closed on ${at.slice(0, 10)} by ${by}${over}${why}`,
  ];
}

function describeRelease(life: StatementLife, release: Release, reader: 'organisation' | 'team'): string {
  const held =
    reader === 'team' ? release.held.join(', ') : life.held.map(({ sentence = '' }) => sentence).join(' ');
  return `Released ${describeDecision(release)} The gate had held it: ${endSentence(held)}`;
}

/** `on 2026-11-05 by Ada, because: the credit is real.` */
function describeDecision({ at, by, reason }: Decision): string {
  return `on ${at.slice(0, 10)} by ${by}, because: ${endSentence(reason)}`;
}

function describeCorrection({ origin, waiting, problem }: Correction): string[] {
  if (problem !== undefined) return [`Corrections of ${origin} are not known. ${problem}`];
  return [...Map.groupBy(waiting, ({ currency }) => currency)].sort(byKey).map(([currency, own]) => {
    const sum = formatExact(sumAmounts(own.map(({ exact }) => parseAmount(exact) ?? 0n)));
    const teams = own.length === 1 ? 'one team' : `${own.length} teams`;
    return `Corrections of ${origin} for ${teams}, together ${sum} ${currency}, are below the threshold and wait.`;
  });
}

function endSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
