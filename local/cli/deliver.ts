import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { messageOptions } from '../../shared/delivery/deliver.ts';
import { composeMessage } from '../../shared/delivery/message.ts';
import { PurserError } from '../../shared/model/errors.ts';
import type { DeliverTask } from '../../shared/model/tasks.ts';
import { requestDeliveries } from '../../shared/pipeline/answer.ts';
import type { App } from '../../shared/pipeline/app.ts';
import { recipientsOf } from '../../shared/pipeline/audiences.ts';
import { deliverTask } from '../../shared/pipeline/deliver.ts';
import { publishReports } from '../../shared/pipeline/publish.ts';
import { planRepeats } from '../../shared/pipeline/repeat.ts';
import { teamAudience } from '../../shared/reports/slice.ts';
import { requirePeriod } from './report.ts';
import { SESSION_OPTIONS, withPurser } from './session.ts';

/**
 * `deliver`: builds and hands over what has not gone out yet. `--again` also repeats what was given up or may not
 * have arrived; `--dry-run` only says what would go out.
 */
export async function deliverPeriod(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      ...SESSION_OPTIONS,
      period: { type: 'string' },
      team: { type: 'string' },
      again: { type: 'boolean', default: false },
      'dry-run': { type: 'boolean', default: false },
    },
  });
  return withPurser(values, async ({ app }) => {
    const request = { kind: positionals[0] ?? '', period: requirePeriod(values.period) };
    const tasks = await publishReports(app, requestDeliveries(app, request, randomUUID()));
    const concerned = tasks.filter(
      (task) => values.team === undefined || task.audience === teamAudience(values.team),
    );
    const wanted = values.again ? await planRepeats(app, concerned) : concerned;
    const results: boolean[] = [];
    for (const task of wanted) {
      results.push(values['dry-run'] ? await previewDelivery(app, task) : await handOver(app, task));
    }
    if (wanted.length === 0) console.log('There is nobody to deliver it to.');
    return results.every(Boolean) ? 0 : 1;
  });
}

async function handOver(app: App, task: DeliverTask): Promise<boolean> {
  const name = `${task.kind} ${task.period}  ${task.audience}  ${task.channel}`;
  try {
    const row = await deliverTask(app, task);
    if (!row) return false;
    console.log(`${name}  ${row.state}${row.problem ? `: ${row.problem.message}` : ''}`);
    return row.state === 'sent' || row.state === 'accepted' || row.state === 'skipped';
  } catch (error) {
    if (!(error instanceof PurserError)) throw error;
    console.log(`${name}  failed: ${error.message} ${error.remedy}`);
    return false;
  }
}

async function previewDelivery(app: App, task: DeliverTask): Promise<boolean> {
  const report = await app.store.reports.getReport(task.kind, task.period, task.hash);
  const transport = app.transports.find((candidate) => candidate.channel === task.channel);
  if (!report || !transport) return false;
  const message = await composeMessage(report, task, messageOptions(app.config));
  const recipients = transport.recipientsOf(recipientsOf(app.config, task.audience));
  const attached = message.attachments.map((attachment) => attachment.fileName).join(', ');
  console.log(`${task.audience}  ${task.channel}  → ${recipients.join(', ') || 'nobody'}
    ${message.subject}${attached ? `\n    attached: ${attached}` : ''}`);
  return true;
}
