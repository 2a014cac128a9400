import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Config, ConfigSchema } from '../../shared/config/schema.ts';
import { createMailTransport, type MailTransport } from '../../shared/delivery/mail.ts';
import { PostponedError, StoreError } from '../../shared/model/errors.ts';
import type { PlannedRecipient } from '../../shared/model/recipient.ts';
import type { DeliverTask } from '../../shared/model/tasks.ts';
import type { App } from '../../shared/pipeline/app.ts';
import { deliverTask } from '../../shared/pipeline/deliver.ts';
import { tryDelivery } from '../../shared/pipeline/dryRun.ts';
import { planRepeats } from '../../shared/pipeline/repeat.ts';
import type { Report } from '../../shared/reports/report.ts';
import { sliceReport } from '../../shared/reports/slice.ts';
import type { DeliveryRow } from '../../shared/store/store.ts';
import { chargebackOf, digestOf } from '../audiences/estate.ts';
import { makeApp, makeSources } from '../pipeline/estate.ts';
import { useStore } from '../store/store.ts';
import { failWith, type Mailbox, startMailbox } from './mailbox.ts';
import { configFor } from './settings.ts';

const ANN = 'ann@contoso.example';
const BOB = 'bob@contoso.example';
const TEAM = { id: 'alfa', name: 'Alfa', costCenter: 'CC-1', leads: { mail: [ANN, BOB] } };
const MONDAY = '2026-11-23T06:00:00.000Z';
const SATURDAY = '2026-11-21T06:00:00.000Z';
const stage = useStore();
const { clock, ...memory } = makeApp(makeSources(), MONDAY);
let mailbox: Mailbox;
let refused: readonly string[];
let mail: MailTransport | undefined;
let runs = 0;

beforeEach(async () => {
  refused = [];
  clock.time = new Date(MONDAY);
  mailbox = await startMailbox({
    onRcptTo: ({ address }, _session, done) =>
      done(refused.includes(address) ? failWith(550, 'no such user') : undefined),
  });
});
afterEach(async () => {
  mail?.close();
  await mailbox.close();
});

function appWith(audiences: object = {}, leads: readonly string[] = [ANN, BOB]): App {
  const base = configFor(mailbox.port);
  const config: Config = ConfigSchema.parse({
    ...base,
    teams: [{ ...TEAM, leads: { mail: leads } }],
    audiences: { finance: { mail: [ANN] }, security: {}, operator: {}, ...audiences },
  });
  mail?.close();
  mail = createMailTransport(config, {});
  return { ...memory, clock, config, store: stage.store, transports: [mail] };
}

const asLeads = (...addresses: string[]): PlannedRecipient[] =>
  addresses.map((address) => ({ address, reasons: [{ role: 'lead', team: 'alfa' }] }));

/** Keeps a report that no other test has, and the task that delivers it. */
async function keep(app: App, report: Report, recipients = asLeads(ANN, BOB)): Promise<DeliverTask> {
  runs += 1;
  const own = { ...report, organisation: `Contoso ${runs}` };
  const { hash } = await app.store.reports.putReport(own, MONDAY);
  const { kind, audience } = own;
  return {
    ...{ kind, period: own.period.id, audience, channel: 'mail', hash, run: 'r', at: MONDAY, recipients },
  };
}

function sliceOf(report: Report): Report {
  const slice = sliceReport(report, 'alfa');
  if (!slice) throw new Error('the team has no report');
  return slice;
}

const DIGEST = sliceOf(digestOf([TEAM]));
const STATEMENT = sliceOf(chargebackOf([TEAM]));

async function rowOf(task: DeliverTask): Promise<DeliveryRow | undefined> {
  const rows = await stage.store.ledger.listDeliveries({ kind: task.kind, period: task.period });
  return rows.find((row) => row.hash === task.hash && row.resend === (task.resend ?? 0));
}

describe('everybody whom a delivery is for', () => {
  it('is on record with why they get it and what became of it, also where the server took only some', async () => {
    const app = appWith();
    refused = [BOB];
    const task = await keep(app, STATEMENT);
    const reasons = [{ role: 'lead', team: 'alfa' }];
    expect(await deliverTask(app, task)).toMatchObject({
      state: 'sent',
      outcomes: [
        { address: ANN, outcome: 'sent', reasons },
        {
          address: BOB,
          outcome: 'refused',
          answer: expect.stringContaining('550'),
          temporary: false,
          reasons,
        },
      ],
    });
    expect(mailbox.recipients).toEqual([[ANN]]);
    expect((await rowOf(task))?.problem?.message).toContain(BOB);
  });

  it('reads in the mail why they get it', async () => {
    const app = appWith();
    await deliverTask(app, await keep(app, STATEMENT));
    expect(mailbox.mails[0]?.text?.replaceAll(/\s+/g, ' ')).toContain('among the leads of row-of-alfa');
  });
});

describe('who opted out', () => {
  const optOut = [{ address: 'Bob@CONTOSO.example', kinds: ['digest'] }];

  it('gets no digest, also when that was said after it was planned, and is on record; statements come', async () => {
    const app = appWith({ optOut });
    const row = await deliverTask(app, await keep(app, DIGEST));
    expect(row?.outcomes.map(({ address, outcome }) => [address, outcome])).toEqual([
      [ANN, 'sent'],
      [BOB, 'optedOut'],
    ]);
    await deliverTask(app, await keep(app, STATEMENT));
    expect(mailbox.recipients).toEqual([[ANN], [ANN, BOB]]);
  });

  it('with everybody else leaves the delivery skipped, and says why', async () => {
    const app = appWith({ optOut }, [BOB]);
    const row = await deliverTask(app, await keep(app, DIGEST, asLeads(BOB)));
    expect(row).toMatchObject({ state: 'skipped', skipped: 'optedOut', tries: 0 });
    expect(row?.problem?.message).toContain(BOB);
    expect(mailbox.mails).toHaveLength(0);
  });

  it('of chargebacks still gets the one of the organisation as finance', async () => {
    const app = appWith({ optOut: [{ address: ANN, kinds: ['chargeback', 'digest'] }] });
    const finance = [{ address: ANN, reasons: [{ role: 'finance' } as const] }];
    const task = await keep(app, chargebackOf([TEAM]), finance);
    expect(await deliverTask(app, { ...task, audience: 'finance' })).toMatchObject({ state: 'sent' });
  });
});

describe('who was taken off the list while a delivery waited', () => {
  it('does not get it', async () => {
    const task = await keep(appWith(), DIGEST);
    const row = await deliverTask(appWith({}, [ANN]), task);
    expect(row?.outcomes.map(({ outcome }) => outcome)).toEqual(['sent', 'notListed']);
    expect(mailbox.recipients).toEqual([[ANN]]);
  });
});

describe('a dry run', () => {
  it('shows who would get what and why, and exactly the bytes, and leaves no trace in the ledger', async () => {
    const app = appWith({ optOut: [{ address: BOB, kinds: ['digest'] }] });
    const task = await keep(app, DIGEST);
    const tried = await tryDelivery(app, task);
    expect(tried).toMatchObject({
      ...{ recipients: [ANN], skip: undefined, quiet: undefined, row: undefined },
      people: { withheld: [{ address: BOB, because: 'optedOut' }] },
    });
    expect(await rowOf(task)).toBeUndefined();
    const row = await deliverTask(app, task);
    const sent = await stage.store.messages.getMessage(row?.archiveKey ?? '');
    expect(Buffer.from(tried.prepared?.files[0].body ?? []).equals(sent?.body ?? Buffer.alloc(0))).toBe(true);
    expect((await tryDelivery(app, task)).row).toMatchObject({ state: 'sent' });
  });

  it('shows that a digest would wait, and until when', async () => {
    const app = appWith({ quiet: { weekends: true } });
    clock.time = new Date(SATURDAY);
    expect((await tryDelivery(app, await keep(app, DIGEST))).quiet).toMatchObject({ reason: 'weekend' });
  });
});

describe('a quiet period', () => {
  const quiet = { weekends: true };

  it('lets a digest wait, visibly and without counting, and out when it is over', async () => {
    const app = appWith({ quiet });
    clock.time = new Date(SATURDAY);
    const task = await keep(app, DIGEST);
    const again: [DeliverTask, number][] = [];
    const retryLater = async (next: DeliverTask, seconds: number): Promise<void> => {
      again.push([next, seconds]);
    };
    expect(await deliverTask(app, task, retryLater)).toBeUndefined();
    expect(again).toEqual([[task, 86_400]]);
    expect(await rowOf(task)).toMatchObject({
      ...{ state: 'waiting', waitingUntil: '2026-11-23T00:00:00.000Z', tries: 0 },
      problem: { message: expect.stringContaining('weekend') },
    });
    expect(mailbox.mails).toHaveLength(0);
    clock.time = new Date('2026-11-23T00:00:00.000Z');
    expect(await deliverTask(app, task, retryLater)).toMatchObject({
      state: 'sent',
      tries: 1,
      waitingUntil: undefined,
    });
    expect(mailbox.mails).toHaveLength(1);
  });

  it('does not hold a statement, nor what somebody sends again on purpose', async () => {
    const app = appWith({ quiet });
    clock.time = new Date(SATURDAY);
    expect(await deliverTask(app, await keep(app, STATEMENT))).toMatchObject({ state: 'sent' });
    const digest = await keep(app, DIGEST);
    await expect(deliverTask(app, digest)).rejects.toThrow(PostponedError);
    expect(await deliverTask(app, { ...digest, resend: 1 })).toMatchObject({ state: 'sent' });
  });
});

describe('a digest with nothing to say', () => {
  const findings = DIGEST.kind === 'digest' ? DIGEST.teams[0]?.findings : undefined;
  const EMPTY = {
    ...DIGEST,
    teams: [{ team: 'alfa', teamName: 'Alfa', costs: [], alerts: [], findings: { ...findings, mine: [] } }],
  } as Report;

  it('is sent, or skipped where that is configured', async () => {
    const plain = appWith();
    expect(await deliverTask(plain, await keep(plain, EMPTY))).toMatchObject({ state: 'sent' });
    const app = appWith({ emptyDigest: 'skip' });
    expect(await deliverTask(app, await keep(app, EMPTY))).toMatchObject({
      state: 'skipped',
      skipped: 'empty',
    });
    expect(await deliverTask(app, await keep(app, DIGEST))).toMatchObject({ state: 'sent' });
  });
});

describe('a worker that crashes between sending and saying so', () => {
  it('leaves a delivery uncertain, which goes out again on purpose only, and says that it does', async () => {
    const app = appWith();
    const task = await keep(app, STATEMENT);
    const { ledger } = app.store;
    const crashing: App['store']['ledger'] = {
      ...ledger,
      record: (row, etag) =>
        row.state === 'sent' ? Promise.reject(new StoreError('gone', 'none')) : ledger.record(row, etag),
    };
    await expect(deliverTask({ ...app, store: { ...app.store, ledger: crashing } }, task)).rejects.toThrow(
      'gone',
    );
    expect(mailbox.mails).toHaveLength(1);

    clock.time = new Date(Date.parse(MONDAY) + 60_000);
    expect(await deliverTask(app, task)).toMatchObject({ state: 'uncertain' });
    expect(await deliverTask(app, task)).toMatchObject({ state: 'uncertain' });
    expect(mailbox.mails).toHaveLength(1);

    const [repeat] = await planRepeats(app, [task]);
    expect(repeat && (await deliverTask(app, repeat))).toMatchObject({ state: 'sent', resend: 1 });
    const [first, second] = mailbox.mails;
    expect(second?.messageId).not.toBe(first?.messageId);
    expect(first?.subject).not.toContain('sent again');
    expect(second?.subject).toContain('sent again');
    expect(second?.text?.replaceAll(/\s+/g, ' ')).toContain('sent again on Nov 23, 2026');
    expect(second?.date?.toISOString()).toBe('2026-11-23T06:01:00.000Z');
  });

  it('is not repeated once it arrived, unless everything is to be sent again', async () => {
    const app = appWith();
    const task = await keep(app, STATEMENT);
    await deliverTask(app, task);
    expect(await planRepeats(app, [task])).toEqual([task]);
    expect(await planRepeats(app, [task], 'everything')).toEqual([{ ...task, resend: 1 }]);
  });
});
