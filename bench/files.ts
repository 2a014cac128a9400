import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { canonicalJson } from '../shared/model/canonical.ts';
import type { Snapshot, SnapshotRow, Source } from '../shared/model/reading.ts';
import { decodeReading } from '../shared/store/codec.ts';
import type { SnapshotStore } from '../shared/store/store.ts';

const INDEX = 'index.json';

/** Keeps readings as the store does, gzipped and in the same encoding, but in plain files: no service is timed. */
export function createFileSnapshots(folder: string): SnapshotStore & { close(): void } {
  const rows: SnapshotRow[] = [];
  mkdirSync(folder, { recursive: true });
  return {
    ...openRows(rows),
    async putSnapshot({ source, scope, day, asOf, data }) {
      const blob = join(folder, `${rows.length}.json.gz`);
      writeFileSync(blob, gzipSync(canonicalJson(data), { level: 1 }));
      const row: SnapshotRow = {
        source,
        scope,
        day,
        reading: { asOf, blob, hash: blob, rows: 1 },
        problem: undefined,
      };
      rows.push(row);
      return row;
    },
    close: () => writeFileSync(join(folder, INDEX), JSON.stringify(rows)),
  };
}

/** Opens what {@link createFileSnapshots} kept, for reading. */
export function openFileSnapshots(folder: string): SnapshotStore & { loadSeconds(): number } {
  return openRows(JSON.parse(readFileSync(join(folder, INDEX), 'utf8')) as SnapshotRow[]);
}

function openRows(rows: readonly SnapshotRow[]): SnapshotStore & { loadSeconds(): number } {
  let loading = 0;
  return {
    loadSeconds: () => loading / 1000,
    async putSnapshot() {
      throw new Error('these readings are for reading');
    },
    async putProblem() {
      throw new Error('the generated estate has no problems');
    },
    async listRows(source, from, to) {
      return rows.filter((row) => row.source === source && row.day >= from && row.day <= to);
    },
    async loadSnapshot<S extends Source>(row: SnapshotRow & { readonly source: S }): Promise<Snapshot<S>> {
      const { source, scope, day, reading } = row;
      if (!reading) throw new Error(`${source} ${scope} ${day} has no reading`);
      const begun = performance.now();
      const stored = JSON.parse(gunzipSync(readFileSync(reading.blob)).toString('utf8'));
      const snapshot = { source, scope, day, asOf: reading.asOf, data: decodeReading(source, stored) };
      loading += performance.now() - begun;
      return snapshot;
    },
  };
}
