import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { RequestError } from '../../shared/model/errors.ts';
import { parsePeriod } from '../../shared/model/time.ts';
import { answerReport, findReport, type ReportRequest } from '../../shared/pipeline/answer.ts';
import type { ReportingApp } from '../../shared/pipeline/app.ts';
import { type LineFilter, renderExplanation } from '../../shared/render/explanation.ts';
import { openReplayFolder } from './replay.ts';
import { SESSION_OPTIONS, withPurser } from './session.ts';

/** `report`: builds a report from what is kept, or from a replay folder, and prints or writes it. */
export async function writeReport(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      ...SESSION_OPTIONS,
      period: { type: 'string' },
      team: { type: 'string' },
      revision: { type: 'string' },
      format: { type: 'string' },
      out: { type: 'string' },
      replay: { type: 'string' },
      explain: { type: 'boolean' },
      cluster: { type: 'string' },
      namespace: { type: 'string' },
    },
  });
  const [kind = ''] = positionals;
  const { out, replay, config, state, period, team, revision, explain, cluster, namespace } = values;
  const print = (app: ReportingApp, request: ReportRequest): Promise<number> =>
    explain ? printExplanation(app, request, { cluster, namespace }, out) : printReport(app, request, out);
  const format = values.format ?? (out ? 'html' : 'text');
  if (replay) {
    const opened = await openReplayFolder(replay, config);
    for (const note of opened.notes) console.error(note);
    const asked = period ?? onlyPeriod(opened.periodsOf(kind), replay);
    const app = await opened.collect(parsePeriod(asked));
    return print(app, { kind, period: asked, team, revision, format });
  }
  return withPurser({ config, state }, ({ app }) =>
    print(app, { kind, period: requirePeriod(period), team, revision, format }),
  );
}

/** The period that a command cannot do without. */
export function requirePeriod(period: string | undefined): string {
  if (period) return period;
  throw new RequestError(
    'No period is named.',
    'Add --period 2026-10 for a month, or --period 2026-W47 for a week.',
  );
}

async function printReport(
  app: ReportingApp,
  request: ReportRequest,
  out: string | undefined,
): Promise<number> {
  const rendering = await answerReport(app, request);
  if (!out) {
    process.stdout.write(rendering.body);
    return 0;
  }
  writeFileSync(out, rendering.body);
  console.log(`${out}  ${rendering.body.byteLength} bytes`);
  return 0;
}

/** `--explain`: the proof of every line that is meant, as plain text. */
async function printExplanation(
  app: ReportingApp,
  request: ReportRequest,
  filter: LineFilter,
  out: string | undefined,
): Promise<number> {
  const report = await findReport(app, request);
  if (report.kind !== 'chargeback') {
    throw new RequestError(
      `A ${report.kind} report has no charges to explain.`,
      'Ask for --explain of a chargeback.',
    );
  }
  const file = out === undefined ? undefined : openSync(out, 'w');
  for (const text of renderExplanation(report, filter)) writeSync(file ?? process.stdout.fd, text);
  if (file !== undefined) closeSync(file);
  return 0;
}

function onlyPeriod(periods: readonly string[], folder: string): string {
  const [only, ...others] = periods;
  if (only && others.length === 0) return only;
  throw new RequestError(
    only ? `${folder} has cost of ${periods.join(', ')}.` : `${folder} has no cost of any month.`,
    only ? 'Name one of them with --period.' : 'docs/replay.md says what a replay folder may hold.',
  );
}
