/**
 * Measures delivery: `node bench/digests.ts`, or with other numbers of teams than 100 and 1000. Different digests, with
 * a workbook and a CSV each, are rendered and handed to an SMTP server in another process by what the deliver queue
 * calls, eight at a time as host.json has it: with a ledger in memory, at the smallest size also with ledger and
 * archive in Azurite. The peer is nodemailer alone, which sends the same bytes, rendered before, over as many
 * connections. Each in a process of its own. Prints messages a second and memory; the last line is JSON.
 */
import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTransport } from 'nodemailer';
import { startAzurite } from '../local/azurite/azurite.ts';
import { type Config, ConfigSchema } from '../shared/config/schema.ts';
import { deliverReport } from '../shared/delivery/deliver.ts';
import { createMailTransport } from '../shared/delivery/mail.ts';
import { composeMessage, messageOptions } from '../shared/delivery/message.ts';
import { buildMimeSource } from '../shared/delivery/mimeSource.ts';
import { senderOf } from '../shared/delivery/sender.ts';
import type { DeliverTask } from '../shared/model/tasks.ts';
import { hashReport } from '../shared/reports/identity.ts';
import { openStore } from '../shared/store/open.ts';
import type { DeliveryLedger, MessageArchive } from '../shared/store/store.ts';
import { createMemoryLedger } from './digestLedger.ts';
import { makeDigest } from './digestReports.ts';

/** host.json's batch of queue messages. */
const AT_ONCE = 8;
const CONNECTIONS = 5;
const AT = '2026-11-23T06:00:00.000Z';

const [mode, ...parameters] = process.argv.slice(2);
if (mode === 'prepare') await prepare(Number(parameters[0]), parameters[1] ?? '.');
else if (mode === 'deliver') await deliver(Number(parameters[0]), Number(parameters[1]), parameters[2]);
else if (mode === 'peer') await sendAlone(Number(parameters[0]), Number(parameters[1]), parameters[2] ?? '.');
else await measureAll(process.argv.slice(2).map(Number));

function configFor(port: number): Config {
  return ConfigSchema.parse({
    organisation: 'Bench',
    azure: { subscriptions: ['11111111-2222-3333-4444-555555555555'] },
    teams: [{ id: 'team-0', name: 'Team 0', costCenter: 'CC-0' }],
    audiences: { finance: {}, security: {}, operator: {} },
    delivery: {
      mail: {
        smtp: { host: '127.0.0.1', port, tls: 'none', connections: CONNECTIONS },
        from: 'Purser <purser@contoso.example>',
        domains: ['contoso.example'],
      },
    },
  });
}

function taskOf(index: number): {
  readonly task: DeliverTask;
  readonly report: ReturnType<typeof makeDigest>;
} {
  const report = makeDigest(index);
  const { audience, period } = report;
  const hash = hashReport(report);
  return {
    report,
    task: { kind: 'digest', period: period.id, audience, channel: 'mail', hash, run: 'bench', at: AT },
  };
}

function leadOf(index: number): string {
  return `lead-${index}@contoso.example`;
}

/** Writes the mails that the peer sends. */
async function prepare(count: number, folder: string): Promise<void> {
  const config = configFor(25);
  const { mail } = config.delivery;
  if (!mail) throw new Error('there is no mail section');
  mkdirSync(folder, { recursive: true });
  for (let index = 0; index < count; index++) {
    const { task, report } = taskOf(index);
    const message = await composeMessage(report, task, messageOptions(config));
    const source = await buildMimeSource(message, senderOf(mail), [leadOf(index)], new Date(AT));
    writeFileSync(join(folder, `${index}.eml`), source);
  }
}

async function deliver(count: number, port: number, connectionString: string | undefined): Promise<void> {
  const config = configFor(port);
  const transport = createMailTransport(config, {});
  const store: { readonly ledger: DeliveryLedger; readonly messages?: Pick<MessageArchive, 'putMessage'> } =
    connectionString === undefined
      ? { ledger: createMemoryLedger() }
      : await openStore({ kind: 'connectionString', value: connectionString });
  await measure(count, async (index) => {
    const { task, report } = taskOf(index);
    const row = await deliverReport(task, {
      report,
      recipients: { mail: [leadOf(index)] },
      transport,
      ledger: store.ledger,
      archive: store.messages,
      clock: { now: () => new Date() },
      config,
      leaseSeconds: 600,
    });
    if (row.state !== 'sent') throw new Error(`${task.audience} is ${row.state}: ${row.problem?.message}`);
  });
  transport.close();
}

async function sendAlone(count: number, port: number, folder: string): Promise<void> {
  const transporter = createTransport({
    ...{ pool: true as const, host: '127.0.0.1', port, ignoreTLS: true, maxConnections: CONNECTIONS },
  });
  await measure(count, async (index) => {
    const raw = readFileSync(join(folder, `${index}.eml`));
    const to = leadOf(index);
    await transporter.sendMail({ raw, envelope: { from: 'purser@contoso.example', to } });
  });
  transporter.close();
}

/** Does `work` for every index, some at a time, and prints how fast, and what it took. */
async function measure(count: number, work: (index: number) => Promise<void>): Promise<void> {
  const begun = performance.now();
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++) await work(index);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const seconds = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage();
  console.log(
    JSON.stringify({
      seconds: Number(seconds.toFixed(2)),
      perSecond: Number((count / seconds).toFixed(1)),
      cpuMs: Number(((user + system) / 1000 / count).toFixed(2)),
      megabytes: Math.round(process.resourceUsage().maxRSS / 1024),
    }),
  );
}

async function measureAll(given: readonly number[]): Promise<void> {
  const sizes = given.length > 0 ? given : [100, 1000];
  const folder = mkdtempSync(join(tmpdir(), 'purser-bench-'));
  const mailbox = fork(fileURLToPath(new URL('digestMailbox.ts', import.meta.url)), { silent: true });
  const results: Record<string, unknown>[] = [];
  try {
    const [port] = await once(mailbox.stdout ?? mailbox, 'data');
    const smtp = String(port).trim();
    for (const size of sizes) {
      const mails = join(folder, String(size));
      run('prepare', String(size), mails);
      const peer = readResult(run('peer', String(size), smtp, mails));
      const memory = readResult(run('deliver', String(size), smtp));
      const stored = size === sizes[0] ? { 'purser, Azurite': await deliverToAzurite(size, smtp) } : {};
      const ratio = Number((memory.perSecond / peer.perSecond).toFixed(3));
      const measured = { nodemailer: peer, purser: memory, ...stored };
      console.log(`${size} digests: ${ratio} of the speed of nodemailer alone`);
      console.table(measured);
      results.push({ size, ratio, ...measured });
    }
  } finally {
    mailbox.disconnect();
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(JSON.stringify(results));
}

/** The smallest size only: Azurite is slower than what is measured. */
async function deliverToAzurite(size: number, smtp: string): Promise<unknown> {
  const azurite = await startAzurite();
  try {
    return readResult(run('deliver', String(size), smtp, azurite.connectionString));
  } finally {
    await azurite.close();
  }
}

function run(...args: readonly string[]): string {
  return execFileSync(process.execPath, [fileURLToPath(import.meta.url), ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

function readResult(output: string): { readonly perSecond: number } {
  return JSON.parse(output.trim().split('\n').at(-1) ?? '');
}
