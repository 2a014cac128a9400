import { parseTeam } from '../access/teamName.ts';
import { RequestError } from '../model/errors.ts';
import {
  type CollectTask,
  type DeliveryWish,
  isTeamKind,
  REPORT_KINDS,
  type ReportKind,
  type ReportTask,
} from '../model/tasks.ts';
import { addDays, dayOf, type Period } from '../model/time.ts';
import { renderReport } from '../render/render.ts';
import { FORMATS, type Format, type Rendering } from '../render/rendering.ts';
import type { Report } from '../reports/report.ts';
import { sliceReport } from '../reports/slice.ts';
import type { ReportingApp } from './app.ts';
import { readClosedReport, readCurrentReport } from './current.ts';
import { CollectionSchema } from './messages.ts';
import { planCollection } from './plan.ts';
import { parseReportPeriod } from './report.ts';

/** A report as somebody asks for it, in words that came from outside. */
export interface ReportRequest {
  readonly kind: string;
  readonly period: string;
  readonly team?: string | undefined;
  readonly format?: string | undefined;
  /** A closed revision, counted from 1; without it the report as the data of this moment has it. */
  readonly revision?: string | undefined;
}

/** Which report is meant, once it is certain that it can be asked for. */
export interface WantedReport {
  readonly kind: ReportKind;
  readonly period: Period;
  readonly team: string | undefined;
  readonly revision: number | undefined;
}

/**
 * Builds what was asked for from what is kept now, and renders it, for the command line.
 * @throws RequestError naming what cannot be had, and what can
 */
export async function answerReport(app: ReportingApp, request: ReportRequest): Promise<Rendering> {
  const format = parseChoice('format', request.format ?? 'html', FORMATS) satisfies Format;
  const report = await findReport(app, request);
  return renderReport(report, format, { ...app.config, ownTemplates: app.ownTemplates });
}

/** The data of a report as it would be rendered; a team's when a team is named. */
export async function findReport(app: ReportingApp, request: ReportRequest): Promise<Report> {
  return loadReport(app, parseReportRequest(app, request));
}

/**
 * Tells which report is meant, from the request and the configuration alone: nothing is read.
 * @throws RequestError naming what cannot be asked for, and what can
 */
export function parseReportRequest(app: ReportingApp, request: ReportRequest): WantedReport {
  const kind = parseChoice('kind of report', request.kind, REPORT_KINDS) satisfies ReportKind;
  return {
    kind,
    period: parseReportPeriod(kind, request.period, app.clock.now()),
    team: request.team === undefined ? undefined : requireTeam(app, request.team),
    revision: request.revision === undefined ? undefined : parseRevision(request.revision),
  };
}

/**
 * Loads the data of a report: computed from what is kept now, or as it was closed; a team's part of it when a team
 * is named. Many who ask for the same cost one computation.
 * @throws RequestError `notFound` when there is no such revision, or nothing of the team in it
 */
export async function loadReport(app: ReportingApp, wanted: WantedReport): Promise<Report> {
  const { kind, period, team, revision } = wanted;
  const report =
    revision === undefined
      ? await readCurrentReport(app, kind, period)
      : await readClosedReport(app, kind, period, revision);
  if (team === undefined) return report;
  const slice = sliceOnce(report, team);
  if (slice) return slice;
  throw new RequestError(
    isTeamKind(kind)
      ? `The team ${team} has nothing in the ${kind} of ${period.id}.`
      : `The ${kind} report is made for the organisation, not for one team.`,
    isTeamKind(kind)
      ? 'Ask for another period, or for the whole organisation.'
      : 'Ask for the team’s digest.',
    { kind: 'notFound' },
  );
}

/** Slices of the reports that are kept, which go when those go. */
const slices = new WeakMap<Report, Map<string, Report | undefined>>();

function sliceOnce(report: Report, team: string): Report | undefined {
  const own = slices.get(report) ?? new Map<string, Report | undefined>();
  slices.set(report, own);
  if (!own.has(team)) own.set(team, sliceReport(report, team));
  return own.get(team);
}

/** The task of building a kind's reports and delivering them: to everybody concerned, unless less is wished for. */
export function requestDeliveries(
  app: ReportingApp,
  request: ReportRequest,
  run: string,
  wish?: DeliveryWish,
): ReportTask {
  const kind = parseChoice('kind of report', request.kind, REPORT_KINDS) satisfies ReportKind;
  const period = parseReportPeriod(kind, request.period, app.clock.now()).id;
  return { kind, period, run, ...(wish && { wish }) };
}

/** Days that one collection reads, at most: as long as Azure keeps costs by day at hand, and a month more. */
const MOST_DAYS = 400;

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
  if (addDays(from, MOST_DAYS) < to)
    throw new RequestError(`The window has more than ${MOST_DAYS} days.`, 'Ask for it in parts.');
  return planCollection(parsed.data, run);
}

function requireTeam(app: ReportingApp, text: string): string {
  const team = parseTeam(text, app.config);
  if (team !== undefined) return team;
  throw noSuchTeam(text);
}

/** What whoever may read every team's report is told of a team that is not there. */
export function noSuchTeam(text: string): RequestError {
  return new RequestError(
    `There is no team "${text.slice(0, 60)}".`,
    'Ask for a team of the configuration, or for "unowned".',
    { kind: 'notFound' },
  );
}

function parseRevision(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new RequestError(
    `"${text.slice(0, 60)}" is no revision.`,
    'Revisions are counted from 1; without one the report is of this moment.',
  );
}

function parseChoice<T extends string>(what: string, text: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === text);
  if (found) return found;
  throw new RequestError(
    `There is no ${what} "${text.slice(0, 60)}".`,
    `Choose one of ${choices.join(', ')}.`,
    { kind: 'notFound' },
  );
}
