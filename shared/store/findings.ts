import { createHash } from 'node:crypto';
import { odata, type TableClient } from '@azure/data-tables';
import { reconstructHistory } from '../governance/history.ts';
import { mapConcurrently } from '../model/concurrency.ts';
import { StoreError } from '../model/errors.ts';
import type { ArmId } from '../model/estate.ts';
import type { Finding } from '../model/governance.ts';
import { compareText } from '../model/order.ts';
import type { Day } from '../model/time.ts';
import { attempt, hasStatus } from './faults.ts';
import { encodeKey } from './keys.ts';
import { fillLastSeen } from './lastSeen.ts';
import { findRow, fromColumns, listRows, type Row, toColumns } from './rows.ts';
import type { ClusterFindings, FindingStore } from './store.ts';

/** Limits of one transaction of Table Storage: 100 rows of one partition, 4 MiB; the request has words around them. */
const MOST_ROWS = 100;
const MOST_CHARACTERS = 1_000_000;
const CALLS_AT_ONCE = 8;
/** Resolved findings of a cluster that are looked up one by one; for more, the cluster's are listed. */
const MOST_LOOKUPS = 50;
/** Partition of the rows that tell which day of a scope was applied last. */
const APPLIED = 'applied';

type StoredRow = Readonly<Record<string, unknown>>;

/** Findings in a table: a partition a cluster, a row a finding; and a row a scope for the day applied last. */
export function createFindingStore(table: TableClient): FindingStore {
  const listAppliedDays = async (): Promise<ReadonlyMap<string, Day>> => {
    const rows = await listRows(table, odata`PartitionKey eq ${APPLIED}`);
    return new Map(rows.map((row) => [String(row.scope), row.day as Day]));
  };

  async function* eachCluster(resolvedSince: Day): AsyncGenerator<ClusterFindings> {
    const applied = await listAppliedDays();
    const filter = odata`PartitionKey ne ${APPLIED} and (state ne 'resolved' or resolvedOn ge ${resolvedSince})`;
    // Tables answer by partition, then row (learn.microsoft.com, "Query timeout and pagination").
    let partition: unknown;
    let findings: Finding[] = [];
    const rows = table.listEntities<Record<string, unknown>>({ queryOptions: { filter } });
    for await (const row of rows) {
      if (row.partitionKey !== partition && findings.length > 0) yield toCluster(findings);
      if (row.partitionKey !== partition) findings = [];
      partition = row.partitionKey;
      findings.push(fillLastSeen(toFinding(row), applied));
    }
    if (findings.length > 0) yield toCluster(findings);
  }

  return {
    listFindings(resolvedSince) {
      return attempt('list the findings', async () => {
        const all: Finding[] = [];
        for await (const { findings } of eachCluster(resolvedSince))
          for (const one of findings) all.push(one);
        return all.sort(byId);
      });
    },

    async *eachCluster(resolvedSince) {
      const clusters = eachCluster(resolvedSince);
      for (;;) {
        const next = await attempt('list the findings', () => clusters.next());
        if (next.done) return;
        yield next.value;
      }
    },

    findResolved(clusterId, ids, resolvedSince) {
      return attempt(`look up ${ids.length} findings`, async () => {
        const partitionKey = partitionOf(clusterId);
        const wanted = new Set(ids.map(encodeKey));
        const rows =
          wanted.size > MOST_LOOKUPS
            ? await listRows(
                table,
                odata`PartitionKey eq ${partitionKey} and state eq 'resolved' and resolvedOn ge ${resolvedSince}`,
              )
            : await mapConcurrently([...wanted], CALLS_AT_ONCE, (key) => findRow(table, partitionKey, key));
        const known = rows.flatMap((row) => (row && wanted.has(String(row.rowKey)) ? [toFinding(row)] : []));
        return known.filter(({ resolvedOn }) => resolvedOn !== undefined && resolvedOn >= resolvedSince);
      });
    },

    putFindings(changed) {
      return attempt(`keep ${changed.length} findings`, () => putRows(table, changed.map(toRow)));
    },

    removeFindings(replaced) {
      return attempt(`remove ${replaced.length} findings`, async () => {
        await mapConcurrently(replaced.map(toRow), CALLS_AT_ONCE, async ({ partitionKey, rowKey }) => {
          try {
            await table.deleteEntity(partitionKey, rowKey);
          } catch (error) {
            if (!hasStatus(error, 404)) throw error;
          }
        });
      });
    },

    listAppliedDays: () => attempt('list the days applied', listAppliedDays),

    putAppliedDays(days) {
      return attempt('keep the days applied', async () => {
        const before = await listAppliedDays();
        const later = [...days].filter(([scope, day]) => day > (before.get(scope) ?? ''));
        await putRows(
          table,
          later.map(([scope, day]) => ({ partitionKey: APPLIED, rowKey: encodeKey(scope), scope, day })),
        );
      });
    },
  };
}

async function putRows(table: TableClient, rows: readonly Row[]): Promise<void> {
  await mapConcurrently(toBatches(rows), CALLS_AT_ONCE, (batch) =>
    table.submitTransaction(batch.map((row) => ['upsert', row, 'Replace'])),
  );
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
    partitionKey: partitionOf(finding.clusterId),
    rowKey: encodeKey(finding.id),
    state: finding.state,
    resolvedOn: finding.resolvedOn ?? '',
    ...toColumns('finding', finding),
  };
}

function toFinding(row: StoredRow): Finding {
  const finding = fromColumns('finding', row) as Finding | undefined;
  if (finding === undefined) {
    throw new StoreError(
      `The row ${row.partitionKey} ${row.rowKey} of the findings is empty.`,
      'Somebody changed the table by hand; delete the row, and the next assessment makes it again.',
    );
  }
  // Findings that version 0.2 kept tell of no turns.
  return finding.history === undefined ? { ...finding, history: reconstructHistory(finding) } : finding;
}

function toCluster(findings: Finding[]): ClusterFindings {
  return { clusterId: findings[0]?.clusterId ?? '', findings: findings.sort(byId) };
}

function byId(a: Finding, b: Finding): number {
  return compareText(a.id, b.id);
}

function partitionOf(clusterId: ArmId): string {
  return clusterId === '' ? 'none' : createHash('sha256').update(clusterId).digest('hex').slice(0, 32);
}
