import { UNOWNED } from '../model/cost.ts';
import { RequestError } from '../model/errors.ts';
import { type CollectTask, REPORT_KINDS, type ReportKind, type ReportTask } from '../model/tasks.ts';
import { dayOf } from '../model/time.ts';
import { renderReport } from '../render/render.ts';
import { FORMATS, type Format, type Rendering } from '../render/rendering.ts';
import type { Report } from '../reports/report.ts';
import { sliceReport } from '../reports/slice.ts';
import type { ReportingApp } from './app.ts';
import { readCurrentReport } from './current.ts';
import { CollectionSchema } from './messages.ts';
import { planCollection } from './plan.ts';
import { parseReportPeriod } from './report.ts';

/** A report as somebody asks for it, in words that came from outside. */
export interface ReportRequest {
  readonly kind: string;
  readonly period: string;
  readonly team?: string | undefined;
  readonly format?: string | undefined;
}

/**
 * Builds what was asked for from what is kept now, and renders it: the one way behind HTTP and command line.
 * @throws RequestError naming what cannot be had, and what can
 */
export async function answerReport(app: ReportingApp, request: ReportRequest): Promise<Rendering> {
  const format = parseChoice('format', request.format ?? 'html', FORMATS) satisfies Format;
  const report = await findReport(app, request);
  return renderReport(report, format, app.config);
}

/** The data of a report as it would be rendered; a team's when a team is named. */
export async function findReport(app: ReportingApp, request: ReportRequest): Promise<Report> {
  const kind = parseChoice('kind of report', request.kind, REPORT_KINDS) satisfies ReportKind;
  const period = parseReportPeriod(kind, request.period, app.clock.now());
  const team = request.team === undefined ? undefined : parseTeam(app, request.team);
  const report = await readCurrentReport(app, kind, period);
  if (team === undefined) return report;
  const slice = sliceReport(report, team);
  if (slice) return slice;
  throw new RequestError(
    kind === 'governance'
      ? 'The governance report is made for the organisation, not for one team.'
      : `The team ${team} has nothing in the ${kind} of ${period.id}.`,
    kind === 'governance'
      ? 'Ask for the team’s digest.'
      : 'Ask for another period, or for the whole organisation.',
    { kind: 'notFound' },
  );
}

/** The task of building a kind's reports and delivering them to everybody concerned. */
export function requestDeliveries(app: ReportingApp, request: ReportRequest, run: string): ReportTask {
  const kind = parseChoice('kind of report', request.kind, REPORT_KINDS) satisfies ReportKind;
  return { kind, period: parseReportPeriod(kind, request.period, app.clock.now()).id, run };
}

/** The first task of a collection that a person asks for. */
export function requestCollection(app: ReportingApp, body: unknown, run: string): CollectTask {
  const parsed = CollectionSchema.safeParse(body);
  const example =
    'Give the days, such as from 2026-10-01 to 2026-10-31; a source and a cluster may be added.';
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      (issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`,
    );
    throw new RequestError(`The collection cannot be read: ${problems.join('; ')}.`, example);
  }
  const { from, to } = parsed.data;
  if (from > to) throw new RequestError(`The window begins on ${from}, after it ends on ${to}.`, example);
  if (from > dayOf(app.clock.now()))
    throw new RequestError(`${from} is in the future.`, 'Ask for days up to today.');
  return planCollection(parsed.data, run);
}

function parseTeam(app: ReportingApp, text: string): string {
  const known = [...app.config.teams.map((team) => team.id), UNOWNED];
  if (known.includes(text)) return text;
  throw new RequestError(
    `There is no team "${text.slice(0, 60)}".`,
    'Ask for a team of the configuration, or for "unowned".',
    {
      kind: 'notFound',
    },
  );
}

function parseChoice<T extends string>(what: string, text: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === text);
  if (found) return found;
  throw new RequestError(
    `There is no ${what} "${text.slice(0, 60)}".`,
    `Choose one of ${choices.join(', ')}.`,
    {
      kind: 'notFound',
    },
  );
}
