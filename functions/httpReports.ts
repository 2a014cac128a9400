import { app } from '@azure/functions';
import { answerReport } from '../shared/pipeline/answer.ts';
import { openPurser } from '../shared/pipeline/compose.ts';
import { renderIndex } from '../shared/render/template/index.ts';
import { answerProblems } from './http/problem.ts';

/** Reports carry text from the estate: a page may run nothing, load nothing, and be kept by nobody in between. */
const SAFE_PAGE = {
  'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'",
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'private, no-cache',
} as const;

app.http('listReports', {
  route: 'reports',
  methods: ['GET'],
  authLevel: 'function',
  handler: answerProblems(async (request) => {
    const { app: purser } = await openPurser();
    const reports = await purser.store.reports.listReports();
    if (request.query.get('format') === 'json') return { jsonBody: { reports } };
    return {
      headers: { ...SAFE_PAGE, 'Content-Type': 'text/html; charset=utf-8' },
      body: renderIndex(purser.config, reports),
    };
  }),
});

app.http('readReport', {
  route: 'reports/{kind}/{period}',
  methods: ['GET'],
  authLevel: 'function',
  handler: answerProblems(async (request) => {
    const { app: purser } = await openPurser();
    const { kind = '', period = '' } = request.params;
    const team = request.query.get('team') ?? undefined;
    const format = request.query.get('format') ?? undefined;
    const rendering = await answerReport(purser, { kind, period, team, format });
    const shown = rendering.format === 'html' || rendering.format === 'text' ? 'inline' : 'attachment';
    return {
      headers: {
        ...SAFE_PAGE,
        'Content-Type': rendering.contentType,
        'Content-Disposition': `${shown}; filename="${rendering.fileName}"`,
      },
      body: rendering.body,
    };
  }),
});
