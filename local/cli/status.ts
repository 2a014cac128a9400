import { parseArgs } from 'node:util';
import { readStatus, type Status } from '../../shared/pipeline/status.ts';
import { SESSION_OPTIONS, withPurser } from './session.ts';

const SHOWN_RUNS = 10;

/** `status`: coverage, runs, failures, deliveries, and what waits in poison queues. */
export async function showStatus(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { ...SESSION_OPTIONS, json: { type: 'boolean', default: false } },
  });
  return withPurser(values, async ({ app, queues }) => {
    const status = await readStatus(app, queues);
    console.log(values.json ? JSON.stringify(status, null, 2) : describeStatus(status));
    return status.poison.length === 0 ? 0 : 1;
  });
}

function describeStatus(status: Status): string {
  const lines = [`${status.organisation}, ${status.at}`, '', 'READ in the last 35 days'];
  for (const { source, scope, readDays, asOf, problem } of status.coverage) {
    lines.push(`  ${source.padEnd(15)} ${String(readDays).padStart(3)} days  ${asOf ?? 'never'}  ${scope}`);
    if (problem) lines.push(`      ${problem.at}: ${problem.message} ${problem.remedy}`);
  }
  lines.push('', 'REPORTS');
  for (const { kind, period, audience, state, builtAt } of status.reports) {
    lines.push(`  ${kind.padEnd(10)} ${period.padEnd(8)} ${audience.padEnd(24)} ${state}  ${builtAt}`);
  }
  lines.push('', 'DELIVERIES');
  for (const { kind, period, audience, channel, state, tries, problem } of status.deliveries) {
    lines.push(
      `  ${kind.padEnd(10)} ${period.padEnd(8)} ${audience.padEnd(24)} ${channel.padEnd(5)} ${state} (${tries})`,
    );
    if (problem) lines.push(`      ${problem.message} ${problem.remedy}`);
  }
  lines.push('', 'LAST RUNS');
  for (const { at, stage, subject, state, problem } of status.runs.slice(0, SHOWN_RUNS)) {
    lines.push(
      `  ${at} ${stage.padEnd(8)} ${state.padEnd(6)} ${subject}${problem ? `: ${problem.message}` : ''}`,
    );
  }
  lines.push(
    '',
    `WAITING  ${status.waiting.map(({ queue, messages }) => `${queue} ${messages}`).join(', ')}`,
  );
  lines.push(`POISON   ${status.poison.length === 0 ? 'none' : ''}`);
  for (const { queue, insertedAt, text } of status.poison) lines.push(`  ${queue}  ${insertedAt}  ${text}`);
  return lines.join('\n');
}
