import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { QueueServiceClient } from '@azure/storage-queue';
import { beforeAll, describe, expect, it } from 'vitest';
import { resolveRecipients } from '../../shared/audiences/resolve.ts';
import { checkConfig } from '../../shared/config/config.ts';
import { canonicalJson } from '../../shared/model/canonical.ts';
import { type SnapshotRow, SOURCES } from '../../shared/model/reading.ts';
import type { DeliverTask } from '../../shared/model/tasks.ts';
import {
  parseCollectTask,
  parseDeliverTask,
  parseMeterTask,
  parseReportTask,
} from '../../shared/pipeline/messages.ts';
import { renderReport } from '../../shared/render/render.ts';
import { FORMATS } from '../../shared/render/rendering.ts';
import { hashReport } from '../../shared/reports/identity.ts';
import { QUEUES } from '../../shared/store/queues.ts';
import type { DeliveryRow, ReportRow, RunRow } from '../../shared/store/store.ts';
import { makeConfig } from '../reports/configuration.ts';
import { useStore } from './store.ts';

/**
 * What the version of commit 790b90f wrote and read back itself, taken from its storage as it lay there: made by running
 * its own code, not by hand. `wrote` is raw, `read` is canonical JSON of what it made of that.
 */
interface Previous {
  readonly wrote: {
    readonly tables: Readonly<Record<string, readonly StoredRow[]>>;
    readonly blobs: readonly StoredBlob[];
    readonly queues: Readonly<Record<string, readonly string[]>>;
  };
  /** Its example of a configuration. */
  readonly configuration: string;
  readonly read: {
    readonly snapshots: readonly { readonly row: SnapshotRow; readonly data: unknown }[];
    readonly findings: readonly unknown[];
    readonly appliedDays: Readonly<Record<string, string>>;
    readonly reports: readonly ReportRow[];
    readonly deliveries: readonly DeliveryRow[];
    readonly runs: readonly RunRow[];
    readonly samples: readonly { readonly cluster: string; readonly sample: { readonly at: string } }[];
    readonly release: unknown;
    readonly tasks: Readonly<Record<keyof typeof QUEUES, readonly unknown[]>>;
  };
}
interface StoredRow {
  readonly partitionKey: string;
  readonly rowKey: string;
}
interface StoredBlob {
  readonly container: string;
  readonly name: string;
  readonly kind: 'BlockBlob' | 'AppendBlob';
  readonly contentType: string;
  readonly metadata: Record<string, string>;
  readonly gzip: string;
}

const PREVIOUS: Previous = JSON.parse(
  readFileSync(new URL('../fixtures/store/previous.json', import.meta.url), 'utf8'),
);
const { wrote, read } = PREVIOUS;
const stage = useStore();

beforeAll(async () => {
  for (const [name, rows] of Object.entries(wrote.tables)) {
    for (const row of rows) await stage.table(name).createEntity(row);
  }
  for (const { container, name, kind, contentType, metadata, gzip } of wrote.blobs) {
    const body = gunzipSync(Buffer.from(gzip, 'base64'));
    const headers = { blobHTTPHeaders: { blobContentType: contentType }, metadata };
    const client = stage.container(container);
    if (kind === 'AppendBlob') {
      await client.getAppendBlobClient(name).create(headers);
      await client.getAppendBlobClient(name).appendBlock(body, body.length);
    } else {
      await client.getBlockBlobClient(name).upload(body, body.length, headers);
    }
  }
});

describe('what the previous version kept', () => {
  it('of each source is the reading that it was, to the last digit', async () => {
    expect(read.snapshots.map(({ row }) => row.source)).toEqual([...SOURCES]);
    for (const { row, data } of read.snapshots) {
      const [kept] = await stage.store.snapshots.listRows(row.source, row.day, row.day);
      expect(canonicalJson(kept)).toBe(canonicalJson(row));
      const snapshot = kept && (await stage.store.snapshots.loadSnapshot(kept));
      expect(canonicalJson(snapshot?.data)).toBe(canonicalJson(data));
    }
  });

  it('of findings is their whole life, with the days that were applied', async () => {
    const { findings } = stage.store;
    expect(read.findings).toHaveLength(4);
    expect(canonicalJson(await findings.listFindings('2020-01-01'))).toBe(canonicalJson(read.findings));
    expect(Object.fromEntries(await findings.listAppliedDays())).toEqual(read.appliedDays);
  });

  it('of reports is listed, is found under its hash, keeps that hash, and can be shown in every format', async () => {
    const { reports } = stage.store;
    const config = makeConfig();
    expect(new Set(read.reports.map(({ kind }) => kind))).toEqual(
      new Set(['chargeback', 'digest', 'governance']),
    );
    expect(await reports.listReports()).toEqual(read.reports);
    for (const { kind, period, audience, hash } of read.reports) {
      const report = await reports.getLatest(kind, period, audience);
      expect(report && hashReport(report)).toBe(hash);
      expect(await reports.getReport(kind, period, hash)).toEqual(report);
      for (const format of FORMATS) {
        if (!report || (format === 'journal' && kind !== 'chargeback')) continue;
        expect((await renderReport(report, format, config)).body.length, format).toBeGreaterThan(0);
      }
    }
  });

  it('of decisions still counts', async () => {
    expect(await stage.store.reports.getRelease('chargeback', '2026-09', 'e'.repeat(64))).toEqual(
      read.release,
    );
  });

  it('of deliveries is in the same state, and tells nothing of what was not recorded then', async () => {
    const unknown = { transport: '', messageId: '', outcomes: [], sourceHash: '', archiveKey: '' };
    const rows = await stage.store.ledger.listDeliveries();
    expect(rows.map(({ state }) => state).sort()).toEqual(
      ['accepted', 'claimed', 'failed', 'poisoned', 'sending', 'sent', 'skipped', 'uncertain'].sort(),
    );
    expect(rows).toEqual(
      read.deliveries.map((row) => ({
        ...{ ...row, problem: row.problem },
        ...{ ...unknown, waitingUntil: undefined, skipped: undefined },
      })),
    );
  });

  it('of deliveries sends nothing a second time', async () => {
    const outcomes = new Map<string, string>();
    const now = new Date('2026-11-09T06:00:00.000Z');
    for (const row of read.deliveries) {
      const { outcome } = await stage.store.ledger.claim(row, row.recipients, now, 25);
      outcomes.set(row.state, outcome);
    }
    expect(Object.fromEntries(outcomes)).toEqual({
      ...{ sent: 'done', accepted: 'done', poisoned: 'done', uncertain: 'uncertain', sending: 'uncertain' },
      ...{ claimed: 'claimed', failed: 'claimed', skipped: 'claimed' },
    });
  });

  it('of runs is listed, the newest first', async () => {
    const { runs } = stage.store;
    expect(canonicalJson(await runs.listRuns(100))).toBe(canonicalJson(read.runs));
  });

  it('of samples and of sent messages is there as it was', async () => {
    for (const { cluster, sample } of read.samples) {
      const day = await stage.store.samples.list(cluster, sample.at.slice(0, 10) as '2026-11-20');
      expect(day.samples.map((kept) => kept.read())).toEqual([sample]);
    }
    const { messages } = stage.store;
    const message = await messages.getMessage('2026-W44/digest/team:shop/mail/abc.eml');
    expect(Buffer.from(message?.body ?? []).toString()).toContain('Hello');
    expect(await messages.removeExpired(new Date('2036-01-01'))).toBe(0);
  });
});

describe('a message that the previous version left in a queue', () => {
  const PARSERS = {
    collect: parseCollectTask,
    meter: parseMeterTask,
    report: parseReportTask,
    deliver: parseDeliverTask,
  } as const;

  it.each(Object.entries(PARSERS))('of %s is understood', async (queue, parse) => {
    const name = QUEUES[queue as keyof typeof QUEUES];
    const client = QueueServiceClient.fromConnectionString(stage.azurite.connectionString).getQueueClient(
      name,
    );
    await client.createIfNotExists();
    for (const text of wrote.queues[name] ?? []) await client.sendMessage(text);
    const { receivedMessageItems } = await client.receiveMessages({ numberOfMessages: 32 });
    const tasks = receivedMessageItems.map(({ messageText }) =>
      parse(JSON.parse(Buffer.from(messageText, 'base64').toString('utf8'))),
    );
    expect(tasks.length).toBeGreaterThan(0);
    expect(tasks).toEqual(read.tasks[queue as keyof typeof QUEUES]);
  });

  it('of deliver goes to those whom the configuration lists for what it delivers, and to nobody else', async () => {
    const [task] = read.tasks.deliver as readonly DeliverTask[];
    const report = task && (await stage.store.reports.getReport(task.kind, task.period, task.hash));
    if (!task || !report) throw new Error('the report of the task is gone');
    const { audiences } = makeConfig();
    const { planned } = resolveRecipients(makeConfig(), report, task);
    expect(planned.map(({ address }) => address)).toEqual(
      [...new Set([...audiences.security.mail, ...audiences.operator.mail])].sort(),
    );
  });
});

it('a configuration of the previous version is in order', () => {
  expect(checkConfig(PREVIOUS.configuration)).toEqual([]);
});
