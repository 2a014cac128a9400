import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMailTransport, type MailTransport } from '../../shared/delivery/mail.ts';
import { SourceError, StoreError } from '../../shared/model/errors.ts';
import type { ReportTask } from '../../shared/model/tasks.ts';
import { parsePeriod } from '../../shared/model/time.ts';
import type { App, ReportingApp } from '../../shared/pipeline/app.ts';
import { deliverTask } from '../../shared/pipeline/deliver.ts';
import { loadHealth } from '../../shared/pipeline/healthReport.ts';
import { planWeekly, publishReports } from '../../shared/pipeline/publish.ts';
import type { HealthReport } from '../../shared/reports/healthReport.ts';
import type { Sources } from '../../shared/sources/source.ts';
import type { QueueInspector } from '../../shared/store/queues.ts';
import { type Mailbox, startMailbox } from '../delivery/mailbox.ts';
import { useStore } from '../store/store.ts';
import { collectEverything, makeApp, makeSources, PROD } from './estate.ts';

/** Monday morning after week 45. */
const MONDAY = '2026-11-09T06:00:00Z';
const WEEK = parsePeriod('2026-W45');
const TASK: ReportTask = { kind: 'health', period: '2026-W45', run: 'weekly' };

const storage = useStore();
let mailbox: Mailbox;
let mail: MailTransport;

beforeAll(async () => {
  mailbox = await startMailbox();
});

afterAll(async () => {
  mail.close();
  await mailbox.close();
});

const queues: QueueInspector = {
  countWaiting: async () => [{ queue: 'purser-collect', messages: 2 }],
  peekPoison: async () => [
    {
      ...{ queue: 'purser-report-poison', id: '1', insertedAt: '2026-11-05T06:00:00.000Z' },
      text: '{"kind":"digest","period":"2026-W44","run":"r"}',
    },
  ],
};

/** An app whose estate was collected at two in every night that begins a day of these. */
async function collectNights(
  sources: Sources,
  nights: readonly string[],
  parts: Partial<App> = {},
): Promise<App & { readonly clock: { time: Date } }> {
  const memory = makeApp(sources, MONDAY);
  const app = { transports: [], ...memory, ...parts } as App & { readonly clock: { time: Date } };
  for (const night of nights) {
    app.clock.time = new Date(`${night}T02:00:00Z`);
    await collectEverything(app, { from: '2026-10-25', to: night as `${number}-${number}-${number}` });
  }
  app.clock.time = new Date(MONDAY);
  return app;
}

const NIGHTS = Array.from({ length: 8 }, (_, day) => `2026-11-0${day + 2}`);
const problemsOf = ({ problems }: HealthReport, kind: string) =>
  problems.filter((problem) => problem.kind === kind);

describe('the weekly health note', () => {
  it('is planned for the week before, with digests and the governance report', () => {
    const app = makeApp(makeSources(), MONDAY);
    expect(planWeekly(app, 'r')).toContainEqual({ kind: 'health', period: '2026-W45', run: 'r' });
  });

  it('finds nothing missing where every night was collected', async () => {
    const app = await collectNights(makeSources(), NIGHTS);
    const report = await loadHealth(app, WEEK);
    expect(report.coverage.complete).toBe(true);
    expect(problemsOf(report, 'unread')).toEqual([]);
    expect(report.stages.find(({ stage }) => stage === 'collect')?.executions).toBeGreaterThan(30);
  });

  it('tells the nights that nothing ran, and nothing of before Purser began', async () => {
    const app = await collectNights(makeSources(), ['2026-11-04', '2026-11-05', '2026-11-08', '2026-11-09']);
    const [policy, ...others] = problemsOf(await loadHealth(app, WEEK), 'unread').filter(
      (problem) => 'source' in problem && problem.source === 'policy',
    );
    expect(policy).toMatchObject({ name: 'Production', days: ['2026-11-06', '2026-11-07'] });
    expect(others).toEqual([]);
  });

  it('tells what a source refused once, in its words, and counts the tries', async () => {
    const where = { source: 'kubernetes', scope: PROD.id };
    const throttled = new SourceError(where, 'throttled', 'too many requests', 'Nothing: it is tried again.');
    let denied = false;
    const sources = makeSources({
      readKubernetes: async (cluster) => {
        if (denied && cluster.id === PROD.id) throw throttled;
        return makeSources().readKubernetes(cluster);
      },
    });
    const app = await collectNights(sources, NIGHTS.slice(0, 4));
    denied = true;
    app.clock.time = new Date('2026-11-06T02:00:00Z');
    await collectEverything(app, { from: '2026-11-06', to: '2026-11-06' });
    denied = false;
    for (const night of NIGHTS.slice(5)) {
      app.clock.time = new Date(`${night}T02:00:00Z`);
      await collectEverything(app, { from: '2026-10-25', to: night as `${number}-${number}-${number}` });
    }
    app.clock.time = new Date(MONDAY);
    const report = await loadHealth(app, WEEK);
    const told = report.problems.filter((problem) => JSON.stringify(problem).includes('too many requests'));
    expect(told).toMatchObject([{ kind: 'unread', source: 'kubernetes', days: ['2026-11-06'] }]);
    const [collect] = report.stages.filter(({ stage }) => stage === 'collect');
    expect(collect).toMatchObject({ failed: 1, throttled: 1 });
  });

  it('says so where it has no queues or ledger to look at, or cannot', async () => {
    const app = await collectNights(makeSources(), NIGHTS);
    const replayed: ReportingApp = app;
    expect(problemsOf(await loadHealth(replayed, WEEK), 'notLookedAt')).toMatchObject([
      { what: 'deliveries' },
      { what: 'queues' },
    ]);
    const refused = new StoreError('The storage account said 403.', 'Grant it.');
    const blind = { ...queues, peekPoison: () => Promise.reject(refused) };
    expect(problemsOf(await loadHealth({ ...app, queues: blind }, WEEK), 'notLookedAt')).toContainEqual({
      ...{ kind: 'notLookedAt', what: 'queues' },
      ...{ message: 'The storage account said 403.', remedy: 'Grant it.' },
    });
  });
});

describe('delivering the weekly health note', () => {
  it('goes to the operator alone, once, however often it is built and whatever has happened since', async () => {
    const memory = makeApp(makeSources(), MONDAY);
    const smtp = { host: '127.0.0.1', port: mailbox.port, tls: 'none' as const, connections: 5 };
    const config = {
      ...memory.config,
      delivery: {
        ...memory.config.delivery,
        mail: { via: 'smtp' as const, smtp, from: 'purser@contoso.com', domains: ['contoso.com'] },
      },
    };
    mail = createMailTransport(config, {});
    const parts = { config, store: storage.store, transports: [mail], queues };
    const app = await collectNights(makeSources(), NIGHTS, parts);

    const [task, ...others] = await publishReports(app, TASK);
    expect(others).toEqual([]);
    expect(task).toMatchObject({ audience: 'operator', channel: 'mail' });
    if (!task) throw new Error('there is a note');
    expect(await deliverTask(app, task)).toMatchObject({
      state: 'sent',
      recipients: ['operator@contoso.com'],
    });

    app.clock.time = new Date('2026-11-09T09:30:00Z');
    const later = { ...app, queues: { ...queues, peekPoison: async () => [] } };
    const [again] = await publishReports(later, TASK);
    expect(again).toEqual(task);
    await deliverTask(later, task);
    expect(mailbox.mails).toHaveLength(1);

    const [sent] = mailbox.mails;
    expect(sent?.subject).toMatch(
      /^Purser health note: Contoso, Week 45 of 2026.* \(\d+ things? needs? you\)$/,
    );
    expect(sent?.text).toContain('purser-report-poison: 1 message');
    expect(sent?.text).toContain('digest 2026-W44');
    expect(sent?.attachments.map(({ filename }) => filename)).toEqual([
      'contoso-health-2026-W45.csv'.toLowerCase(),
    ]);
    const [row] = await app.store.ledger.listDeliveries({ kind: 'health', period: '2026-W45' });
    expect(row?.archiveKey).not.toBe('');
    expect(await app.store.messages.getMessage(row?.archiveKey ?? '')).toBeDefined();
  });

  it('is made anew of a week that had not ended when it was asked for', async () => {
    const app = await collectNights(makeSources(), NIGHTS.slice(0, 4), { store: storage.store, queues });
    app.clock.time = new Date('2026-11-12T12:00:00Z');
    const wish = { ...TASK, period: '2026-W46' };
    const [early] = await publishReports(app, wish);
    app.clock.time = new Date('2026-11-16T06:00:00Z');
    const [final] = await publishReports(app, wish);
    expect(final?.hash).not.toBe(early?.hash);
    expect((await publishReports({ ...app, queues: undefined }, wish))[0]?.hash).toBe(final?.hash);
  });

  it('tells of deliveries that came to nothing, and of statements that are held or not closed', async () => {
    const { ledger } = storage.store;
    const key = {
      kind: 'digest',
      period: '2026-W44',
      audience: 'team:shop',
      channel: 'mail',
      resend: 0,
    } as const;
    const claim = await ledger.claim(
      { ...key, hash: 'a'.repeat(64) },
      ['shop@contoso.com'],
      new Date(MONDAY),
      25,
    );
    if (claim.outcome !== 'claimed') throw new Error('it is claimed');
    const problem = { at: MONDAY, message: '550 no such mailbox', remedy: 'Correct the address.' };
    await ledger.record({ ...claim.row, state: 'poisoned', problem }, claim.etag);
    const app = await collectNights(makeSources(), NIGHTS, { store: storage.store, queues });
    await publishReports(app, { kind: 'chargeback', period: '2026-10', run: 'r' });
    app.clock.time = new Date('2026-11-23T06:00:00Z');
    const report = await loadHealth(app, parsePeriod('2026-W47'));
    expect(problemsOf(report, 'undelivered')).toContainEqual(
      expect.objectContaining({ audience: 'team:shop', state: 'poisoned', message: '550 no such mailbox' }),
    );
    const [statement] = report.problems.filter(({ kind }) => kind === 'held' || kind === 'awaitingClosing');
    expect(statement).toMatchObject({ period: '2026-10' });
    expect(problemsOf(report, 'notBuilt')).toContainEqual({
      ...{ kind: 'notBuilt', report: 'governance', period: '2026-W46' },
    });
  });
});
