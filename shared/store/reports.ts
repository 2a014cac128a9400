import type { TableClient } from '@azure/data-tables';
import type { ContainerClient } from '@azure/storage-blob';
import { z } from 'zod';
import { canonicalJson } from '../model/canonical.ts';
import { RequestError, StoreError } from '../model/errors.ts';
import { REPORT_KINDS, type ReportKind } from '../model/tasks.ts';
import { hashReport } from '../reports/identity.ts';
import type { Report } from '../reports/report.ts';
import { type Blob, createBlob, readBlob } from './blobs.ts';
import { attempt } from './faults.ts';
import { encodeKey } from './keys.ts';
import { changeRow, findRow, listRows, type Row } from './rows.ts';
import type { ReportRow, ReportStore } from './store.ts';

const JSON_TYPE = 'application/json';

/**
 * Reports in a table and a container. Data lies under the hash of its facts, the latest of each kind, period
 * and audience is a row, and a closed statement lies under its own name, written once: that blob is what
 * closes it, and the row follows, also after a crash between the two.
 */
export function createReportStore(table: TableClient, container: ContainerClient): ReportStore {
  async function readClosed(key: ReportKey): Promise<{ report: Report; row: ReportRow } | undefined> {
    const blob = await readBlob(container, closedName(key));
    if (!blob) return undefined;
    const report = parseReport(blob, closedName(key));
    const { hash = '', builtat: builtAt = '' } = blob.metadata;
    if (hashReport(report) !== hash) throw damaged(closedName(key));
    return { report, row: { ...key, state: 'closed', hash, builtAt } };
  }

  async function readData(kind: ReportKind, period: string, hash: string): Promise<Report | undefined> {
    const name = dataName({ kind, period }, hash);
    const blob = await readBlob(container, name);
    if (!blob) return undefined;
    const report = parseReport(blob, name);
    if (hashReport(report) !== hash) throw damaged(name);
    return report;
  }

  async function close(report: Report, hash: string, builtAt: string): Promise<void> {
    const key = keyOf(report);
    const created = await createBlob(container, closedName(key), {
      body: Buffer.from(canonicalJson(report)),
      contentType: JSON_TYPE,
      metadata: { hash, builtat: builtAt },
    });
    if (created) return;
    const closed = await readClosed(key);
    if (closed?.row.hash === hash) return;
    throw new RequestError(
      `The ${key.kind} of ${key.period} for ${key.audience} is closed, with other data.`,
      'A closed statement never changes; what changed since is an adjustment in the next open month.',
    );
  }

  return {
    putReport(report, builtAt) {
      const key = keyOf(report);
      return attempt(`keep the ${describe(key)}`, async () => {
        const hash = hashReport(report);
        await createBlob(container, dataName(key, hash), {
          body: Buffer.from(canonicalJson(report)),
          contentType: JSON_TYPE,
        });
        if (report.state === 'closed') await close(report, hash, builtAt);
        const closed = (await readClosed(key))?.row;
        let listed: ReportRow = closed ?? { ...key, state: report.state, hash, builtAt };
        await changeRow(table, partitionOf(key), encodeKey(key.audience), (row) => {
          const current = row && toReportRow(row);
          if (current && !replaces(listed, current)) {
            listed = current;
            return undefined;
          }
          return toRow(listed);
        });
        return listed;
      });
    },

    getReport(kind, period, hash) {
      return attempt(`read the ${kind} of ${period}`, () => readData(kind, period, hash));
    },

    getLatest(kind, period, audience) {
      const key = { kind, period, audience };
      return attempt(`read the ${describe(key)}`, async () => {
        const closed = await readClosed(key);
        if (closed) return closed.report;
        const row = await findRow(table, partitionOf(key), encodeKey(audience));
        return row && readData(kind, period, toReportRow(row).hash);
      });
    },

    listReports() {
      return attempt('list the reports', async () => (await listRows(table)).map(toReportRow).sort(byKey));
    },
  };
}

type ReportKey = Pick<ReportRow, 'kind' | 'period' | 'audience'>;

function keyOf(report: Report): ReportKey {
  return { kind: report.kind, period: report.period.id, audience: report.audience };
}

function describe({ kind, period, audience }: ReportKey): string {
  return `${kind} of ${period} for ${audience}`;
}

function dataName({ kind, period }: Pick<ReportKey, 'kind' | 'period'>, hash: string): string {
  return `reports/${kind}/${encodeKey(period)}/${encodeKey(hash)}.json`;
}

function closedName({ kind, period, audience }: ReportKey): string {
  return `closed/${kind}/${encodeKey(period)}/${encodeKey(audience)}.json`;
}

function partitionOf({ kind, period }: Pick<ReportKey, 'kind' | 'period'>): string {
  return `${kind}|${encodeKey(period)}`;
}

/** A closed statement takes the place of every other; among provisional ones the one built later counts. */
function replaces(next: ReportRow, current: ReportRow): boolean {
  if (next.state !== current.state) return next.state === 'closed';
  return next.state === 'closed' || Date.parse(next.builtAt) >= Date.parse(current.builtAt);
}

function parseReport(blob: Blob, name: string): Report {
  const report: Report = JSON.parse(blob.body.toString('utf8'));
  if (report.schemaVersion !== 1) {
    throw new StoreError(
      `The report ${name} was kept by another version of Purser (schema ${report.schemaVersion}).`,
      'Read it with the version that wrote it.',
    );
  }
  return report;
}

function damaged(name: string): StoreError {
  return new StoreError(
    `The report ${name} is damaged: its data does not match its hash.`,
    'Restore the blob from a backup, or build the report again.',
  );
}

const ReportColumns = z.object({
  kind: z.enum(REPORT_KINDS),
  period: z.string(),
  audience: z.string(),
  state: z.enum(['provisional', 'closed']),
  hash: z.string(),
  builtAt: z.string(),
});

function toReportRow(row: Readonly<Record<string, unknown>>): ReportRow {
  return ReportColumns.parse(row);
}

function toRow(row: ReportRow): Row {
  return { partitionKey: partitionOf(row), rowKey: encodeKey(row.audience), ...row };
}

function byKey(a: ReportRow, b: ReportRow): number {
  const [left, right] = [a, b].map(({ kind, period, audience }) => `${kind}|${period}|${audience}`);
  return (left ?? '') < (right ?? '') ? -1 : left === right ? 0 : 1;
}
