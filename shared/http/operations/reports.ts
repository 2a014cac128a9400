import { z } from 'zod';
import { mayReadAll, mayReadTeam, type Reader } from '../../access/reader.ts';
import { REPORT_KINDS } from '../../model/tasks.ts';
import { createFormatter } from '../../render/formatter.ts';
import { renderIndexPage } from '../../render/page/indexPage.ts';
import type { ReportRow } from '../../store/store.ts';
import { queryOf } from '../input.ts';
import { addressOf, INDEX_ADDRESS } from '../links.ts';
import { chooseFormat } from '../negotiation.ts';
import { guardOperation } from '../operation.ts';
import { answerRepresentation } from '../representation.ts';
import { nameContent } from '../validators.ts';

const TEAM = 'team:';
const FORMATS = ['html', 'json'] as const;

const ReportRowSchema = z.object({
  kind: z.enum(REPORT_KINDS),
  period: z.string().describe('A month, 2026-10, or an ISO week, 2026-W47.'),
  team: z.string().optional().describe('Id of the team whose part it is; without it the organisation’s.'),
  state: z.enum(['provisional', 'closed']),
  revision: z.int().describe('Revisions closed so far.'),
  hash: z.string().describe('Identity of its data.'),
  builtAt: z.iso.datetime(),
  href: z.string(),
});

/** The list of reports: of what is kept, what the reader may read and nothing else. */
export const listReports = guardOperation({
  id: 'listReports',
  audit: 'listReports',
  method: 'GET',
  path: 'reports',
  summary: 'Lists the reports that you may read.',
  query: z.looseObject({
    format: z.enum(FORMATS).optional().describe('Wins over Accept.'),
  }),
  answers: {
    200: {
      description: 'The list, as a page or as data.',
      content: {
        'text/html': undefined,
        'application/json': z.object({ reports: z.array(ReportRowSchema) }),
      },
    },
    304: { description: 'As it was; see If-None-Match.' },
  },
  wanted: ({ query }) => ({ format: query.format }),
  async answer({ question, query }, reader, { app }) {
    const format = chooseFormat(question, query.format, FORMATS);
    const rows = (await app.store.reports.listReports()).filter((row) => mayList(reader, row));
    const { config } = app;
    const page = { reader, query: queryOf(question), address: INDEX_ADDRESS };
    return answerRepresentation(question, {
      name: nameContent(
        'index',
        rows,
        format,
        format === 'html' ? [reader, String(page.query), config] : undefined,
      ),
      contentType: format === 'html' ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8',
      fileName: `reports.${format}`,
      isInline: true,
      isExact: true,
      make: async () =>
        format === 'html'
          ? renderIndexPage(rows, page, config, createFormatter(config))
          : `${JSON.stringify({ reports: rows.map(describe) })}\n`,
    });
  },
});

/** The operator's copy of a report differs in its notices only; who may read that reads the organisation's. */
function mayList(reader: Reader, { kind, audience }: ReportRow): boolean {
  if (audience === 'organisation') return mayReadAll(reader, kind);
  return audience.startsWith(TEAM) && mayReadTeam(reader, kind, audience.slice(TEAM.length));
}

function describe({ audience, held: _, ...row }: ReportRow): z.input<typeof ReportRowSchema> {
  const team = audience.startsWith(TEAM) ? audience.slice(TEAM.length) : undefined;
  return { ...row, ...(team !== undefined && { team }), href: addressOf(row.kind, row.period, team) };
}
