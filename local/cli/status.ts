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
  for (const row of status.reports) {
    const { kind, period, audience, builtAt } = row;
    lines.push(
      `  ${kind.padEnd(10)} ${period.padEnd(8)} ${audience.padEnd(24)} ${describeState(row)}  ${builtAt}`,
    );
  }
  if (status.held.length > 0) lines.push('', 'HELD BACK by the publish gate');
  for (const { period, reasons, hash, remedy } of status.held) {
    lines.push(
      `  chargeback ${period}  ${reasons.join(', ')}  (data ${hash.slice(0, 12)})`,
      `      → ${remedy}`,
    );
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

/** `closed r2`, or `provisional, r1 opened again`; the first revision needs no number. */
function describeState({ state, revision }: Status['reports'][number]): string {
  if (state === 'closed') return revision > 1 ? `closed r${revision}` : 'closed';
  return revision > 0 ? `provisional, r${revision} opened again` : 'provisional';
}
