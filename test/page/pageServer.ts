import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { secureAnswer } from '../../shared/http/securityHeaders.ts';
import { createFormatter } from '../../shared/render/formatter.ts';
import { pageAssets } from '../../shared/render/page/assets.ts';
import { renderIndexPage } from '../../shared/render/page/indexPage.ts';
import { renderReportPage } from '../../shared/render/page/reportPage.ts';
import type { Report } from '../../shared/reports/report.ts';
import type { ReportRow } from '../../shared/store/store.ts';
import { configOf } from './month.ts';
import { READER } from './page.ts';

/** What every answer of Purser's is sent with, the policy of its content among it. */
const HEADERS = secureAnswer({ status: 200, headers: {} }).headers;

export interface PageServer {
  readonly origin: string;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Answers with pages of these reports, the last of a kind and period, as Purser would, under the policy that Purser answers with. */
export async function servePages(
  reports: readonly Report[],
  options: { readonly rows?: readonly ReportRow[]; readonly locale?: string } = {},
): Promise<PageServer> {
  const formatter = createFormatter({ locale: options.locale ?? 'en' });
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const [, , collection, kind, period] = url.pathname.split('/');
    const asset = collection === 'assets' ? pageAssets.get(kind ?? '') : undefined;
    if (asset) {
      response.writeHead(200, { ...HEADERS, 'Content-Type': asset.contentType }).end(asset.body);
      return;
    }
    const team = url.searchParams.get('team');
    const audience = team === null ? 'organisation' : `team:${team}`;
    const page = { reader: READER, query: url.searchParams, address: url.pathname };
    const found = reports.find(
      (report) =>
        report.kind === kind &&
        report.period.id === decodeURIComponent(period ?? '') &&
        report.audience === audience,
    );
    const html = found
      ? renderReportPage(
          found,
          { ...page, address: team === null ? url.pathname : `${url.pathname}?team=${team}` },
          formatter,
        )
      : url.pathname === '/api/reports'
        ? renderIndexPage(options.rows ?? [], page, configOf({ teams: 8 }), formatter)
        : undefined;
    const headers = { ...HEADERS, 'Content-Type': 'text/html; charset=utf-8' };
    response.writeHead(html === undefined ? 404 : 200, headers).end(html);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
