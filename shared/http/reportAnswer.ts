import type { Config } from '../config/schema.ts';
import { streamCsv } from '../render/file/csv.ts';
import { nameFile } from '../render/fileName.ts';
import { createFormatter } from '../render/formatter.ts';
import { renderReportPage } from '../render/page/reportPage.ts';
import type { PageRequest } from '../render/page/request.ts';
import { renderReport } from '../render/render.ts';
import type { Format } from '../render/rendering.ts';
import { countLines } from '../reports/lines.ts';
import type { Report } from '../reports/report.ts';
import type { HttpAnswer, HttpQuestion } from './exchange.ts';
import { mediaTypeOf } from './negotiation.ts';
import { answerRepresentation, answerStream } from './representation.ts';
import { fingerprintOf, nameContent } from './validators.ts';

interface ReportContext {
  readonly config: Config;
  /** Whose page it is, and which view of it. */
  readonly page: PageRequest;
}

/** Lines of a statement whose CSV is answered piece by piece: as a whole it would have some 20 MB. */
const MANY_LINES = 50_000;

/** Answers with a report in a format: as a page that is the reader's, or as a file that is the same for all. */
export async function answerReport(
  question: HttpQuestion,
  report: Report,
  format: Format,
  { config, page }: ReportContext,
): Promise<HttpAnswer> {
  const { locale, timeZone } = config;
  const own = format === 'html' ? [page.reader, String(page.query), page.address] : undefined;
  const representation = {
    name: nameContent(report.audience, fingerprintOf(report), format, locale, timeZone, own),
    contentType: mediaTypeOf(format),
    fileName: nameFile(report, format),
    isInline: format === 'html' || format === 'text',
    isExact: format !== 'xlsx',
  };
  if (format === 'csv' && hasManyLines(report)) {
    return answerStream(question, representation, () => streamCsv(report));
  }
  return answerRepresentation(question, {
    ...representation,
    make: async () =>
      format === 'html'
        ? renderReportPage(report, page, createFormatter(config))
        : (await renderReport(report, format, config)).body,
  });
}

function hasManyLines(report: Report): boolean {
  if (report.kind !== 'chargeback') return false;
  return report.statements.reduce((sum, statement) => sum + countLines(statement), 0) > MANY_LINES;
}
