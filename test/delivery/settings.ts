import { type Config, ConfigSchema } from '../../shared/config/schema.ts';
import type { DeliverTask } from '../../shared/model/tasks.ts';

/** A configuration that sends mail to a server on this machine. */
export function configFor(
  port: number,
  changes: { readonly smtp?: object; readonly teams?: object; readonly from?: string } = {},
): Config {
  return ConfigSchema.parse({
    organisation: 'Contoso',
    azure: { subscriptions: ['11111111-2222-3333-4444-555555555555'] },
    teams: [{ id: 'payments', name: 'Payments', costCenter: 'CC-1' }],
    audiences: { finance: {}, security: {}, operator: {} },
    delivery: {
      mail: {
        smtp: { host: '127.0.0.1', port, tls: 'none', ...changes.smtp },
        from: changes.from ?? 'Purser <purser@contoso.example>',
        domains: ['contoso.example'],
      },
      teams: { hosts: ['127.0.0.1'], ...changes.teams },
    },
  });
}

export function taskFor(changes: Partial<DeliverTask> = {}): DeliverTask {
  return {
    kind: 'chargeback',
    period: '2026-10',
    audience: 'finance',
    channel: 'mail',
    hash: '0123456789abcdef0123456789abcdef',
    run: 'run-1',
    ...changes,
  };
}
