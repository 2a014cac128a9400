import type { TableClient } from '@azure/data-tables';
import type { ContainerClient } from '@azure/storage-blob';
import { z } from 'zod';
import { isClosed } from '../closing/life.ts';
import { canonicalBytes, canonicalJson } from '../model/canonical.ts';
import { StoreError } from '../model/errors.ts';
import { REPORT_KINDS, type ReportKind } from '../model/tasks.ts';
import { hashReport } from '../reports/identity.ts';
import type { Report } from '../reports/report.ts';
import { type KeptReport, readKept, toKept } from '../reports/version1.ts';
import { type Blob, createBlob, readBlob } from './blobs.ts';
import { createClosings } from './closings.ts';
import { attempt } from './faults.ts';
import { encodeKey } from './keys.ts';
import {
  chooseRow,
  closedAlready,
  keyOf,
  listReport,
  notTheLatest,
  ORGANISATION,
  organisationKey,
  type ReportKey,
  refuseOutOfTurn,
  reopenedAlready,
  revisionOf,
} from './listing.ts';
import { openOnceBlobs } from './onceBlobs.ts';
import { changeRow, findRow, fromColumns, listRows, type Row, toColumns } from './rows.ts';
import type { ReportRow, ReportStore } from './store.ts';

const JSON_TYPE = 'application/json';

/**
 * Reports in a table and two containers: `closed` has what was closed and decided, the other all data. Data lies under the hash of its facts, the latest of each kind, period
 * and audience is a row, and every closed revision lies under its own name, written once: that blob is what
 * closes it, and the row follows, also after a crash between the two.
 */
export function createReportStore(
  table: TableClient,
  { container, closed }: { readonly container: ContainerClient; readonly closed: ContainerClient },
): ReportStore {
  const closings = createClosings(openOnceBlobs(closed, container));

  async function readRevision(key: ReportKey, revision: number): Promise<Report | undefined> {
    const blob = await closings.readRevision(key, revision);
    return blob && parseReport(blob, blob.name, blob.metadata.hash);
  }

  async function readData(kind: ReportKind, period: string, hash: string): Promise<Report | undefined> {
    const name = dataName({ kind, period }, hash);
    const blob = await readBlob(container, name);
    return blob && parseReport(blob, name, hash);
  }

  async function close(report: Report, hash: string, builtAt: string): Promise<void> {
    const key = keyOf(report);
    const revision = revisionOf(report);
    if (key.audience === ORGANISATION) refuseOutOfTurn(key, revision, await closings.standingOf(key));
    const body = canonicalBytes(toKept(report));
    if (await closings.writeRevision(key, { revision, hash, builtAt }, body)) return;
    const kept = await closings.readRevision(key, revision);
    if (kept?.metadata.hash !== hash) throw closedAlready(key, revision);
  }

  /** Lists a row unless what is listed has come further. */
  async function list(next: ReportRow): Promise<ReportRow> {
    let listed = next;
    await changeRow(table, partitionOf(next), encodeKey(next.audience), (row) => {
      const current = row && toReportRow(row);
      listed = chooseRow(next, current);
      return listed === current ? undefined : toRow(listed);
    });
    return listed;
  }

  return {
    putReport(report, builtAt) {
      const key = keyOf(report);
      return attempt(`keep the ${describe(key)}`, async () => {
        const hash = hashReport(report);
        await createBlob(container, dataName(key, hash), {
          body: canonicalBytes(toKept(report)),
          contentType: JSON_TYPE,
        });
        if (report.state === 'closed') await close(report, hash, builtAt);
        const standing = await closings.standingOf(key);
        return list(
          isClosed(standing)
            ? closedRow(key, standing)
            : listReport(report, hash, builtAt, standing.revision),
        );
      });
    },

    getReport(kind, period, hash) {
      return attempt(`read the ${kind} of ${period}`, () => readData(kind, period, hash));
    },

    getLatest(kind, period, audience) {
      const key = { kind, period, audience };
      return attempt(`read the ${describe(key)}`, async () => {
        const standing = await closings.standingOf(key);
        if (isClosed(standing)) return readRevision(key, standing.revision);
        const row = await findRow(table, partitionOf(key), encodeKey(audience));
        return row ? readData(kind, period, toReportRow(row).hash) : readRevision(key, standing.revision);
      });
    },

    getRevision(kind, period, audience, revision) {
      const key = { kind, period, audience };
      return attempt(`read revision ${revision} of the ${describe(key)}`, () => readRevision(key, revision));
    },

    getStanding(kind, period) {
      return attempt(`see how the ${kind} of ${period} stands`, async () => {
        const { revision, hash, reopening } = await closings.standingOf(organisationKey(kind, period));
        return { revision, hash, reopening };
      });
    },

    reopen(kind, period, reopening) {
      const key = organisationKey(kind, period);
      return attempt(`open the ${describe(key)} again`, async () => {
        const standing = await closings.standingOf(key);
        if (standing.revision !== reopening.revision) throw notTheLatest(key, reopening, standing);
        const recorded = await closings.writeReopening(key, reopening);
        const { hash, at: builtAt, revision } = recorded;
        await list({ ...key, state: 'provisional', revision, held: [], hash, builtAt });
        if (canonicalJson(recorded) !== canonicalJson(reopening)) throw reopenedAlready(key, recorded);
      });
    },

    putRelease(kind, period, release) {
      return attempt(`keep the release of the ${kind} of ${period}`, () =>
        closings.writeRelease({ kind, period }, release),
      );
    },

    getRelease(kind, period, hash) {
      return attempt(`read the release of the ${kind} of ${period}`, () =>
        closings.readRelease({ kind, period }, hash),
      );
    },

    findReport(kind, period, audience) {
      const key = { kind, period, audience };
      return attempt(`look up the ${describe(key)}`, async () => {
        const row = await findRow(table, partitionOf(key), encodeKey(audience));
        return row && toReportRow(row);
      });
    },

    listReports() {
      return attempt('list the reports', async () => (await listRows(table)).map(toReportRow).sort(byKey));
    },
  };
}

function describe({ kind, period, audience }: ReportKey): string {
  return `${kind} of ${period} for ${audience}`;
}

function dataName({ kind, period }: Pick<ReportKey, 'kind' | 'period'>, hash: string): string {
  return `reports/${kind}/${encodeKey(period)}/${encodeKey(hash)}.json`;
}

function partitionOf({ kind, period }: Pick<ReportKey, 'kind' | 'period'>): string {
  return `${kind}|${encodeKey(period)}`;
}

function closedRow(
  key: ReportKey,
  { revision, hash, builtAt }: { readonly revision: number; readonly hash: string; readonly builtAt: string },
): ReportRow {
  return { ...key, state: 'closed', revision, held: [], hash, builtAt };
}

/** Reads a kept report; its hash is that of the data as it was written. */
function parseReport(blob: Blob, name: string, hash: string | undefined): Report {
  const kept: KeptReport = JSON.parse(blob.body.toString('utf8'));
  const report = readKept(kept);
  if (!report) {
    throw new StoreError(
      `The report ${name} was kept by another version of Purser (schema ${kept.schemaVersion}).`,
      'Read it with the version that wrote it.',
    );
  }
  if (hashReport(report) !== hash) throw damaged(name);
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
  /** Rows written before there were revisions have none. */
  revision: z.coerce.number().optional(),
  hash: z.string(),
  builtAt: z.string(),
  firstBuiltAt: z.string().exactOptional(),
});

function toReportRow(row: Readonly<Record<string, unknown>>): ReportRow {
  const columns = ReportColumns.parse(row);
  return {
    ...columns,
    revision: columns.revision ?? (columns.state === 'closed' ? 1 : 0),
    held: z.array(z.string()).parse(fromColumns('held', row) ?? []),
  };
}

function toRow({ held, revision, ...row }: ReportRow): Row {
  return {
    partitionKey: partitionOf(row),
    rowKey: encodeKey(row.audience),
    ...row,
    revision: String(revision),
    ...toColumns('held', held),
  };
}

function byKey(a: ReportRow, b: ReportRow): number {
  const [left, right] = [a, b].map(({ kind, period, audience }) => `${kind}|${period}|${audience}`);
  return (left ?? '') < (right ?? '') ? -1 : left === right ? 0 : 1;
}
