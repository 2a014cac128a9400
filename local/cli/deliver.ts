import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { folderOf } from '../../shared/delivery/archive.ts';
import { PurserError } from '../../shared/model/errors.ts';
import type { DeliverTask } from '../../shared/model/tasks.ts';
import { requestDeliveries } from '../../shared/pipeline/answer.ts';
import type { App } from '../../shared/pipeline/app.ts';
import type { Purser } from '../../shared/pipeline/compose.ts';
import { deliverTask } from '../../shared/pipeline/deliver.ts';
import { type DryRun, tryDelivery } from '../../shared/pipeline/dryRun.ts';
import { publishReports } from '../../shared/pipeline/publish.ts';
import { planRepeats } from '../../shared/pipeline/repeat.ts';
import { teamsOfAudience } from '../../shared/reports/audience.ts';
import { sayReason } from './reasons.ts';
import { requirePeriod } from './report.ts';
import { SESSION_OPTIONS, withPurser } from './session.ts';

/**
 * `deliver`: builds and hands over what has not gone out yet. `--again` also repeats what was given up or may not
 * have arrived, and, of a team or audience that is named, what did arrive. `--dry-run` only says what would go out,
 * and `--to` writes it down, byte for byte.
 */
export async function deliverPeriod(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      ...SESSION_OPTIONS,
      period: { type: 'string' },
      team: { type: 'string' },
      audience: { type: 'string' },
      again: { type: 'boolean', default: false },
      'dry-run': { type: 'boolean', default: false },
      to: { type: 'string' },
    },
  });
  const { team, audience, again, to } = values;
  return withPurser(values, async (purser) => {
    const { app } = purser;
    const request = { kind: positionals[0] ?? '', period: requirePeriod(values.period) };
    const tasks = await publishReports(app, requestDeliveries(app, request, randomUUID()));
    const concerned = tasks.filter(
      (task) =>
        (team === undefined || teamsOfAudience(task.audience).includes(team)) &&
        (audience === undefined || task.audience === audience),
    );
    const isNamed = team !== undefined || audience !== undefined;
    const wanted = again
      ? await planRepeats(app, concerned, isNamed ? 'everything' : 'undelivered')
      : concerned;
    const isDry = values['dry-run'] || to !== undefined;
    const results: boolean[] = [];
    for (const task of wanted)
      results.push(isDry ? await preview(app, task, to) : await handOver(purser, task));
    if (wanted.length === 0) console.log('There is nobody to deliver it to.');
    return results.every(Boolean) ? 0 : 1;
  });
}

/** What is not its turn yet, or failed for now, goes to the queue: the functions hand it over later. */
async function handOver({ app, queues }: Purser, task: DeliverTask): Promise<boolean> {
  const name = nameTask(task);
  let failed = false;
  try {
    const row = await deliverTask(app, task, async (again, seconds) => {
      failed = again.attempt !== task.attempt;
      await queues.sendLater('deliver', again, seconds);
      console.log(`${name}  queued: the functions hand it over in ${seconds} s`);
    });
    if (!row) return !failed;
    console.log(`${name}  ${row.state}${row.problem ? `: ${row.problem.message}` : ''}`);
    return row.state === 'sent' || row.state === 'accepted' || row.state === 'skipped';
  } catch (error) {
    if (!(error instanceof PurserError)) throw error;
    console.log(`${name}  failed: ${error.message} ${error.remedy}`);
    return false;
  }
}

async function preview(app: App, task: DeliverTask, folder: string | undefined): Promise<boolean> {
  try {
    const tried = await tryDelivery(app, task);
    console.log(describeDryRun(tried));
    if (folder !== undefined && tried.prepared)
      writeFiles(join(folder, folderOf(task)), tried.prepared.files);
    return true;
  } catch (error) {
    if (!(error instanceof PurserError)) throw error;
    console.log(`${nameTask(task)}  cannot be sent: ${error.message} ${error.remedy}`);
    return false;
  }
}

function writeFiles(
  folder: string,
  files: readonly { readonly fileName: string; readonly body: Uint8Array }[],
): void {
  mkdirSync(folder, { recursive: true });
  for (const { fileName, body } of files) writeFileSync(join(folder, fileName), body);
  console.log(`    written to ${folder}`);
}

function describeDryRun({ task, people, recipients, skip, quiet, row, prepared }: DryRun): string {
  const lines = [`${nameTask(task)}  → ${recipients.join(', ') || 'nobody'}`];
  for (const { address, reasons } of people.planned) {
    if (reasons.length > 0) lines.push(`    ${address}: ${reasons.map(sayReason).join(', ')}`);
  }
  for (const { address, because } of people.withheld) lines.push(`    not ${address}: ${because}`);
  if (skip) lines.push(`    skipped: ${skip.message} ${skip.remedy}`);
  if (quiet) lines.push(`    waits until ${quiet.until.toISOString()} (${quiet.reason})`);
  if (row) lines.push(`    already ${row.state} on ${row.updatedAt}: it would not go out again by itself`);
  if (prepared) {
    const { subject, attachments } = prepared.message;
    lines.push(`    ${subject}`);
    if (attachments.length > 0)
      lines.push(`    attached: ${attachments.map((file) => file.fileName).join(', ')}`);
  }
  return lines.join('\n');
}

function nameTask({ kind, period, audience, channel, resend }: DeliverTask): string {
  return `${kind} ${period}  ${audience}  ${channel}${resend ? ` (repeat ${resend})` : ''}`;
}
