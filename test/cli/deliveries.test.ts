import { describe, expect, it } from 'vitest';
import { describeDeliveries } from '../../local/cli/deliveries.ts';
import type { DeliveryRow } from '../../shared/store/store.ts';

const ROW: DeliveryRow = {
  ...{ kind: 'digest', period: '2026-W47', audience: 'team:shop', channel: 'mail', hash: 'abc', resend: 0 },
  ...{ state: 'sent', tries: 1, updatedAt: '2026-11-23T06:00:00.000Z', recipients: ['ann@contoso.com'] },
  ...{ receipt: '250 ok', problem: undefined, transport: 'smtp', messageId: '<1@contoso.com>' },
  ...{ waitingUntil: undefined, skipped: undefined, sourceHash: 'f00', archiveKey: 'digest/1/message.eml' },
  outcomes: [
    {
      ...{ address: 'ann@contoso.com', outcome: 'sent', answer: '250 ok', temporary: false },
      reasons: [
        { role: 'lead', team: 'shop' },
        { role: 'costCenter', costCenter: 'CC-100' },
      ],
    },
    { ...{ address: 'bob@contoso.com', outcome: 'optedOut', answer: '', temporary: false }, reasons: [] },
  ],
};

describe('the status of deliveries', () => {
  it('tells who got what, when, by which transport and why, and where it is archived', () => {
    expect(describeDeliveries({ deliveries: [ROW] }).split('\n')).toEqual([
      'DELIVERIES',
      '  digest     2026-W47 team:shop                mail  sent by smtp  2026-11-23T06:00:00.000Z',
      '      ann@contoso.com (lead of shop, owner of cost centre CC-100) got it',
      '      bob@contoso.com opted out',
      '      archived as digest/1/message.eml',
    ]);
  });

  it('tells why something did not go out, with what to do, and that something was sent again', () => {
    const problem = { at: ROW.updatedAt, message: 'It is quiet.', remedy: 'It goes out by itself.' };
    const open = { outcomes: [], archiveKey: '', problem };
    const deliveries: DeliveryRow[] = [
      { ...ROW, ...open, state: 'waiting', waitingUntil: '2026-11-24T00:00:00.000Z' },
      { ...ROW, ...open, state: 'skipped', skipped: 'empty', recipients: [] },
      { ...ROW, ...open, state: 'poisoned', tries: 5, resend: 2 },
    ];
    const text = describeDeliveries({ deliveries });
    expect(text).toContain('waiting until 2026-11-24T00:00:00.000Z');
    expect(text).toContain('skipped (empty)');
    expect(text).toContain('poisoned by smtp (5 tries)  2026-11-23T06:00:00.000Z (sent again, no. 2)');
    expect(text.match(/→ It goes out by itself\./g)).toHaveLength(3);
  });

  it('says how many it does not show, and that there are none', () => {
    expect(describeDeliveries({ deliveries: [ROW, ROW, ROW] }, 1)).toContain('and 2 more');
    expect(describeDeliveries({ deliveries: [] })).toBe('DELIVERIES\n  none');
  });
});
