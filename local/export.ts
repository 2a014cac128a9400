import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Status } from '../shared/pipeline/status.ts';
import { FORMATS } from '../shared/render/rendering.ts';
import type { Machine } from './machine.ts';

/** Writes every report in every format, every mail and every card under a folder; says how many files. */
export async function exportEverything(
  machine: Machine,
  status: Status,
  out: string,
  state: string,
): Promise<number> {
  mkdirSync(join(out, 'reports'), { recursive: true });
  for (const report of status.reports) {
    const team = report.audience.startsWith('team:') ? report.audience.slice('team:'.length) : undefined;
    if (report.audience !== 'organisation' && team === undefined) continue;
    for (const format of FORMATS) {
      if (format === 'journal' && report.kind !== 'chargeback') continue;
      const query = new URLSearchParams({ format, ...(team === undefined ? {} : { team }) });
      const response = await fetch(`${machine.hostUrl}/api/reports/${report.kind}/${report.period}?${query}`);
      if (!response.ok)
        throw new Error(`${report.kind} ${report.period} as ${format}: ${await response.text()}`);
      const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1];
      writeFileSync(
        join(out, 'reports', name ?? `${report.kind}-${report.period}.${format}`),
        await response.bytes(),
      );
    }
  }
  for (const folder of ['mail', 'teams']) {
    const from = join(state, 'inbox', folder);
    if (existsSync(from)) cpSync(from, join(out, folder), { recursive: true });
  }
  writeFileSync(join(out, 'status.json'), JSON.stringify(status, null, 2));
  return readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;
}
