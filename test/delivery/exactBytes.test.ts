import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Recipients } from '../../shared/config/schema.ts';
import type { Transport } from '../../shared/delivery/channel.ts';
import { deliverReport } from '../../shared/delivery/deliver.ts';
import { createMailTransport, type MailTransport } from '../../shared/delivery/mail.ts';
import { composeDelivery } from '../../shared/delivery/prepared.ts';
import { createTeamsTransport } from '../../shared/delivery/teams.ts';
import type { DeliverTask } from '../../shared/model/tasks.ts';
import { CHARGEBACK } from '../render/reports.ts';
import { useStore } from '../store/store.ts';
import { type Mailbox, startMailbox } from './mailbox.ts';
import { configFor, taskFor } from './settings.ts';

const AT = '2026-11-05T06:00:00.000Z';
const LEADS: Recipients = { mail: ['ann@contoso.example', 'bob@contoso.example'] };
const PLANNED = LEADS.mail.map((address) => ({ address, reasons: [{ role: 'finance' } as const] }));
const kept = useStore();
const received: Buffer[] = [];
let mailbox: Mailbox;
let mail: MailTransport;

beforeAll(async () => {
  mailbox = await startMailbox({
    onData(stream, _session, done) {
      buffer(stream).then((source) => {
        received.push(source);
        done();
      }, done);
    },
  });
  mail = createMailTransport(configFor(mailbox.port), {});
});
afterEach(() => {
  vi.useRealTimers();
  received.length = 0;
});
afterAll(async () => {
  mail.close();
  await mailbox.close();
});

/** What a preview of years before would have shown. */
async function previewEarlier(
  task: DeliverTask,
  recipients: readonly string[],
  port: number,
): Promise<Buffer> {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2021-03-04T05:06:07Z') });
  const content = { report: CHARGEBACK, config: configFor(port), planned: PLANNED };
  const { files } = await composeDelivery(task, recipients, content);
  vi.useRealTimers();
  return Buffer.from(files[0].body);
}

function deliver(task: DeliverTask, transport: Transport, recipients: Recipients) {
  return deliverReport(task, {
    ...{ report: CHARGEBACK, recipients, planned: PLANNED, transport, config: configFor(mailbox.port) },
    ...{ ledger: kept.store.ledger, archive: kept.store.messages, leaseSeconds: 120 },
    clock: { now: () => new Date() },
  });
}

async function readArchive(key: string): Promise<Buffer> {
  const message = await kept.store.messages.getMessage(key);
  if (!message) throw new Error(`nothing is archived under ${key}`);
  return Buffer.from(message.body);
}

describe('a mail', () => {
  it('reaches the server as a preview showed it and as the archive keeps it, byte for byte', async () => {
    const task = taskFor({ hash: 'exact-1', at: AT });
    const preview = await previewEarlier(task, LEADS.mail, mailbox.port);
    const row = await deliver(task, mail, LEADS);
    expect(received).toHaveLength(1);
    expect(received[0]?.equals(preview)).toBe(true);
    expect(await readArchive(row.archiveKey)).toEqual(preview);
    expect(row.sourceHash).toBe(createHash('sha256').update(preview).digest('hex'));
    expect(row).toMatchObject({ transport: 'smtp', messageId: expect.stringContaining('.exact-1@') });
  });

  it('bears the date of its data, and a boundary that hangs on the text', async () => {
    const task = taskFor({ hash: 'exact-2', at: AT });
    const source = (await previewEarlier(task, LEADS.mail, mailbox.port)).toString('latin1');
    expect(source).toContain('\r\nDate: Thu, 05 Nov 2026 06:00:00 +0000\r\n');
    expect(source).toContain('\r\nTo: ann@contoso.example, bob@contoso.example\r\n');
    expect(source.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    const other = await previewEarlier({ ...task, hash: 'exact-3' }, LEADS.mail, mailbox.port);
    const boundaryOf = (text: string): string | undefined => /boundary="([^"]+)"/.exec(text)?.[1];
    expect(boundaryOf(other.toString('latin1'))).not.toBe(boundaryOf(source));
  });
});

describe('a card', () => {
  it('is posted as a preview showed it and as the archive keeps it, byte for byte', async () => {
    const flow = createServer((request, response) => {
      buffer(request).then((source) => {
        received.push(source);
        response.writeHead(202).end();
      });
    });
    await new Promise<void>((resolve) => flow.listen(0, '127.0.0.1', resolve));
    const { port } = flow.address() as AddressInfo;
    const teams = createTeamsTransport(configFor(25), { HOOK: `http://127.0.0.1:${port}/flow?sig=s3cr3t` });
    const task = taskFor({ hash: 'exact-4', at: AT, channel: 'teams' });
    const preview = await previewEarlier(task, ['127.0.0.1'], mailbox.port);
    const row = await deliver(task, teams, { mail: [], teamsWebhookEnv: 'HOOK' });
    expect(received).toEqual([preview]);
    expect(await readArchive(row.archiveKey)).toEqual(preview);
    await new Promise((resolve) => flow.close(resolve));
  });
});
