import type { Status } from '../../shared/pipeline/status.ts';
import type { DeliveryOutcome, DeliveryRow } from '../../shared/store/store.ts';
import { sayReason } from './reasons.ts';

const OUTCOMES = {
  sent: 'got it',
  accepted: 'accepted, which is not yet posted',
  refused: 'refused',
  optedOut: 'opted out',
  notListed: 'not listed any more',
} as const satisfies Record<DeliveryOutcome['outcome'], string>;

/** Who got what, when, by what transport, and why something was not sent, with what to do; newest first. */
export function describeDeliveries({ deliveries }: Pick<Status, 'deliveries'>, limit?: number): string {
  const shown = deliveries.slice(0, limit);
  const hidden = deliveries.length - shown.length;
  return [
    'DELIVERIES',
    ...(deliveries.length === 0 ? ['  none'] : []),
    ...shown.flatMap((row) => describeDelivery(row)),
    ...(hidden > 0 ? [`  and ${hidden} more: name a --kind, --period or --audience, or add --json`] : []),
  ].join('\n');
}

function describeDelivery(row: DeliveryRow): string[] {
  const { kind, period, audience, channel, resend, updatedAt, problem, archiveKey } = row;
  const again = resend > 0 ? ` (sent again, no. ${resend})` : '';
  const people = row.outcomes.length > 0 ? row.outcomes.map(describeOutcome) : row.recipients;
  return [
    `  ${kind.padEnd(10)} ${period.padEnd(8)} ${audience.padEnd(24)} ${channel.padEnd(5)} ${describeState(row)}  ${updatedAt}${again}`,
    ...people.map((one) => `      ${one}`),
    ...(problem ? [`      ${problem.message}`, `      → ${problem.remedy}`] : []),
    ...(archiveKey === '' ? [] : [`      archived as ${archiveKey}`]),
  ];
}

/** `sent by smtp`, `poisoned by smtp (5 tries)`, `waiting until …`, `skipped (optedOut)`. */
function describeState({ state, transport, tries, waitingUntil, skipped }: DeliveryRow): string {
  if (state === 'waiting' && waitingUntil !== undefined) return `waiting until ${waitingUntil}`;
  if (state === 'skipped') return `skipped${skipped ? ` (${skipped})` : ''}`;
  return `${state}${transport ? ` by ${transport}` : ''}${tries > 1 ? ` (${tries} tries)` : ''}`;
}

function describeOutcome({ address, outcome, answer, reasons }: DeliveryOutcome): string {
  const why = reasons.length > 0 ? ` (${reasons.map(sayReason).join(', ')})` : '';
  const said = outcome === 'refused' && answer !== '' ? `: ${answer}` : '';
  return `${address}${why} ${OUTCOMES[outcome]}${said}`;
}
