import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMailTransport, type MailTransport } from '../../shared/delivery/mail.ts';
import type { DeliverTask } from '../../shared/model/tasks.ts';
import { findReport } from '../../shared/pipeline/answer.ts';
import type { App } from '../../shared/pipeline/app.ts';
import { deliverTask } from '../../shared/pipeline/deliver.ts';
import { publishReports } from '../../shared/pipeline/publish.ts';
import { releaseMonth } from '../../shared/pipeline/release.ts';
import { readStatus } from '../../shared/pipeline/status.ts';
import { type Mailbox, startMailbox } from '../delivery/mailbox.ts';
import { tellNotices } from '../reports/told.ts';
import { useStore } from '../store/store.ts';
import { collectEverything, makeApp, makeSources } from './estate.ts';

const MONTH = '2026-10';
const QUEUES = { countWaiting: async () => [], peekPoison: async () => [] };
const storage = useStore();
let mailbox: Mailbox;
let mail: MailTransport;
let app: App;
let clock: { time: Date };
/** What a day of a cluster costs in October. */
let price = 1;

beforeAll(async () => {
  mailbox = await startMailbox({});
  const readCost = makeSources().readCost;
  const sources = makeSources({
    readCost: async (...asked) =>
      (await readCost(...asked)).map((row) => ({ ...row, amount: (row.amount * BigInt(price)) / 100n })),
  });
  const memory = makeApp(sources, '2026-11-10T12:00:00Z');
  clock = memory.clock;
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
  await collect();
});

afterAll(async () => {
  mail.close();
  await mailbox.close();
});

async function collect(): Promise<void> {
  clock.time = new Date(clock.time.getTime() + 86_400_000);
  await collectEverything(app, { from: '2026-10-01', to: '2026-10-31' });
}

/** The text of the last mail to an address, on one line. */
function textTo(address: string): string {
  const index = mailbox.recipients.findLastIndex((recipients) => recipients.includes(address));
  return (mailbox.mails[index]?.text ?? '').replace(/\s+/g, ' ');
}

const publish = () => publishReports(app, { kind: 'chargeback', period: MONTH, run: 'r' });
const audiences = (tasks: readonly DeliverTask[]) => tasks.map((task) => task.audience);
const release = () => releaseMonth(app, MONTH, { by: 'Ada', reason: 'the discount is real' }, 'r');

/** Publishes and hands everything over; says who got mail. */
async function deliver(): Promise<readonly string[]> {
  const before = mailbox.mails.length;
  for (const task of await publish()) await deliverTask(app, task);
  return mailbox.recipients.slice(before).flat();
}

describe('a chargeback that the publish gate holds back', () => {
  it('goes to the operator alone, with the reasons at the top', async () => {
    expect(await deliver()).toEqual(['operator@contoso.com']);
    const text = textTo('operator@contoso.com');
    expect(text).toContain('billRatio: The allocation’s own estimate is 40 times (aks-prod)');
    expect(text.indexOf('billRatio')).toBeLessThan(text.toLowerCase().indexOf('by team'));
    expect(text).toContain(`npm run purser -- release --period ${MONTH} --reason`);
  });

  it('is kept and answered, and listed as held by name of reason', async () => {
    const status = await readStatus(app, QUEUES);
    const row = status.reports.find(({ audience }) => audience === 'organisation');
    expect(row).toMatchObject({ period: MONTH, state: 'provisional', held: ['billRatio'] });
    expect(status.held).toEqual([
      {
        period: MONTH,
        reasons: ['billRatio'],
        hash: row?.hash,
        remedy: `npm run purser -- release --period ${MONTH} --reason "…"`,
      },
    ]);
    expect(status.reports.map(({ audience }) => audience).sort()).toEqual(['operator', 'organisation']);
    const report = await findReport(app, { kind: 'chargeback', period: MONTH });
    expect(tellNotices(report)[0]).toContain('billRatio: The allocation’s own estimate is 40 times (');
    const team = await findReport(app, { kind: 'chargeback', period: MONTH, team: 'shop' });
    expect(tellNotices(team)[0]).toBe('Held back from finance and the teams: billRatio.');
    expect(team).toMatchObject({ life: { held: [{ name: 'billRatio' }] } });
    expect(JSON.stringify(team)).not.toContain('figures');
  });

  it('goes out as usual once a person released that data, and says so', async () => {
    expect(await release()).toMatchObject({ by: 'Ada', held: ['billRatio'] });
    expect([...(await deliver())].sort()).toEqual([
      ...['finance@contoso.com', 'pay@contoso.com', 'shop@contoso.com'],
    ]);
    expect(textTo('finance@contoso.com')).toContain(
      'by Ada, because: the discount is real. The gate had held it: The allocation’s own estimate is 40 times',
    );
    expect(textTo('pay@contoso.com')).toContain('The gate had held it: billRatio.');
    expect((await readStatus(app, QUEUES)).held).toEqual([]);
    expect(await deliver()).toEqual([]);
  });

  it('is not released twice', async () => {
    await expect(release()).rejects.toMatchObject({
      kind: 'conflict',
      message: 'The chargeback of 2026-10 is not held back: Ada released it.',
    });
  });

  it('is judged anew when the data changes, and goes out by itself when it is in order', async () => {
    price = 2;
    await collect();
    expect(audiences(await publish())).toEqual(['operator']);
    expect((await readStatus(app, QUEUES)).held).toMatchObject([{ reasons: ['billRatio'] }]);
    price = 100;
    await collect();
    expect(audiences(await publish())).toEqual(['finance', 'team:pay', 'team:shop']);
    expect((await readStatus(app, QUEUES)).held).toEqual([]);
  });

  it('cannot be released before there is one', async () => {
    await expect(releaseMonth(app, '2026-09', { by: 'Ada', reason: 'x' }, 'r')).rejects.toMatchObject({
      kind: 'notFound',
      remedy: expect.stringContaining('deliver chargeback --period 2026-09'),
    });
  });
});
