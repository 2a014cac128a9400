import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import readXlsxFile from 'read-excel-file/node';
import { describe, expect, it } from 'vitest';
import type { DigestReport } from '../../shared/reports/digestReport.ts';
import { toFindingLine } from '../../shared/reports/findings.ts';
import type { GovernanceReport } from '../../shared/reports/governanceReport.ts';
import { sortTeamFindings } from '../../shared/reports/teamFindings.ts';
import { anyOwnedFindings, LAST } from '../reports/findings.ts';
import { renderBytes, renderText } from './rendered.ts';
import { DIGEST, GOVERNANCE } from './reports.ts';
import { parseShown, readFigures } from './shownFigures.ts';

const READ = ['html', 'text', 'card', 'csv'] as const;

/** Everything fine as far as the numbers go, and nothing looked. */
const SILENT: GovernanceReport = {
  ...GOVERNANCE,
  ...{ findings: [], controls: [], notices: [], alerts: [], unread: [], violations: [] },
  totals: { open: 0, new: 0, reopened: 0, fixed: 0, overdue: 0, dueThisWeek: 0, exempt: 0, notSeen: 0 },
  surfaces: GOVERNANCE.surfaces.map((row) => ({
    ...row,
    counts: { build: 0, registry: 0, cluster: 0, node: 0, application: 0 },
    ...{ open: 0, overdue: 0, oldestDueOn: undefined },
  })),
  bySurface: { build: 0, registry: 0, cluster: 0, node: 0, application: 0 },
  bySeverity: { critical: 0, high: 0, medium: 0, low: 0, unknown: 0 },
  scans: [{ ...only(GOVERNANCE.scans.slice(2)), name: 'prod-us' }],
  unscanned: { of: 1, notScanned: ['prod-us'], partly: [] },
};
const SCANNED: GovernanceReport = {
  ...SILENT,
  scans: SILENT.scans.map((scan) => ({ ...scan, verdict: 'scanned' })),
  unscanned: { of: 1, notScanned: [], partly: [] },
};

describe('a cluster that was not scanned', () => {
  it.each(READ)('is told from one without findings in %s', async (format) => {
    expect(await renderText(SILENT, format)).toMatch(/not scanned/i);
    expect(await renderText(SCANNED, format)).not.toMatch(/not scanned/i);
  });

  it('has words where its numbers would stand', async () => {
    const page = await renderText(SILENT, 'text');
    expect(page).toMatch(/^Open: not scanned/m);
    expect(page).toMatch(/^All teams +not scanned +not scanned/m);
    expect(page).toMatch(/^prod-us +not scanned +never/m);
    expect(page).not.toMatch(/Nothing is open\.|Nothing is overdue\./);
    expect(await renderText(SCANNED, 'text')).toMatch(/^Open: 0 /m);
  });

  it('has words in the workbook’s sheets, and a row among the findings', async () => {
    const sheets = await readXlsxFile(await renderBytes(SILENT, 'xlsx'));
    const rowsOf = (name: string) => sheets.find(({ sheet }) => sheet === name)?.data ?? [];
    expect(rowsOf('Scanned')[1]?.slice(3, 6)).toEqual(['not scanned', 'not scanned', 'never']);
    expect(rowsOf('Findings')[1]).toContain('not scanned');
    expect(rowsOf('Summary').find(([label]) => label === 'Open')).toEqual(['Open', 'not scanned']);
    expect(rowsOf('Attack surfaces')[1]?.slice(1, 6)).toEqual(Array(5).fill('not scanned'));
  });

  it.each(READ)('is told in %s of a team’s digest without findings', async (format) => {
    const quiet: DigestReport = {
      ...DIGEST,
      notices: [],
      teams: DIGEST.teams.map((team) => ({ ...team, findings: sortTeamFindings([], LAST, 8) })),
      unscanned: SILENT.unscanned,
    };
    expect(await renderText(quiet, format)).toMatch(/not scanned/i);
    const scanned = { ...quiet, unscanned: SCANNED.unscanned };
    expect(await renderText(scanned, format)).not.toMatch(/not scanned/i);
  });
});

describe('every format of a digest', () => {
  it('has the same number of findings', async () => {
    await fc.assert(
      fc.asyncProperty(anyOwnedFindings, async (owned) => {
        const lines = owned.map((one) => toFindingLine(one, LAST));
        const findings = sortTeamFindings(lines, LAST, 8);
        const report: DigestReport = {
          ...DIGEST,
          teams: DIGEST.teams.map((team) => ({ ...team, findings })),
          unscanned: SCANNED.unscanned,
        };
        const records: Record<string, string>[] = parse(await renderText(report, 'csv'), {
          columns: true,
          bom: true,
        });
        const counted = (list: string): number => records.filter(({ List }) => List === list).length;
        const mine = counted('mine') + counted('silenced');
        const text = await renderText(report, 'text');
        const words = text.replace(/\s+/g, ' ');
        expect(records).toHaveLength(lines.length);
        expect(text).toMatch(new RegExp(`^Yours to fix: ${mine} `, 'm'));
        expect(words).toContain(`with the platform team: ${counted('withPlatform')};`);
        expect(words).toContain(`not seen any more: ${counted('notSeen')};`);
        const card = await readFigures(report, 'card', 'en');
        expect(parseShown(card.labelled('Yours to fix')[0] ?? '', 'en')).toBe(String(mine));
        expect(words).toContain(`exempt: ${counted('exempt')}`);
        const page = await readFigures(report, 'html', 'en');
        expect(parseShown(page.labelled('Yours to fix')[0] ?? '', 'en')).toBe(String(mine));
      }),
      { numRuns: 15 },
    );
  });
});

describe('every format of a governance report', () => {
  it('has the same number of open findings', async () => {
    const records: Record<string, string>[] = parse(await renderText(GOVERNANCE, 'csv'), {
      columns: true,
      bom: true,
    });
    const open = records.filter(({ State }) => State === 'open').length;
    expect(open).toBe(GOVERNANCE.totals.open);
    expect(await renderText(GOVERNANCE, 'text')).toMatch(new RegExp(`^Open: ${open} `, 'm'));
    const card = await readFigures(GOVERNANCE, 'card', 'en');
    expect(parseShown(card.labelled('Open')[0] ?? '', 'en')).toBe(String(open));
    const sheets = await readXlsxFile(await renderBytes(GOVERNANCE, 'xlsx'));
    const findings = sheets.find(({ sheet }) => sheet === 'Findings')?.data ?? [];
    expect(findings.filter((row) => row[3] === 'open')).toHaveLength(open);
    const matrix = sheets.find(({ sheet }) => sheet === 'Attack surfaces')?.data ?? [];
    const cells = matrix.slice(1, -1).flatMap((row) => row.slice(1, 6).map(Number));
    expect(cells.reduce((sum, one) => sum + one, 0)).toBe(open);
  });

  it('has a sheet for everything that a mail has no room for', async () => {
    const sheets = await readXlsxFile(await renderBytes(GOVERNANCE, 'xlsx'));
    expect(sheets.map(({ sheet }) => sheet)).toEqual([
      ...['Summary', 'Attack surfaces', 'Scanned', 'Not read', 'Secure score', 'Standards'],
      ...['Standards failing', 'Initiatives', 'Objects in breach', 'Exemptions', 'Time to fix', 'Trend'],
      ...['Alerts', 'Findings', 'Controls', 'Notices', 'Coverage'],
    ]);
  });

  it('tells passes of what was judged from what nobody judged', async () => {
    const page = await renderText(GOVERNANCE, 'text');
    expect(page).toMatch(/31 of 52 +13/);
    expect(page).toMatch(/^PCI-DSS-4 +not judged +9/m);
    expect(page).toContain('500+');
  });
});

function only<T>([first]: readonly T[]): T {
  if (first === undefined) throw new Error('there is none');
  return first;
}
