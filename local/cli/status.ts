import { parseArgs } from 'node:util';
import { readStatus, type Status } from '../../shared/pipeline/status.ts';
import { describeDeliveries } from './deliveries.ts';
import { SESSION_OPTIONS, withPurser } from './session.ts';

const SHOWN_RUNS = 10;
const SHOWN_DELIVERIES = 30;

/**
 * `status`: coverage, runs, failures, deliveries, and what waits in poison queues. With `--kind`, `--period` or
 * `--audience` only the deliveries of those: who got what, when, by what, and why something did not go out.
 */
export async function showStatus(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      ...SESSION_OPTIONS,
      json: { type: 'boolean', default: false },
      kind: { type: 'string' },
      period: { type: 'string' },
      audience: { type: 'string' },
    },
  });
  const { kind, period, audience } = values;
  const filter = { kind, period, audience };
  const isFiltered = [kind, period, audience].some((one) => one !== undefined);
  return withPurser(values, async ({ app, queues }) => {
    const status = await readStatus(app, queues, filter);
    const describe = isFiltered ? describeDeliveries : describeStatus;
    console.log(values.json ? JSON.stringify(status, null, 2) : describe(status));
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
  lines.push('', describeDeliveries(status, SHOWN_DELIVERIES));
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
