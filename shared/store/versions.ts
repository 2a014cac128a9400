import { randomUUID } from 'node:crypto';
import { odata, type TableClient } from '@azure/data-tables';
import { z } from 'zod';
import type { Source } from '../model/reading.ts';
import { shareRuns } from '../model/sharing.ts';
import { attempt } from './faults.ts';
import { listRows } from './rows.ts';

/**
 * Something that reports are made from and whose changes are told as one: the readings of a source, the life stories
 * of findings, or what people decided about months.
 */
export type VersionedArea = Source | 'findings' | 'decisions';

/**
 * Tells whether anything that is kept has changed, for the price of one small query. Writers note where they wrote,
 * after they wrote it: whoever reads versions and then the data has data that is at least as new as the versions,
 * so that equal versions mean equal data. A writer that dies between the two is repeated by its queue, and notes then.
 */
export interface VersionStore {
  /** Gives each area a version that it never had. */
  note(...areas: readonly VersionedArea[]): Promise<void>;
  /** The version of every area that was ever written. */
  read(): Promise<ReadonlyMap<VersionedArea, string>>;
}

const PARTITION = 'versions';
const VersionColumns = z.object({ rowKey: z.string(), version: z.string() });

/** Versions in a table, a row an area. Those who note or read at once share the calls. */
export function createVersionStore(table: TableClient): VersionStore {
  const waiting = new Set<VersionedArea>();
  const writeWaiting = shareRuns(async () => {
    const version = randomUUID();
    const rows = [...waiting].map((area) => ({ partitionKey: PARTITION, rowKey: area, version }));
    waiting.clear();
    await table.submitTransaction(rows.map((row) => ['upsert', row, 'Replace']));
  });
  const readAll = shareRuns(async () => {
    const rows = await listRows(table, odata`PartitionKey eq ${PARTITION}`);
    const versions = VersionColumns.array().parse(rows);
    return new Map(versions.map(({ rowKey, version }) => [rowKey as VersionedArea, version]));
  });
  return {
    async note(...areas) {
      for (const area of areas) waiting.add(area);
      await attempt('note what was written', writeWaiting);
    },
    read: () => attempt('read the versions of what is kept', readAll),
  };
}

/** Versions in memory, for a replay. */
export function createMemoryVersions(): VersionStore {
  const versions = new Map<VersionedArea, string>();
  return {
    async note(...areas) {
      for (const area of areas) versions.set(area, randomUUID());
    },
    async read() {
      return new Map(versions);
    },
  };
}
