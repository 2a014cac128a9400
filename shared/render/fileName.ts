import { partOf } from '../reports/audience.ts';
import type { Report } from '../reports/report.ts';
import type { Format } from './rendering.ts';

const ENDINGS = {
  html: '.html',
  text: '.txt',
  json: '.json',
  csv: '.csv',
  xlsx: '.xlsx',
  journal: '-journal.csv',
  card: '-card.json',
} as const satisfies Record<Format, string>;

/**
 * `contoso-financials-chargeback-2026-10-payments.xlsx`: lower-case letters, digits and hyphens only, so
 * that no file system, mail header or shell finds anything to interpret.
 */
export function nameFile(report: Report, format: Format): string {
  const parts = [report.organisation, report.kind, report.period.id, partOf(report.audience)];
  const stem = parts.map(toSlug).filter(Boolean).join('-');
  return `${stem}${ENDINGS[format]}`;
}

function toSlug(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '');
}
