import type { Report } from '../reports/report.ts';
import { renderCard } from './card/card.ts';
import { renderCsv } from './file/csv.ts';
import { renderJournal } from './file/journal.ts';
import { renderJson } from './file/json.ts';
import { renderXlsx } from './file/xlsx.ts';
import { nameFile } from './fileName.ts';
import { type Formatter, formatterOf, type ReaderHabits } from './formatter.ts';
import type { Format, Rendering } from './rendering.ts';
import { renderHtml } from './template/html.ts';
import type { Templates } from './template/template.ts';
import { renderText } from './template/text.ts';

/** Media types of what is rendered. */
export const CONTENT_TYPES = {
  html: 'text/html; charset=utf-8',
  text: 'text/plain; charset=utf-8',
  json: 'application/json; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  journal: 'text/csv; charset=utf-8',
  card: 'application/json; charset=utf-8',
} as const satisfies Record<Format, string>;

/**
 * Renders frozen report data in one format. The same report gives the same bytes. Identify a report by the hash of its
 * data all the same: another version of Purser may show the same data in other bytes.
 * @param habits what people read follows them; files for machines ignore them
 * @throws RequestError for the journal of a report that books nothing, or an unknown locale
 */
export async function renderReport(report: Report, format: Format, habits: ReaderHabits): Promise<Rendering> {
  const content = await renderContent(report, format, formatterOf(habits), habits.ownTemplates);
  return {
    format,
    contentType: CONTENT_TYPES[format],
    fileName: nameFile(report, format),
    body: typeof content === 'string' ? new TextEncoder().encode(content) : content,
  };
}

async function renderContent(
  report: Report,
  format: Format,
  formatter: Formatter,
  templates: Templates | undefined,
): Promise<string | Uint8Array> {
  switch (format) {
    case 'html':
      return renderHtml(report, formatter, templates);
    case 'text':
      return renderText(report, formatter, templates);
    case 'json':
      return renderJson(report);
    case 'csv':
      return renderCsv(report);
    case 'xlsx':
      return renderXlsx(report, formatter);
    case 'journal':
      return renderJournal(report, formatter);
    case 'card':
      return renderCard(report, formatter);
  }
}
