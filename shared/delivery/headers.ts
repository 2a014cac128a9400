import type { DeliverTask } from '../model/tasks.ts';
import { toPlainLine } from '../render/plainText.ts';
import type { Sender } from './sender.ts';

/**
 * Headers that tell mail programs what this is: sent by a machine that wants no answer from another (RFC 3834, and
 * Exchange's own), of which list (RFC 2919), and how to leave it (RFC 2369). One value each, in ASCII.
 */
export function headersOf(
  { kind, audience }: Pick<DeliverTask, 'kind' | 'audience'>,
  sender: Pick<Sender, 'address' | 'domain'>,
): Readonly<Record<string, string>> {
  const subject = encodeURIComponent(toPlainLine(`unsubscribe ${kind} ${audience}`, 120));
  return {
    'Auto-Submitted': 'auto-generated',
    'X-Auto-Response-Suppress': 'All',
    'List-Id': `Purser ${kind} <${kind}.purser.${sender.domain}>`,
    'List-Unsubscribe': `<mailto:${sender.address}?subject=${subject}>`,
  };
}
