import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { checkConfig } from '../../shared/config/config.ts';

const LEADS = { mail: ['ann@contoso.com'] };

/** Complaints about a configuration with one team. */
function complaintsOf(audiences: object, team: object = {}): string[] {
  const text = stringify({
    organisation: 'Contoso',
    azure: { subscriptions: ['11111111-2222-3333-4444-555555555555'] },
    teams: [{ id: 'shop', name: 'Shop', costCenter: 'CC-100', leads: LEADS, ...team }],
    audiences: {
      finance: { mail: ['finance@contoso.com'] },
      security: { mail: ['security@contoso.com'] },
      operator: { mail: ['operator@contoso.com'] },
      ...audiences,
    },
    delivery: {
      mail: { smtp: { host: 'smtp.contoso.com' }, from: 'purser@contoso.com', domains: ['contoso.com'] },
    },
  });
  return checkConfig(text).map(({ path, message }) => `${path} ${message}`);
}

describe('audiences', () => {
  it('with owners, managers, wishes and quiet periods are accepted', () => {
    const audiences = {
      unowned: LEADS,
      costCenters: [{ costCenter: 'CC-100', ...LEADS }],
      overdueAfterDays: 14,
      emptyDigest: 'skip',
      optOut: [{ address: 'ann@contoso.com', kinds: ['digest', 'chargeback'] }],
      quiet: { weekends: true, days: [{ from: '2026-12-24', to: '2027-01-01', reason: 'holidays' }] },
    };
    expect(complaintsOf(audiences, { manager: LEADS, channels: { digest: ['mail'] } })).toEqual([]);
  });

  it('cannot opt finance out of the chargeback, in any spelling', () => {
    const optOut = [{ address: 'Finance@Contoso.com', kinds: ['digest', 'chargeback'] }];
    expect(complaintsOf({ optOut })).toEqual([
      'audiences > optOut > entry 1 > kinds > entry 2 would keep the chargeback from finance',
    ]);
    expect(complaintsOf({ optOut: [{ address: 'finance@contoso.com', kinds: ['digest'] }] })).toEqual([]);
  });

  it('cannot make a statement wait', () => {
    expect(complaintsOf({ quiet: { kinds: ['chargeback'] } })).toHaveLength(1);
  });

  it('cannot have a quiet period that ends before it begins', () => {
    const days = [{ from: '2027-01-01', to: '2026-12-24' }];
    expect(complaintsOf({ quiet: { days } })).toEqual([expect.stringContaining('ends before it begins')]);
  });

  it.each([
    ['which no team is charged on', { costCenters: [{ costCenter: 'CC-10', ...LEADS }] }, {}],
    [
      'a second time',
      { costCenters: ['CC-100', 'CC-100'].map((costCenter) => ({ costCenter, ...LEADS })) },
      {},
    ],
    ['reaches nobody', { costCenters: [{ costCenter: 'CC-100' }] }, {}],
    ['reaches nobody', { unowned: {} }, {}],
    ['reaches nobody', {}, { manager: {} }],
    ['which is not among delivery.mail.domains', {}, { manager: { mail: ['ann@evil.example'] } }],
    ['and the leads have none', {}, { channels: { digest: ['teams'] } }],
  ])('that cannot work are told: %s', (message, audiences, team) => {
    expect(complaintsOf(audiences, team)).toEqual([expect.stringContaining(message)]);
  });
});
