import { renderReport } from '../../shared/render/render.ts';
import type { Format } from '../../shared/render/rendering.ts';
import type { Report } from '../../shared/reports/report.ts';

/** Renders as text, in English. */
export async function renderText(report: Report, format: Format, locale = 'en'): Promise<string> {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(
    (await renderReport(report, format, { locale })).body,
  );
}

export async function renderBytes(report: Report, format: Format, locale = 'en'): Promise<Buffer> {
  return Buffer.from((await renderReport(report, format, { locale })).body);
}
