import { createHash } from 'node:crypto';
import { odata, type TableClient } from '@azure/data-tables';
import { StoreError } from '../model/errors.ts';
import type { Finding } from '../model/governance.ts';
import { mapConcurrently } from './concurrency.ts';
import { attempt } from './faults.ts';
import { encodeKey } from './keys.ts';
import { fromColumns, listRows, type Row, toColumns } from './rows.ts';
import type { FindingStore } from './store.ts';

/** Limits of one transaction of Table Storage: 100 rows of one partition, 4 MiB; the request has words around them. */
const MOST_ROWS = 100;
const MOST_CHARACTERS = 1_000_000;
const BATCHES_AT_ONCE = 8;

/** Findings in a table: a partition a cluster, a row a finding. */
export function createFindingStore(table: TableClient): FindingStore {
  return {
    listFindings(resolvedSince) {
      return attempt('list the findings', async () => {
        const rows = await listRows(table, odata`state ne 'resolved' or resolvedOn ge ${resolvedSince}`);
        return rows.map(toFinding).sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
      });
    },

    putFindings(changed) {
      return attempt(`keep ${changed.length} findings`, async () => {
        await mapConcurrently(toBatches(changed.map(toRow)), BATCHES_AT_ONCE, (batch) =>
          table.submitTransaction(batch.map((row) => ['upsert', row, 'Replace'])),
        );
      });
    },
  };
}

/** The id leads to the row, so a finding that is given twice is written once, as it was given last. */
function toBatches(rows: readonly Row[]): Row[][] {
  const batches: Row[][] = [];
  const distinct = new Map(rows.map((row) => [`${row.partitionKey}|${row.rowKey}`, row]));
  for (const partition of Map.groupBy(distinct.values(), (row) => row.partitionKey).values()) {
    let batch: Row[] = [];
    let characters = 0;
    for (const row of partition) {
      const size = JSON.stringify(row).length;
      if (batch.length === MOST_ROWS || (batch.length > 0 && characters + size > MOST_CHARACTERS)) {
        batches.push(batch);
        batch = [];
        characters = 0;
      }
      batch.push(row);
      characters += size;
    }
    batches.push(batch);
  }
  return batches;
}

function toRow(finding: Finding): Row {
  return {
    partitionKey: finding.clusterId === '' ? 'none' : hashCluster(finding.clusterId),
    rowKey: encodeKey(finding.id),
    state: finding.state,
    resolvedOn: finding.resolvedOn ?? '',
    ...toColumns('finding', finding),
  };
}

function toFinding(row: Record<string, unknown>): Finding {
  const finding = fromColumns('finding', row);
  if (finding === undefined) {
    throw new StoreError(
      `The row ${row.partitionKey} ${row.rowKey} of the findings is empty.`,
      'Somebody changed the table by hand; delete the row, and the next assessment makes it again.',
    );
  }
  return finding as Finding;
}

function hashCluster(clusterId: string): string {
  return createHash('sha256').update(clusterId).digest('hex').slice(0, 32);
}
