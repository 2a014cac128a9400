import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMailTransport, type MailTransport } from '../../shared/delivery/mail.ts';
import { SourceError } from '../../shared/model/errors.ts';
import type { App } from '../../shared/pipeline/app.ts';
import { collectOrWait } from '../../shared/pipeline/collect.ts';
import { deliverTask } from '../../shared/pipeline/deliver.ts';
import { parseCollectTask, parseDeliverTask, parseReportTask } from '../../shared/pipeline/messages.ts';
import { planCollection } from '../../shared/pipeline/plan.ts';
import { planChargeback, planWeekly, publishReports } from '../../shared/pipeline/publish.ts';
import type { LogLevel } from '../../shared/telemetry/invocation.ts';
import { createLog } from '../../shared/telemetry/log.ts';
import { METRICS } from '../../shared/telemetry/metrics.ts';
import { type HostInvocation, MAX_DEQUEUE_COUNT, observeInvocation } from '../../shared/telemetry/observe.ts';
import { openTelemetry, type Telemetry } from '../../shared/telemetry/open.ts';
import { carryTrace } from '../../shared/telemetry/trace.ts';
import { failWith, type Mailbox, startMailbox } from '../delivery/mailbox.ts';
import { makeApp, makeSources } from '../pipeline/estate.ts';
import { useStore } from '../store/store.ts';
import { pointsOf, readAttributes, type Span, startCollector } from './collector.ts';

const WEBHOOK = 'https://contoso.webhook.office.com/webhookb2/0f5d/IncomingWebhook/9a8b7c6d';
const TOKEN = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.c2lnbmF0dXJl';
/** What no log and no trace may have, though sources and mail servers say it. */
const SECRETS = [/@contoso\.com/, /webhookb2/, /eyJhbGci/, /Payments/, /Web shop/, /4711\.20/];

const storage = useStore();
const lines: string[] = [];
let collector: Awaited<ReturnType<typeof startCollector>>;
let telemetry: Telemetry | undefined;
let mailbox: Mailbox;
let mail: MailTransport;
let app: App;
let calls = 0;

beforeAll(async () => {
  collector = await startCollector();
  telemetry = await openTelemetry({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url }, () => {
    throw new Error('a collector takes no identity');
  });
  mailbox = await startMailbox({
    onMail: () => (calls++ === 0 ? failWith(451, 'ann@contoso.com has too much mail') : undefined),
  });
  const sources = makeSources({
    readDefender: async () => {
      const where = { source: 'Defender', scope: 'sub-1' };
      const problem = `refused by ${WEBHOOK} with ${TOKEN} for ann@contoso.com at 4711.20 EUR`;
      throw new SourceError(where, 'forbidden', problem, 'Ask ann@contoso.com.');
    },
    readPolicy: async () => {
      throw new SourceError({ source: 'Policy', scope: 'sub-1' }, 'throttled', 'asked to wait', 'Wait.');
    },
  });
  const memory = makeApp(sources, '2026-11-10T12:00:00Z');
  const smtp = { host: '127.0.0.1', port: mailbox.port, tls: 'none' as const, connections: 5 };
  const delivery = {
    ...memory.config.delivery,
    mail: { via: 'smtp' as const, smtp, from: 'purser@contoso.com', domains: ['contoso.com'] },
  };
  const config = { ...memory.config, delivery };
  mail = createMailTransport(config, {});
  const log = createLog((line) => lines.push(line));
  app = { ...memory, config, log, store: storage.store, transports: [mail] };
  await runCollection();
  await runReports();
});

afterAll(async () => {
  mail.close();
  await mailbox.close();
  await telemetry?.close();
  await collector.close();
});

/** As a trigger does it: with an invocation of its own, and a task that went through a queue. */
function invoke<T>(name: string, trigger: string, work: () => Promise<T>, tries?: number): Promise<T> {
  const invocation: HostInvocation = {
    ...{ id: `invocation-of-${name}`, function: name, trigger, dequeueCount: tries },
    traceparent: undefined,
    write: (_level: LogLevel, line: string) => lines.push(line),
  };
  return observeInvocation(invocation, async () => telemetry, work);
}

function throughQueue<T>(task: T): unknown {
  return JSON.parse(JSON.stringify(task));
}

async function runCollection(): Promise<void> {
  const request = { from: '2026-10-01', to: '2026-11-10' } as const;
  const first = await invoke('collectNightly', 'timerTrigger', async () =>
    carryTrace(planCollection(request, 'run-c')),
  );
  const waiting = [first];
  for (let task = waiting.shift(); task; task = waiting.shift()) {
    const received = parseCollectTask(throughQueue(task));
    waiting.push(
      ...(await invoke('collect', 'queueTrigger', () => collectOrWait(app, received, async () => {}))),
    );
  }
}

async function runReports(): Promise<void> {
  const tasks = await invoke('reportMonthly', 'timerTrigger', async () =>
    [planChargeback(app, 'run-r'), ...planWeekly(app, 'run-r')].map(carryTrace),
  );
  for (const task of tasks) {
    const received = parseReportTask(throughQueue(task));
    const deliveries = await invoke('report', 'queueTrigger', () => publishReports(app, received));
    const waiting = [...deliveries];
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const delivery = parseDeliverTask(throughQueue(next));
      await invoke('deliver', 'queueTrigger', () =>
        deliverTask(app, delivery, async (again) => {
          waiting.push(again);
        }),
      );
    }
  }
}

const attributesOf = (span: Span) => readAttributes(span.attributes);
const named = (name: string) => collector.spans().filter((span) => span.name === name);
const ofRun = (run: string) => collector.spans().filter((span) => attributesOf(span)['purser.run'] === run);
const planOf = (name: string) => named('plan').find((span) => attributesOf(span)['purser.function'] === name);

describe('a night’s collection', () => {
  it('is one trace from the timer to the last reading, with a span for each unit of work', () => {
    const plan = planOf('collectNightly');
    const collected = ofRun('run-c');
    expect(collected.length).toBeGreaterThan(10);
    expect(new Set(collected.map(({ traceId }) => traceId))).toEqual(new Set([plan?.traceId]));
    const inventory = collected.find((span) => attributesOf(span)['purser.source'] === 'inventory');
    expect(inventory?.parentSpanId).toBe(plan?.spanId);
    const others = collected.filter((span) => span !== inventory);
    expect(new Set(others.map(({ parentSpanId }) => parentSpanId))).toEqual(new Set([inventory?.spanId]));
  });

  it('says of a unit what was read, and how that ended', () => {
    const policy = ofRun('run-c').find((span) => attributesOf(span)['purser.source'] === 'policy');
    expect(policy && attributesOf(policy)).toMatchObject({
      'purser.stage': 'collect',
      'purser.scope': '11111111-1111-4111-8111-111111111111',
      'purser.outcome': 'failed',
      'purser.failure': 'throttled',
      'error.type': 'SourceError',
    });
    expect(policy?.status.code).toBe(2);
  });
});

describe('a month’s reports', () => {
  it('are one trace from the timer over the report to each sending, also to the second try', () => {
    const plan = planOf('reportMonthly');
    const [chargeback] = named('report').filter((span) => attributesOf(span)['purser.kind'] === 'chargeback');
    expect(chargeback?.parentSpanId).toBe(plan?.spanId);
    const sent = named('deliver').filter((span) => span.parentSpanId === chargeback?.spanId);
    expect(sent.map((span) => attributesOf(span)['purser.state']).sort()).toEqual(
      ['failed', 'sent', 'sent', 'sent'].sort(),
    );
    expect(sent.map((span) => Number(attributesOf(span)['purser.attempt'])).sort()).toEqual([1, 1, 1, 2]);
    expect(new Set(sent.map(({ traceId }) => traceId))).toEqual(new Set([plan?.traceId]));
  });
});

describe('metrics', () => {
  it('arrive with their units and no attribute that they are not defined with', async () => {
    await invoke('deliver', 'queueTrigger', () => Promise.reject(new Error('lost')), MAX_DEQUEUE_COUNT).catch(
      () => {},
    );
    const metrics = collector.metrics();
    expect(new Set(metrics.map(({ name }) => name))).toEqual(new Set(Object.keys(METRICS)));
    for (const metric of metrics) {
      const definition = METRICS[metric.name as keyof typeof METRICS];
      expect(metric.unit).toBe(definition.unit);
      const allowed: readonly string[] = definition.attributes;
      for (const point of pointsOf(metric))
        expect(allowed).toEqual(expect.arrayContaining(Object.keys(readAttributes(point.attributes))));
    }
  });

  it('say what the month came to, what was throttled and how deliveries went', () => {
    const last = (name: string, attributes: object) => {
      const points = collector
        .metrics()
        .filter((metric) => metric.name === name)
        .flatMap(pointsOf)
        .filter((point) => JSON.stringify(readAttributes(point.attributes)) === JSON.stringify(attributes));
      const point = points.at(-1);
      return Number(point?.asDouble ?? point?.asInt ?? point?.count);
    };
    // Two clusters, 10 EUR a day each, 31 days.
    expect(last('purser.pool', { currency: 'EUR' })).toBe(620);
    expect(last('purser.unowned.share', { currency: 'EUR' })).toBe(0);
    expect(last('purser.throttled', { source: 'policy' })).toBe(1);
    expect(last('purser.deliveries', { state: 'failed', channel: 'mail', transport: 'smtp' })).toBe(1);
    expect(last('purser.findings', { severity: 'high' })).toBe(0);
    expect(last('purser.poison', { function: 'deliver' })).toBe(1);
  });
});

describe('logs and telemetry', () => {
  it('have one line for the end of every unit of work, with its fields, its invocation and its trace', () => {
    const ends = lines.map((line) => JSON.parse(line)).filter(({ outcome }) => outcome !== undefined);
    expect(ends.length).toBe([...ofRun('run-c'), ...ofRun('run-r')].length);
    const report = ends.find(({ stage, kind }) => stage === 'report' && kind === 'chargeback');
    expect(report).toMatchObject({
      ...{ level: 'info', run: 'run-r', period: '2026-10', outcome: 'done', planned: 3 },
      ...{ function: 'report', invocation: 'invocation-of-report', trace: planOf('reportMonthly')?.traceId },
    });
    const failed = ends.find(({ source }) => source === 'policy');
    expect(failed).toMatchObject({ level: 'error', outcome: 'failed', remedy: 'Wait.' });
  });

  it('have every field that the operator’s queries name', () => {
    const queries = globSync(fileURLToPath(new URL('../../infra/queries/*.kql', import.meta.url)));
    const text = queries.map((file) => readFileSync(file, 'utf8')).join('\n');
    const named = [...text.matchAll(/\bline(?:\.(\w+)|\["(\w+)"\])/g)].map(([, dot, other]) => dot ?? other);
    const written = new Set(lines.flatMap((line) => Object.keys(JSON.parse(line))));
    expect([...new Set(named)].filter((name) => name && !written.has(name))).toEqual([]);
    expect(named.length).toBeGreaterThan(30);
  });

  it('hold neither addresses nor amounts nor secrets, whatever a source or a mail server said', () => {
    const told = `${lines.join('\n')}\n${collector.text()}`;
    expect(told).toMatch(/\[address\]/);
    for (const secret of SECRETS) expect(told).not.toMatch(secret);
  });

  it('are sent away before an invocation ends', async () => {
    const before = collector.spans().length;
    await invoke('collectNightly', 'timerTrigger', async () => {});
    expect(collector.spans().length).toBe(before + 1);
    expect(collector.paths()).toEqual(new Set(['/v1/traces', '/v1/metrics']));
  });
});
