import { parse } from 'csv-parse/sync';
import readXlsxFile from 'read-excel-file/node';
import { describe, expect, it } from 'vitest';
import { escapeMarkdown } from '../../shared/render/card/adaptiveCard.ts';
import { toPlainLine, toWebLink } from '../../shared/render/plainText.ts';
import { renderReport } from '../../shared/render/render.ts';
import { FORMATS } from '../../shared/render/rendering.ts';
import { HEALTH } from './healthReports.ts';
import { openWorkbook } from './openedWorkbook.ts';
import { renderBytes, renderText } from './rendered.ts';
import { CHARGEBACK, DIGEST, GOVERNANCE, HOSTILE } from './reports.ts';

const WITH_WORKBOOK = [CHARGEBACK, DIGEST, GOVERNANCE];
const REPORTS = [...WITH_WORKBOOK, HEALTH];

describe.each(REPORTS)('hostile names in a $kind report', (report) => {
  it('are text in HTML, never elements or links', async () => {
    const page = await renderText(report, 'html');
    expect(page).not.toMatch(/<script|<at>|javascript:/i);
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).not.toContain('href="http://evil.example');
  });

  it('cannot reverse the reading direction where people read', async () => {
    for (const format of ['html', 'text', 'csv', 'card'] as const) {
      expect(await renderText(report, format), format).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
    }
  });

  it('cannot begin a line of their own in plain text', async () => {
    expect(await renderText(report, 'text')).not.toMatch(/^Bcc:/m);
  });

  it('are no Markdown and no mention in a card', async () => {
    const card = await renderText(report, 'card');
    expect(card).not.toMatch(/(?<!\\)\]\(|<at>|\*\*bold\*\*/);
    expect(JSON.parse(card)).not.toHaveProperty('msteams.entities');
  });

  it('are no formulas in CSV', async () => {
    const records: string[][] = parse(await renderText(report, 'csv'), { bom: true });
    const cells = records.flat();
    expect(cells.some((cell) => cell.includes('=cmd'))).toBe(true);
    for (const cell of cells) expect(cell).not.toMatch(/^[=+@\t\r]|^-(?![\d.]+$)/);
  });
});

describe.each(WITH_WORKBOOK)('hostile names in the workbook of a $kind report', (report) => {
  it('are text cells in a workbook: formulas hold sums, addresses and the sheets’ own names only', async () => {
    const file = await renderBytes(report, 'xlsx');
    const sheets = openWorkbook(file);
    for (const formula of sheets.flatMap(({ cells }) => cells.map((cell) => cell.formula ?? ''))) {
      const bare = sheets.reduce((text, { name }) => text.replaceAll(`'${name}'!`, ''), formula);
      expect(bare).toMatch(/^(?:SUM|SUMIF|ROUND|\$?[A-Z]{1,2}\$?\d+|[-+:,()\d])*$/);
    }
    const cells = (await readXlsxFile(file)).flatMap((sheet) => sheet.data.flat());
    expect(cells.some((cell) => typeof cell === 'string' && cell.includes(HOSTILE.formula))).toBe(true);
  });
});

/** Text that would break out of an element, an attribute and a line, and reverse what follows it. */
const WEAPON = `"><script>alert(1)</script><img src=x onerror=alert(1)>\r\nBcc: all@evil.example\u202E`;

describe.each(REPORTS)('a weapon in any one field of a $kind report', (report) => {
  const places = [...new Set(listPlaces(report))];

  it.each(['html', 'text'] as const)('does no harm in %s', async (format) => {
    let shown = 0;
    for (const place of places) {
      const armed = arm(report, place.split('.')) as typeof report;
      // A field that is no text, such as an amount or a day, may be refused.
      const rendered = await renderText(armed, format).catch(() => '');
      if (rendered.includes('all@evil.example')) shown++;
      if (format === 'html') expect(rendered, place).not.toMatch(/<script|<img|href="(?!https?:)/i);
      expect(rendered, place).not.toMatch(/^Bcc:/m);
      expect(rendered, place).not.toContain('\u202e');
    }
    expect(shown).toBeGreaterThan(10);
  });
});

/** Where a report has text: `statements.*.teams.*.teamName`. */
function listPlaces(value: unknown, place = ''): string[] {
  if (typeof value === 'string') return [place];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    listPlaces(inner, `${place}${place && '.'}${Array.isArray(value) ? '*' : key}`),
  );
}

/** The value with the weapon in place of the text there. */
function arm(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined) return typeof value === 'string' ? WEAPON : value;
  if (Array.isArray(value)) return value.map((item) => arm(item, rest));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, name === key ? arm(inner, rest) : inner]),
  );
}

it('file names hold letters, digits and hyphens only', async () => {
  for (const format of FORMATS) {
    const { fileName } = await renderReport(
      { ...CHARGEBACK, organisation: '../../etc/Ünï "corp"\r\nX: y', audience: 'team:a/../b' },
      format,
      { locale: 'en' },
    );
    expect(fileName).toMatch(/^etc-uni-corp-x-y-chargeback-2026-10-a-b(-journal|-card)?\.[a-z]{3,4}$/);
  }
});

it('only web addresses become links', () => {
  expect(toWebLink('https://contoso.example/a?b=1&c=2')).toBe('https://contoso.example/a?b=1&c=2');
  for (const link of ['javascript:alert(1)', 'data:text/html,x', 'not a link', '', undefined]) {
    expect(toWebLink(link)).toBeUndefined();
  }
});

it('what is too long ends in an ellipsis, whole characters only', () => {
  expect(toPlainLine('🚀'.repeat(10), 4)).toBe('🚀🚀🚀…');
});

it('card text keeps amounts and plain words as they are, and escapes what Markdown would take', () => {
  expect(escapeMarkdown('-€12.34 (up from 61.5 %)')).toBe('-€12.34 (up from 61.5 %)');
  expect(escapeMarkdown('[a](http://b) **c** <at>d</at>')).toBe(
    '\\[a\\](http://b) \\*\\*c\\*\\* \\<at\\>d\\</at\\>',
  );
  for (const [text, escaped] of [
    ['- item', '\\- item'],
    ['1. item', '1\\. item'],
    ['# title', '\\# title'],
  ] as const) {
    expect(escapeMarkdown(text)).toBe(escaped);
  }
});
