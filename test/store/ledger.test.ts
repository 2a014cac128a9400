import { describe, expect, it } from 'vitest';
import type { Claim, DeliveryKey, DeliveryRow, DeliveryState } from '../../shared/store/store.ts';
import { useStore } from './store.ts';

const stage = useStore();

const LEASE = 120;
const START = new Date('2026-11-02T06:00:00.000Z');
const later = (seconds: number): Date => new Date(START.getTime() + seconds * 1000);

function keyOf(name: string, resend = 0): DeliveryKey {
  return {
    kind: 'digest',
    period: '2026-W44',
    audience: `team:${name}`,
    channel: 'mail',
    hash: 'abc',
    resend,
  };
}

function claim(key: DeliveryKey, now = START): Promise<Claim> {
  return stage.store.ledger.claim(key, ['lead@contoso.com'], now, LEASE);
}

/** Claims and moves on to `state`, as a worker does. */
async function claimAndRecord(key: DeliveryKey, state: DeliveryState, now = START): Promise<DeliveryRow> {
  const claimed = await claim(key, now);
  if (claimed.outcome !== 'claimed') throw new Error(`expected a claim, got ${claimed.outcome}`);
  const row: DeliveryRow = { ...claimed.row, state, updatedAt: now.toISOString() };
  expect(await stage.store.ledger.record(row, claimed.etag)).not.toBe(false);
  return row;
}

describe('claiming a delivery', () => {
  it('lets one of many claimants win; the others find it busy', async () => {
    const other = await stage.openAgain();
    const ledgers = Array.from({ length: 10 }, (_, index) => (index % 2 ? stage.store : other).ledger);
    const claims = await Promise.all(ledgers.map((ledger) => ledger.claim(keyOf('race'), [], START, LEASE)));
    expect(claims.map(({ outcome }) => outcome).sort()).toEqual([...Array(9).fill('busy'), 'claimed']);
  });

  it('gives a claim of a worker that died before sending to the next one, after the lease', async () => {
    await claim(keyOf('died'));
    expect((await claim(keyOf('died'), later(LEASE - 1))).outcome).toBe('busy');
    const again = await claim(keyOf('died'), later(LEASE));
    expect(again).toMatchObject({ outcome: 'claimed', row: { tries: 2, state: 'claimed' } });
  });

  it('gives an expired claim to one of many, too', async () => {
    await claim(keyOf('expired-race'));
    const claims = await Promise.all(
      Array.from({ length: 6 }, () => claim(keyOf('expired-race'), later(LEASE))),
    );
    expect(claims.map(({ outcome }) => outcome).sort()).toEqual([...Array(5).fill('busy'), 'claimed']);
  });

  it('never sends again by itself what a worker that died had begun to send', async () => {
    await claimAndRecord(keyOf('sending'), 'sending');
    expect((await claim(keyOf('sending'), later(LEASE - 1))).outcome).toBe('busy');
    expect((await claim(keyOf('sending'), later(LEASE))).outcome).toBe('uncertain');
    expect((await claim(keyOf('sending'), later(100 * LEASE))).outcome).toBe('uncertain');
    const rows = await stage.store.ledger.listDeliveries({ kind: 'digest', period: '2026-W44' });
    expect(rows.find((row) => row.audience === 'team:sending')).toMatchObject({
      state: 'uncertain',
      updatedAt: later(LEASE).toISOString(),
    });
  });

  it('tries again at once what failed for now, and counts', async () => {
    await claimAndRecord(keyOf('failed'), 'failed');
    const second = await claim(keyOf('failed'), later(1));
    expect(second).toMatchObject({ outcome: 'claimed', row: { tries: 2 } });
    expect((await claim(keyOf('failed'), later(2))).outcome).toBe('busy');
  });

  it.each(['sent', 'accepted', 'poisoned'] as const)(
    'leaves what is %s alone; a numbered repeat is a delivery of its own',
    async (state) => {
      const row = await claimAndRecord(keyOf(state), state);
      expect(await claim(keyOf(state), later(100 * LEASE))).toEqual({ outcome: 'done', row });
      expect(await claim(keyOf(state, 1))).toMatchObject({
        outcome: 'claimed',
        row: { resend: 1, tries: 1 },
      });
    },
  );

  it('looks again at what was skipped or waits: somebody may be there by now', async () => {
    for (const state of ['skipped', 'waiting'] as const) {
      await claimAndRecord(keyOf(state), state);
      expect(await claim(keyOf(state), later(1))).toMatchObject({ outcome: 'claimed' });
      expect((await claim(keyOf(state), later(2))).outcome).toBe('busy');
    }
  });

  it('keeps deliveries of different data, audience, channel and period apart', async () => {
    const key = keyOf('apart');
    const keys: DeliveryKey[] = [
      key,
      { ...key, hash: 'def' },
      { ...key, channel: 'teams' },
      { ...key, period: '2026-W45' },
      { ...key, kind: 'governance' },
      { ...key, audience: 'team:apart|mail' },
    ];
    const outcomes = [];
    for (const each of keys) outcomes.push((await claim(each)).outcome);
    expect(new Set(outcomes)).toEqual(new Set(['claimed']));
  });
});

describe('recording a delivery', () => {
  it('is refused to a worker whose claim was given to another meanwhile', async () => {
    const first = await claim(keyOf('overtaken'));
    const second = await claim(keyOf('overtaken'), later(LEASE));
    if (first.outcome !== 'claimed' || second.outcome !== 'claimed') throw new Error('both should claim');
    const { ledger } = stage.store;
    expect(await ledger.record({ ...first.row, state: 'sending' }, first.etag)).toBe(false);
    const etag = await ledger.record({ ...second.row, state: 'sending' }, second.etag);
    if (etag === false) throw new Error('the second holds the claim');
    expect(await ledger.record({ ...second.row, state: 'sent', receipt: '<1@x>' }, second.etag)).toBe(false);
    expect(await ledger.record({ ...second.row, state: 'sent', receipt: '<1@x>' }, etag)).not.toBe(false);
  });

  it('keeps everything, and forgets a problem that is over', async () => {
    const claimed = await claim(keyOf('whole'));
    if (claimed.outcome !== 'claimed') throw new Error('should claim');
    const recipients = Array.from({ length: 2000 }, (_, index) => `müller-${index}@contoso.com`);
    const problem = { at: START.toISOString(), message: 'Mailbox full', remedy: 'Wait.' };
    const failed: DeliveryRow = {
      ...claimed.row,
      state: 'failed',
      recipients,
      receipt: '452 4.2.2',
      problem,
      ...{ transport: 'smtp', messageId: '<1@x>', sourceHash: 'a1', archiveKey: 'digest/1.eml' },
      ...{ waitingUntil: later(60).toISOString(), skipped: 'optedOut' },
      outcomes: [
        {
          ...{ address: 'a@contoso.com', outcome: 'refused', answer: '550 no such user', temporary: false },
          reasons: [{ role: 'lead', team: 'whole' }],
        },
      ],
    };
    const etag = await stage.store.ledger.record(failed, claimed.etag);
    const find = async (): Promise<DeliveryRow | undefined> =>
      (await stage.store.ledger.listDeliveries()).find((row) => row.audience === 'team:whole');
    expect(await find()).toEqual(failed);
    const sent: DeliveryRow = {
      ...failed,
      state: 'sent',
      recipients: ['a@contoso.com'],
      problem: undefined,
      skipped: undefined,
    };
    await stage.store.ledger.record(sent, String(etag));
    expect(await find()).toEqual(sent);
  });
});

it('a row of before there were outcomes and archive keys is read as having none', async () => {
  await stage.table('purserdeliveries').createEntity({
    ...{
      partitionKey: 'digest|2024-W01',
      rowKey: 'team~3aold|mail|abc|0',
      kind: 'digest',
      period: '2024-W01',
    },
    ...{ audience: 'team:old', channel: 'mail', hash: 'abc', resend: '0', state: 'sent', tries: '1' },
    ...{ updatedAt: START.toISOString(), recipients: '["lead@contoso.com"]', receipt: '"250 ok"' },
  });
  const [row] = await stage.store.ledger.listDeliveries({ kind: 'digest', period: '2024-W01' });
  expect(row).toMatchObject({
    audience: 'team:old',
    state: 'sent',
    outcomes: [],
    messageId: '',
    archiveKey: '',
  });
  const key = { ...keyOf('old'), period: '2024-W01' };
  expect(await claim(key, later(1))).toMatchObject({ outcome: 'done', row: { receipt: '250 ok' } });
});

describe('listing deliveries', () => {
  it('gives those of a report kind and period, or all, newest first', async () => {
    const key = keyOf('list');
    await claim({ ...key, period: '2025-W01' }, later(10));
    await claim({ ...key, period: '2025-W01', channel: 'teams' }, later(30));
    await claim({ ...key, period: '2025-W02' }, later(20));
    const { ledger } = stage.store;
    const week = await ledger.listDeliveries({ kind: 'digest', period: '2025-W01' });
    expect(week.map(({ channel }) => channel)).toEqual(['teams', 'mail']);
    const all = (await ledger.listDeliveries()).filter(({ period }) => period.startsWith('2025-'));
    expect(all.map(({ period, channel }) => `${period} ${channel}`)).toEqual([
      '2025-W01 teams',
      '2025-W02 mail',
      '2025-W01 mail',
    ]);
  });
});
