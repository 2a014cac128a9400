import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Recipients } from '../../shared/config/schema.ts';
import { type DeliveryParts, deliverReport } from '../../shared/delivery/deliver.ts';
import { createMailTransport, type MailTransport } from '../../shared/delivery/mail.ts';
import { createTeamsTransport } from '../../shared/delivery/teams.ts';
import { DeliveryError } from '../../shared/model/errors.ts';
import type { DeliverTask } from '../../shared/model/tasks.ts';
import type { DeliveryRow } from '../../shared/store/store.ts';
import { CHARGEBACK } from '../render/reports.ts';
import { useStore } from '../store/store.ts';
import { failWith, type Mailbox, startMailbox } from './mailbox.ts';
import { configFor, taskFor } from './settings.ts';

const LEAD: Recipients = { mail: ['lead@contoso.example'] };
const NOW = '2026-11-05T06:00:00.000Z';
const kept = useStore();
const open: { mailboxes: Mailbox[]; transports: MailTransport[] } = { mailboxes: [], transports: [] };
let deliveries = 0;

afterEach(async () => {
  for (const transport of open.transports.splice(0)) transport.close();
  await Promise.all(open.mailboxes.splice(0).map((mailbox) => mailbox.close()));
});

async function mailbox(options: Parameters<typeof startMailbox>[0] = {}): Promise<Mailbox> {
  const started = await startMailbox(options);
  open.mailboxes.push(started);
  return started;
}

/** A delivery that no other test knows. */
function freshTask(changes: Partial<DeliverTask> = {}): DeliverTask {
  deliveries += 1;
  return taskFor({ hash: `hash-${deliveries}`, ...changes });
}

function partsFor(port: number, changes: Partial<DeliveryParts> = {}): DeliveryParts {
  const config = configFor(port);
  const transport = createMailTransport(config, {});
  open.transports.push(transport);
  return {
    report: CHARGEBACK,
    recipients: LEAD,
    transport,
    ledger: kept.store.ledger,
    archive: kept.store.messages,
    clock: { now: () => new Date(NOW) },
    config,
    leaseSeconds: 120,
    ...changes,
  };
}

async function rowOf(task: DeliverTask): Promise<DeliveryRow | undefined> {
  const rows = await kept.store.ledger.listDeliveries({ kind: task.kind, period: task.period });
  return rows.find((row) => row.hash === task.hash && row.channel === task.channel);
}

describe('a delivery', () => {
  it('is recorded as sent, with who got it and what the server said', async () => {
    const { port, mails } = await mailbox();
    const task = freshTask();
    const row = await deliverReport(task, partsFor(port));
    expect(row).toMatchObject({
      state: 'sent',
      tries: 1,
      recipients: ['lead@contoso.example'],
      problem: undefined,
    });
    expect(row.receipt).toContain('chargeback.2026-10.finance.mail.hash-');
    expect(await rowOf(task)).toEqual(row);
    expect(mails).toHaveLength(1);
  });

  it('goes once, however often it is asked for; again only on purpose', async () => {
    const { port, mails } = await mailbox();
    const task = freshTask();
    const parts = partsFor(port);
    await deliverReport(task, parts);
    expect(await deliverReport({ ...task, run: 'run-2' }, parts)).toMatchObject({ state: 'sent' });
    expect(mails).toHaveLength(1);
    await deliverReport({ ...task, resend: 1 }, parts);
    expect(mails).toHaveLength(2);
    expect(mails[1]?.messageId).not.toBe(mails[0]?.messageId);
  });

  it('goes once when two workers have it at the same time', async () => {
    const { port, mails } = await mailbox();
    const task = freshTask();
    const results = await Promise.allSettled([1, 2, 3].map(() => deliverReport(task, partsFor(port))));
    const sent = results.filter((result) => result.status === 'fulfilled' && result.value.state === 'sent');
    expect(sent.length).toBeGreaterThanOrEqual(1);
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ permanent: false });
    }
    expect(mails).toHaveLength(1);
  });

  it('is archived as it was sent, before it is sent', async () => {
    const { port, mails } = await mailbox();
    const task = freshTask();
    const archived: string[] = [];
    const archive = {
      putMessage: async (key: string, body: Uint8Array, contentType: string) => {
        expect(mails).toHaveLength(0);
        archived.push(key);
        await kept.store.messages.putMessage(key, body, contentType);
      },
    };
    await deliverReport(task, partsFor(port, { archive }));
    const folder = `2026-10/chargeback/finance/mail/${task.hash}`;
    expect(archived.map((key) => key.slice(0, folder.length))).toEqual(Array(6).fill(folder));
    const html = await kept.store.messages.getMessage(`${folder}/message.html`);
    expect(new TextDecoder().decode(html?.body)).toBe(mails[0]?.html);
  });

  it('that cannot be archived is not sent, fails, and is tried again', async () => {
    const { port, mails } = await mailbox();
    const task = freshTask();
    const archive = { putMessage: () => Promise.reject(new Error('the disk is full')) };
    await expect(deliverReport(task, partsFor(port, { archive }))).rejects.toThrow('the disk is full');
    expect(mails).toHaveLength(0);
    expect(await rowOf(task)).toMatchObject({ state: 'failed' });
    expect(await deliverReport(task, partsFor(port))).toMatchObject({ state: 'sent', tries: 2 });
  });
});

describe('a delivery that fails', () => {
  it('for now is recorded with its reason and thrown, so that the queue tries again; then it is sent', async () => {
    const { port, mails } = await mailbox({
      onMail: (count) => (count === 1 ? failWith(451, 'try later') : undefined),
    });
    const task = freshTask();
    const parts = partsFor(port);
    await expect(deliverReport(task, parts)).rejects.toThrow(DeliveryError);
    const failed = await rowOf(task);
    expect(failed).toMatchObject({ state: 'failed', tries: 1 });
    expect(failed?.problem?.message).toContain('451');
    expect(await deliverReport(task, parts)).toMatchObject({ state: 'sent', tries: 2, problem: undefined });
    expect(mails).toHaveLength(1);
  });

  it('for now, at the last try, is poisoned', async () => {
    const { port } = await mailbox({ onMail: () => failWith(451, 'try later') });
    const task = freshTask();
    await expect(deliverReport(task, partsFor(port, { lastTry: true }))).rejects.toThrow(DeliveryError);
    expect(await rowOf(task)).toMatchObject({ state: 'poisoned' });
  });

  it('for good is poisoned at once, and not tried again', async () => {
    let asked = 0;
    const { port } = await mailbox({
      onRcptTo: (_address, _session, done) => {
        asked += 1;
        done(failWith(550, 'no such user'));
      },
    });
    const task = freshTask();
    const row = await deliverReport(task, partsFor(port));
    expect(row).toMatchObject({ state: 'poisoned' });
    expect(row.problem?.message).toContain('550');
    expect(await deliverReport(task, partsFor(port))).toMatchObject({ state: 'poisoned' });
    expect(asked).toBe(1);
  });

  it('uncertainly stays so and is not sent again; the ledger says how to do it on purpose', async () => {
    let taken = 0;
    const server: Mailbox = await mailbox({
      onData: (stream) => {
        stream.resume();
        stream.on('end', () => {
          taken += 1;
          server.cut();
        });
      },
    });
    const task = freshTask();
    const row = await deliverReport(task, partsFor(server.port));
    expect(row).toMatchObject({ state: 'uncertain' });
    expect(row.problem?.remedy).toContain('on purpose');
    expect(await deliverReport(task, partsFor(server.port))).toMatchObject({ state: 'uncertain' });
    expect(taken).toBe(1);
  });

  it('because a worker died while sending is uncertain once its lease is over', async () => {
    const { port, mails } = await mailbox();
    const task = freshTask();
    const parts = partsFor(port);
    const never = new Promise<never>(() => undefined);
    const dying = { ...parts.transport, send: () => never };
    void deliverReport(task, { ...parts, transport: dying });
    await expect.poll(async () => (await rowOf(task))?.state, { timeout: 10_000 }).toBe('sending');
    await expect(deliverReport(task, parts)).rejects.toThrow(/another worker/);
    const later = { now: () => new Date(Date.parse(NOW) + 121_000) };
    expect(await deliverReport(task, { ...parts, clock: later })).toMatchObject({ state: 'uncertain' });
    expect(mails).toHaveLength(0);
  });
});

describe('an audience that nobody can be reached of', () => {
  it('without an address is skipped, visibly, and goes out once somebody is configured', async () => {
    const { port } = await mailbox();
    const task = freshTask();
    const row = await deliverReport(task, partsFor(port, { recipients: { mail: [] } }));
    expect(row).toMatchObject({ state: 'skipped', skipped: 'nobody', recipients: [] });
    expect(row.problem?.message).toBe('finance has no mail address, so nobody got this report.');
    expect(await deliverReport(task, partsFor(port))).toMatchObject({ state: 'sent', tries: 1 });
  });

  it('with addresses outside the allowed domains only is skipped, and names them', async () => {
    const { port, mails } = await mailbox();
    const row = await deliverReport(
      freshTask(),
      partsFor(port, { recipients: { mail: ['spy@evil.example'] } }),
    );
    expect(row).toMatchObject({ state: 'skipped' });
    expect(row.problem?.message).toContain('spy@evil.example');
    expect(mails).toHaveLength(0);
  });

  it('in part names those who did not get it', async () => {
    const { port } = await mailbox();
    const recipients = { mail: ['lead@contoso.example', 'spy@evil.example'] };
    const row = await deliverReport(freshTask(), partsFor(port, { recipients }));
    expect(row).toMatchObject({ state: 'sent', recipients: ['lead@contoso.example'] });
    expect(row.problem?.message).toContain('spy@evil.example');
  });
});

it('a card is recorded as accepted, with the host and never the URL of its webhook', async () => {
  const flow = createServer((_request, response) => response.writeHead(202).end());
  await new Promise<void>((resolve) => flow.listen(0, '127.0.0.1', resolve));
  const { port } = flow.address() as AddressInfo;
  const config = configFor(25);
  const transport = createTeamsTransport(config, { HOOK: `http://127.0.0.1:${port}/flow?sig=s3cr3t` });
  const recipients: Recipients = { mail: [], teamsWebhookEnv: 'HOOK' };
  const row = await deliverReport(
    freshTask({ channel: 'teams' }),
    partsFor(25, { transport, recipients, config }),
  );
  expect(row).toMatchObject({ state: 'accepted', recipients: ['127.0.0.1'] });
  expect(JSON.stringify(row)).not.toContain('s3cr3t');
  await new Promise((resolve) => flow.close(resolve));
});
