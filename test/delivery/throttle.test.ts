import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Config, ConfigSchema } from '../../shared/config/schema.ts';
import type { Transport } from '../../shared/delivery/channel.ts';
import { createMailTransport, type MailTransport } from '../../shared/delivery/mail.ts';
import { PostponedError } from '../../shared/model/errors.ts';
import type { DeliverTask } from '../../shared/model/tasks.ts';
import type { App } from '../../shared/pipeline/app.ts';
import { deliverTask } from '../../shared/pipeline/deliver.ts';
import { hashReport } from '../../shared/reports/identity.ts';
import type { DeliveryRow } from '../../shared/store/store.ts';
import { makeApp, makeSources } from '../pipeline/estate.ts';
import { GOVERNANCE } from '../render/reports.ts';
import { useStore } from '../store/store.ts';
import { refuse, startCommunicationServices } from './fakes/communicationServices.ts';
import { type Mailbox, startMailbox } from './mailbox.ts';
import { configFor, taskFor } from './settings.ts';

const NOW = '2026-11-23T06:00:00.000Z';
const MINUTE_LATER = '2026-11-23T06:01:00.000Z';
const kept = useStore();
const hash = hashReport(GOVERNANCE);
const { clock, ...memory } = makeApp(makeSources(), NOW);
let mailbox: Mailbox;
let transport: MailTransport | undefined;
let sendings = 0;

beforeAll(async () => {
  mailbox = await startMailbox();
  await kept.store.reports.putReport(GOVERNANCE, NOW);
});
afterEach(() => {
  transport?.close();
  mailbox.mails.length = 0;
  clock.time = new Date(NOW);
});
afterAll(() => mailbox.close());

/** A sending that no test had before, of the same report. */
function freshTask(): DeliverTask {
  sendings += 1;
  return taskFor({ kind: 'governance', period: '2026-W47', audience: 'security', hash, resend: sendings });
}

function appWith(mail: object, environment: Record<string, string> = {}): App {
  const common = { from: 'Purser <purser@contoso.example>', domains: ['contoso.example'] };
  const config: Config = ConfigSchema.parse({
    ...configFor(mailbox.port),
    audiences: { finance: {}, security: { mail: ['secops@contoso.example'] }, operator: {} },
    delivery: { mail: { ...common, ...mail } },
  });
  transport = createMailTransport(config, environment);
  const transports: readonly Transport[] = [transport];
  return { ...memory, clock, config, store: kept.store, transports };
}

/** What the deliver queue would do with a task: the row, or when it comes back and as what. */
async function deliver(
  app: App,
  task: DeliverTask,
): Promise<{ readonly row?: DeliveryRow; readonly again?: DeliverTask; readonly seconds?: number }> {
  let later: { readonly again: DeliverTask; readonly seconds: number } | undefined;
  const row = await deliverTask(app, task, async (again, seconds) => {
    later = { again, seconds };
  });
  return { ...(row && { row }), ...later };
}

async function rowOf(task: DeliverTask): Promise<DeliveryRow | undefined> {
  const rows = await kept.store.ledger.listDeliveries({ kind: task.kind, period: task.period });
  return rows.find(({ resend }) => resend === task.resend);
}

/** Its own account each time, since limits are counted by account. */
const limited = (host: string) => ({
  smtp: { host, port: mailbox.port, tls: 'none' },
  limits: { perMinute: 2 },
});

describe('a mail beyond the limit of its transport', () => {
  it('waits in the queue for its turn, which is no try, and is sent then', async () => {
    const app = appWith(limited('127.0.0.1'));
    for (const task of [freshTask(), freshTask()]) {
      expect((await deliver(app, task)).row).toMatchObject({ state: 'sent' });
    }
    const third = freshTask();
    const { row, again, seconds } = await deliver(app, third);
    expect({ row, seconds }).toEqual({ row: undefined, seconds: 60 });
    expect(again).toEqual({ ...third, slot: MINUTE_LATER });
    expect(await rowOf(third)).toMatchObject({ state: 'waiting', tries: 0, waitingUntil: MINUTE_LATER });
    expect(mailbox.mails).toHaveLength(2);
    const [run] = await kept.store.runs.listRuns(1);
    expect(run).toMatchObject({ stage: 'deliver', state: 'done' });

    clock.time = new Date(MINUTE_LATER);
    expect((await deliver(app, again ?? third)).row).toMatchObject({ state: 'sent', tries: 1 });
    expect(mailbox.mails).toHaveLength(3);
  });

  it('keeps its place in line while others come, and loses it when it comes far too late', async () => {
    const app = appWith(limited('localhost'));
    for (const task of [freshTask(), freshTask()]) await deliver(app, task);
    const waiting = (await deliver(app, freshTask())).again;
    const next = (await deliver(app, freshTask())).again;
    expect([waiting?.slot, next?.slot]).toEqual([MINUTE_LATER, MINUTE_LATER]);
    clock.time = new Date(Date.parse(MINUTE_LATER) + 300_000);
    const after = [await deliver(app, freshTask()), await deliver(app, freshTask())];
    expect(after.map(({ row }) => row?.state)).toEqual(['sent', 'sent']);
    if (!waiting) throw new Error('it did not wait');
    expect(await deliver(app, waiting)).toMatchObject({ seconds: 60 });
  });

  it('is told to a caller who has no queue to come back from', async () => {
    const app = appWith(limited('127.0.0.2'));
    const refused: Transport = { ...(transport as Transport), limits: [{ messages: 1, seconds: 60 }] };
    const impatient = { ...app, transports: [refused] };
    await kept.store.sendingQueue.takePlace(refused.accountOf({ mail: [] }), refused.limits, new Date(NOW));
    await expect(deliverTask(impatient, freshTask())).rejects.toThrow(PostponedError);
  });
});

describe('a mail that the other side asks to come back with later', () => {
  it.each([
    ['1800', 1800],
    ['5', 30],
  ])('in %s s comes back after %i s: never before its own pause is over', async (asked, seconds) => {
    const azure = await startCommunicationServices({
      onSend: (_asked, response) => {
        refuse(response, 429, 'TooManyRequests', { 'Retry-After': asked });
        return true;
      },
    });
    const app = appWith(
      { via: 'communicationServices', communicationServices: { connectionStringEnv: 'ACS' } },
      { ACS: azure.connectionString },
    );
    const task = freshTask();
    const later = await deliver(app, task);
    azure.close();
    expect(later).toEqual({ again: { ...task, attempt: 2 }, seconds });
    expect(await rowOf(task)).toMatchObject({ state: 'failed', tries: 1 });
  });
});
