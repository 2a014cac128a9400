import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMailTransport, type MailTransport } from '../../shared/delivery/mail.ts';
import { DeliveryError } from '../../shared/model/errors.ts';
import type { DeliverTask } from '../../shared/model/tasks.ts';
import type { App } from '../../shared/pipeline/app.ts';
import { deliverTask } from '../../shared/pipeline/deliver.ts';
import { publishReports } from '../../shared/pipeline/publish.ts';
import { planRepeats } from '../../shared/pipeline/repeat.ts';
import { listFailures } from '../../shared/pipeline/undelivered.ts';
import { failWith, type Mailbox, startMailbox } from '../delivery/mailbox.ts';
import { useStore } from '../store/store.ts';
import { collectEverything, makeApp, makeSources } from './estate.ts';

const NOW = '2026-11-10T12:00:00Z';
const storage = useStore();
let mailbox: Mailbox;
let refuse = false;
let away = false;
let mail: MailTransport;
let app: App;

beforeAll(async () => {
  mailbox = await startMailbox({
    onMail: () =>
      refuse ? failWith(550, 'no such mailbox') : away ? failWith(451, 'come back later') : undefined,
  });
  const memory = makeApp(makeSources(), NOW);
  const smtp = { host: '127.0.0.1', port: mailbox.port, tls: 'none' as const, connections: 5 };
  const config = {
    ...memory.config,
    delivery: {
      ...memory.config.delivery,
      mail: { via: 'smtp' as const, smtp, from: 'purser@contoso.com', domains: ['contoso.com'] },
    },
  };
  mail = createMailTransport(config, {});
  app = { ...memory, config, store: storage.store, transports: [mail] };
  await collectEverything(app, { from: '2026-10-01', to: '2026-11-10' });
  await publishReports(app, { kind: 'assess', day: '2026-11-10', run: 'r' });
});

afterAll(async () => {
  mail.close();
  await mailbox.close();
});

const publish = (kind: 'chargeback' | 'digest' | 'governance', period: string) =>
  publishReports(app, { kind, period, run: 'r' });
const audiences = (tasks: readonly DeliverTask[]) => tasks.map((task) => `${task.audience} ${task.channel}`);

describe('publishing', () => {
  it('sends the chargeback to finance and each team’s part to its leads', async () => {
    expect(audiences(await publish('chargeback', '2026-10'))).toEqual([
      'finance mail',
      'team:pay mail',
      'team:shop mail',
    ]);
  });

  it('sends a digest to every team, also to one without cost or findings', async () => {
    expect(audiences(await publish('digest', '2026-W45'))).toEqual([
      'team:pay mail',
      'team:plat mail',
      'team:shop mail',
    ]);
  });

  it('sends one governance report to security and the operator, as long as there is no more to tell', async () => {
    const tasks = await publish('governance', '2026-W45');
    expect(audiences(tasks)).toEqual(['security mail']);
    expect(tasks[0]?.recipients?.map(({ address }) => address)).toEqual([
      'operator@contoso.com',
      'security@contoso.com',
    ]);
  });

  it('plans the same deliveries again for the same data, with the date of the first time', async () => {
    const first = await publish('chargeback', '2026-10');
    const later = { ...app, clock: { now: () => new Date('2026-11-10T18:00:00Z') } };
    expect(await publishReports(later, { kind: 'chargeback', period: '2026-10', run: 'r' })).toEqual(first);
    expect(first.map(({ at }) => at)).toEqual(first.map(() => '2026-11-10T12:00:00.000Z'));
  });

  it('keeps a team’s own report also where it is only delivered with another’s', async () => {
    const leads = { mail: ['both@contoso.com'] };
    const teams = app.config.teams.map((team) => (team.id === 'plat' ? team : { ...team, leads }));
    const joined = { ...app, config: { ...app.config, teams } };
    const tasks = await publishReports(joined, { kind: 'digest', period: '2026-W44', run: 'r' });
    expect(audiences(tasks)).toEqual(['team:plat mail', 'teams:pay+shop mail']);
    for (const audience of ['team:pay', 'team:shop', 'teams:pay+shop']) {
      expect(await app.store.reports.getLatest('digest', '2026-W44', audience), audience).toBeDefined();
    }
  });

  it('removes archived messages whose time is over with the daily assessment', async () => {
    const { messages } = app.store;
    await messages.putMessage('old.eml', new Uint8Array([1]), 'message/rfc822', new Date('2026-11-09'));
    await publishReports(app, { kind: 'assess', day: '2026-11-10', run: 'r' });
    expect(await messages.getMessage('old.eml')).toBeUndefined();
  });
});

describe('delivering what was published', () => {
  it('sends once, however often it is asked', async () => {
    const [finance] = await publish('chargeback', '2026-10');
    if (!finance) throw new Error('nothing was published');
    expect(await deliverTask(app, finance)).toMatchObject({
      state: 'sent',
      recipients: ['finance@contoso.com'],
    });
    await deliverTask(app, finance);
    expect(mailbox.mails.filter((mail) => mail.subject?.includes('chargeback'))).toHaveLength(1);
  });

  it('says that nobody was reached when a team has no address', async () => {
    const tasks = await publish('digest', '2026-W45');
    const plat = tasks.find((task) => task.audience === 'team:plat');
    expect(plat && (await deliverTask(app, plat))).toMatchObject({
      state: 'skipped',
      problem: { message: expect.stringContaining('nobody got this report') },
    });
  });

  it('refuses a report that is not kept, and says what to do', async () => {
    const [finance] = await publish('chargeback', '2026-10');
    if (!finance) throw new Error('nothing was published');
    await expect(deliverTask(app, { ...finance, hash: 'f'.repeat(64) })).rejects.toThrow(/is not kept/);
  });

  it('tries again later with growing pauses while the server is away, then gives up, visibly', async () => {
    const pay = (await publish('digest', '2026-W45')).find((task) => task.audience === 'team:pay');
    if (!pay) throw new Error('payments has no digest');
    const later: [number | undefined, number][] = [];
    away = true;
    let next: DeliverTask | undefined = pay;
    while (next) {
      const task: DeliverTask = next;
      next = undefined;
      const tried = deliverTask(app, task, async (again, seconds) => {
        later.push([again.attempt, seconds]);
        next = again;
      });
      if (task.attempt === 5) await expect(tried).rejects.toThrow(DeliveryError);
      else expect(await tried).toBeUndefined();
    }
    away = false;
    expect(later).toEqual([
      [2, 30],
      [3, 120],
      [4, 480],
      [5, 1920],
    ]);
    expect(await listFailures(app)).toMatchObject([
      { audience: 'team:pay', state: 'poisoned', tries: 5 },
      { audience: 'team:plat', skipped: 'nobody' },
    ]);
    const [repeat] = (await planRepeats(app, [pay])).filter((task) => task.resend);
    expect(repeat && (await deliverTask(app, repeat))).toMatchObject({ state: 'sent' });
  });

  it('tells the operator of a delivery that was given up, and repeats it on purpose under another Message-ID', async () => {
    const tasks = await publish('digest', '2026-W45');
    const shop = tasks.find((task) => task.audience === 'team:shop');
    if (!shop) throw new Error('the shop has no digest');
    refuse = true;
    expect(await deliverTask(app, shop)).toMatchObject({ state: 'poisoned' });
    refuse = false;
    expect(await deliverTask(app, shop)).toMatchObject({ state: 'poisoned' });

    const operator = (await publish('governance', '2026-W45')).find((task) => task.audience === 'operator');
    if (!operator) throw new Error('the operator has no report');
    await deliverTask(app, operator);
    expect(mailbox.mails.at(-1)?.text).toMatch(/to\s+team:shop by mail \(given up after 1 try\)/);

    const repeats = await planRepeats(app, tasks);
    expect(repeats.filter((task) => task.resend)).toEqual([{ ...shop, resend: 1 }]);
    const repeat = repeats.find((task) => task.resend);
    expect(repeat && (await deliverTask(app, repeat))).toMatchObject({ state: 'sent', resend: 1 });
    expect(mailbox.mails.at(-1)?.messageId).toContain('.1@');
    expect((await planRepeats(app, tasks)).filter((task) => task.resend)).toEqual([]);
    expect(await listFailures(app)).toMatchObject([{ audience: 'team:plat', skipped: 'nobody' }]);
  });
});
