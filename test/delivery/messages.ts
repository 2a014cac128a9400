import type { Message } from '../../shared/delivery/channel.ts';
import type { DeliverTask } from '../../shared/model/tasks.ts';
import { taskFor } from './settings.ts';

/** A message as composing makes them, with one file; `bytes` is the size of another. */
export function messageFor(
  changes: Partial<DeliverTask> = {},
  { bytes = 0, ...parts }: Partial<Message> & { readonly bytes?: number } = {},
): Message {
  const csv = new TextEncoder().encode('team;amount\r\npayments;10.00\r\n');
  return {
    messageId: '<chargeback.2026-10.finance.mail.0123456789abcdef@contoso.example>',
    subject: 'AKS chargeback: Contoso, October 2026 (provisional)',
    html: '<!doctype html><p>10,00 €</p>',
    text: '10,00 €\n',
    card: '{"type":"AdaptiveCard"}',
    attachments: [
      { format: 'csv', contentType: 'text/csv; charset=utf-8', fileName: 'chargeback.csv', body: csv },
      ...(bytes > 0
        ? [
            {
              format: 'xlsx' as const,
              contentType: 'application/octet-stream',
              fileName: 'big.xlsx',
              body: new Uint8Array(bytes).map((_, index) => index % 251),
            },
          ]
        : []),
    ],
    task: taskFor(changes),
    ...parts,
  };
}
