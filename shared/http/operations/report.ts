import { z } from 'zod';
import { type Denial, deny, isDenial } from '../../access/denial.ts';
import { permitReport } from '../../access/permit.ts';
import { mayReadAll, type Reader } from '../../access/reader.ts';
import { isTeamKind, REPORT_KINDS } from '../../model/tasks.ts';
import {
  loadReport,
  noSuchTeam,
  parseReportRequest,
  type ReportRequest,
  type WantedReport,
} from '../../pipeline/answer.ts';
import type { ReportingApp } from '../../pipeline/app.ts';
import { FORMATS } from '../../render/rendering.ts';
import type { HttpQuestion } from '../exchange.ts';
import { queryOf } from '../input.ts';
import { addressOf } from '../links.ts';
import { chooseFormat } from '../negotiation.ts';
import { guardOperation } from '../operation.ts';
import { answerReport } from '../reportAnswer.ts';

/** What all reports have; the rest is the report's own data. */
const ReportSchema = z.looseObject({
  schemaVersion: z.int(),
  kind: z.enum(REPORT_KINDS),
  organisation: z.string(),
  period: z.looseObject({ id: z.string(), from: z.string(), to: z.string() }),
  audience: z.string(),
  state: z.enum(['provisional', 'closed']),
  coverage: z.looseObject({ complete: z.boolean() }),
});

export const REPORT_PATH = {
  kind: 'chargeback, digest, governance or health.',
  period: 'A month, 2026-10, for a chargeback; an ISO week, 2026-W47, for the others.',
} as const;

/** One report, in any form. */
export const readReport = guardOperation({
  id: 'readReport',
  audit: 'readReport',
  method: 'GET',
  path: 'reports/{kind}/{period}',
  summary: 'Gives one report as it stands now, or as it was closed.',
  pathParameters: REPORT_PATH,
  query: z.looseObject({
    team: z
      .string()
      .optional()
      .describe('A team’s part. Without it the organisation’s, or your own team’s if you have but one.'),
    format: z.enum(FORMATS).optional().describe('Wins over Accept.'),
    revision: z.string().optional().describe('A closed revision, counted from 1.'),
  }),
  answers: {
    200: {
      description: 'The report. The numbers are the same in every form.',
      headers: {
        ETag: 'Names the answer; send it as If-None-Match.',
        'Content-Disposition': 'A name for the file.',
      },
      content: {
        'text/html': undefined,
        'text/plain': undefined,
        'application/json': ReportSchema,
        'text/csv': undefined,
        'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': undefined,
        'application/vnd.microsoft.card.adaptive': undefined,
      },
    },
    304: { description: 'As it was; see If-None-Match.' },
  },
  wanted: ({ path, query }) => ({ ...path, team: query.team, format: query.format }),
  async answer({ question, path, query }, reader, { app }) {
    const { team, revision } = query;
    const wanted = permitWanted(app, reader, { ...namedIn(path), team, revision });
    if (isDenial(wanted)) return wanted;
    const format = chooseFormat(question, query.format, FORMATS);
    const report = await loadReport(app, wanted);
    const address = addressOf(wanted.kind, wanted.period.id, wanted.team);
    return answerReport(question, report, format, {
      config: app.config,
      page: { reader, query: pageQuery(question), address: withRevision(address, revision) },
    });
  },
});

/** The kind and the period that a path names. */
export function namedIn(path: Readonly<Record<string, string>>): Pick<ReportRequest, 'kind' | 'period'> {
  return { kind: path.kind ?? '', period: path.period ?? '' };
}

/**
 * Decides which report somebody gets, before anything of it is read: whoever may not read the organisation's and has
 * but one team gets that team's.
 * @throws RequestError for what nobody can ask for, and to those who may read all for a team that is not there
 */
export function permitWanted(
  app: ReportingApp,
  reader: Reader,
  { team, ...request }: ReportRequest,
): WantedReport | Denial {
  const wanted = parseReportRequest(app, request);
  const permit = permitReport(
    reader,
    { kind: wanted.kind, team: team ?? onlyTeamOf(reader, wanted) },
    app.config,
  );
  if (permit === 'noSuchTeam') throw noSuchTeam(team ?? '');
  if (isDenial(permit)) return permit;
  // Nobody has a part of it, and nothing of the whole shall be learnt from how it is refused.
  if (!isTeamKind(wanted.kind) && permit.team !== undefined && !mayReadAll(reader, wanted.kind))
    return deny('report', reader.id);
  return { ...wanted, team: permit.team };
}

function onlyTeamOf(reader: Reader, { kind }: WantedReport): string | undefined {
  const [only, ...others] = reader.teams;
  return mayReadAll(reader, kind) || others.length > 0 ? undefined : only;
}

/** What is left of the query for the page to look at. */
function pageQuery(question: HttpQuestion): URLSearchParams {
  const own = ['team', 'format', 'revision'];
  return new URLSearchParams([...queryOf(question)].filter(([name]) => !own.includes(name)));
}

function withRevision(address: string, revision: string | undefined): string {
  if (revision === undefined) return address;
  return `${address}${address.includes('?') ? '&' : '?'}revision=${revision}`;
}
