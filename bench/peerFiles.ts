import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { canonicalJson } from '../shared/model/canonical.ts';
import { daysBetween } from '../shared/model/time.ts';
import { MONTH } from './app.ts';
import { allocationOf, billOf, makeClusters } from './estate.ts';

/** Writes the estate's rows for DuckDB: the same rows in the same encoding, a file a day, a line a cluster. */
export function writePeerFiles(folder: string, count: number): void {
  const clusters = makeClusters(count);
  mkdirSync(join(folder, 'peer'), { recursive: true });
  for (const day of daysBetween(MONTH.from, MONTH.to)) {
    const allocations = clusters.map((_, place) =>
      canonicalJson({ place, day, rows: allocationOf(place, day).rows }),
    );
    const bills = clusters.map((cluster, place) => canonicalJson({ rows: billOf(cluster, place, day) }));
    writeFileSync(
      join(folder, 'peer', `allocation-${day}.json.gz`),
      gzipSync(allocations.join('\n'), { level: 1 }),
    );
    writeFileSync(join(folder, 'peer', `bill-${day}.json.gz`), gzipSync(bills.join('\n'), { level: 1 }));
  }
}
