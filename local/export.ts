import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'content-disposition';
import type { Status } from '../shared/pipeline/status.ts';
import { FORMATS } from '../shared/render/rendering.ts';
import type { Machine } from './machine.ts';

/** What the host answers when a report is not in a state for what is asked. */
const CONFLICT = 409;

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
      if (format === 'xlsx' && report.kind === 'health') continue;
      const query = new URLSearchParams({ format, ...(team === undefined ? {} : { team }) });
      const response = await fetch(
        `${machine.hostUrl}/api/automation/reports/${report.kind}/${report.period}?${query}`,
        { headers: { 'x-functions-key': machine.hostKey } },
      );
      // A statement that is held back has no journal.
      if (format === 'journal' && response.status === CONFLICT) continue;
      if (!response.ok)
        throw new Error(`${report.kind} ${report.period} as ${format}: ${await response.text()}`);
      const { filename } = parse(response.headers.get('content-disposition') ?? '').parameters;
      if (!filename) throw new Error(`${report.kind} ${report.period} as ${format} came without a name.`);
      writeFileSync(join(out, 'reports', filename), await response.bytes());
    }
  }
  for (const folder of ['mail', 'teams']) {
    const from = join(state, 'inbox', folder);
    if (existsSync(from)) cpSync(from, join(out, folder), { recursive: true });
  }
  writeFileSync(join(out, 'status.json'), JSON.stringify(status, null, 2));
  return readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;
}
