import { type Config, ConfigSchema } from '../../shared/config/schema.ts';

/** A configuration of two teams and the platform team, with everything else at its default. */
export function makeConfig(overrides: Partial<Config> = {}): Config {
  const config = ConfigSchema.parse({
    organisation: 'Contoso',
    azure: { subscriptions: ['11111111-1111-4111-8111-111111111111'] },
    teams: [
      { id: 'shop', name: 'Web shop', costCenter: 'CC-100', leads: { mail: ['shop@contoso.com'] } },
      {
        id: 'pay',
        name: 'Payments',
        costCenter: 'CC-200',
        glAccount: '6410',
        leads: { mail: ['pay@contoso.com'] },
      },
      { id: 'plat', name: 'Platform', costCenter: 'CC-900' },
    ],
    cost: { platformTeam: 'plat' },
    audiences: {
      finance: { mail: ['finance@contoso.com'] },
      security: { mail: ['security@contoso.com'] },
      operator: { mail: ['operator@contoso.com'] },
    },
    delivery: {
      mail: {
        smtp: { host: '127.0.0.1', tls: 'none' },
        from: 'purser@contoso.com',
        domains: ['contoso.com'],
      },
    },
  });
  return { ...config, ...overrides };
}
