import type { Reader } from '../../shared/access/reader.ts';
import { createFormatter } from '../../shared/render/formatter.ts';
import { renderReportPage } from '../../shared/render/page/reportPage.ts';
import type { Report } from '../../shared/reports/report.ts';

export const READER: Reader = { id: 'ada', address: 'ada@contoso.com', roles: ['platform'], teams: [] };

/** Renders the page at an address, which may have parameters, as a link of a page leads there. */
export function renderPage(report: Report, parameters: string | URLSearchParams = '', locale = 'en'): string {
  return renderReportPage(
    report,
    {
      reader: READER,
      query: new URLSearchParams(parameters),
      address: `/api/reports/${report.kind}/${report.period.id}`,
    },
    createFormatter({ locale }),
  );
}

/** One row of a table of a page, as its markup has it. */
export interface TableRow {
  /** What the row is called; escaped. */
  readonly name: string;
  /** Parameters of the address that it leads to. */
  readonly link: URLSearchParams | undefined;
  /** The decimals behind its figures. */
  readonly values: readonly string[];
}

/** The rows of a table by its id, and its total; nothing where the page has no such table. */
export function readTable(
  html: string,
  id: string,
): { rows: readonly TableRow[]; foot: TableRow | undefined } {
  const table = new RegExp(`<table id="${id}"[^>]*>(.*?)</table>`, 's').exec(html)?.[1] ?? '';
  const [, body = ''] = /<tbody>(.*?)<\/tbody>/s.exec(table) ?? [];
  const [, foot] = /<tfoot>(.*?)<\/tfoot>/s.exec(table) ?? [];
  return {
    rows: body.split('<tr').slice(1).map(readRow),
    foot: foot === undefined ? undefined : readRow(foot),
  };
}

function readRow(text: string): TableRow {
  const [, head = ''] = /<th scope="row"[^>]*>(.*?)<\/th>/s.exec(text) ?? [];
  const [, link] = /href="([^"]*)"/.exec(head) ?? [];
  return {
    name: head.replace(/<small>.*?<\/small>/s, '').replace(/<[^>]*>/g, ''),
    link: link === undefined ? undefined : new URLSearchParams(unescapeHtml(link).split('?')[1] ?? ''),
    values: [...text.matchAll(/ data-v="([^"]*)"/g)].map(([, value]) => unescapeHtml(value ?? '')),
  };
}

/** Undoes what Handlebars escapes. */
export function unescapeHtml(text: string): string {
  return text.replace(/&(?:#x([0-9A-F]+)|(amp|lt|gt|quot));/g, (_, code, name) =>
    code
      ? String.fromCodePoint(Number.parseInt(code, 16))
      : { amp: '&', lt: '<', gt: '>', quot: '"' }[name as 'amp'],
  );
}
