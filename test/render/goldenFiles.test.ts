import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { dumpWorkbook, openWorkbook } from './openedWorkbook.ts';
import { renderBytes, renderText } from './rendered.ts';
import { CHARGEBACK, DIGEST, GOVERNANCE, TEAM_CHARGEBACK } from './reports.ts';

/**
 * Whole files, kept to be read by people when they change: `UPDATE_GOLDEN=1 vitest run test/render` writes them anew.
 * Of a workbook its cells, formulas with their values beside them.
 */
const FOLDER = new URL('./golden/', import.meta.url);
const REPORTS = {
  chargeback: CHARGEBACK,
  'chargeback-team': TEAM_CHARGEBACK,
  digest: DIGEST,
  governance: GOVERNANCE,
};

describe.each(Object.entries(REPORTS))('the files of the %s report', (name, report) => {
  it('are its golden CSV', async () => {
    checkGolden(`${name}.csv`, await renderText(report, 'csv'));
  });

  it('are its golden workbook', async () => {
    checkGolden(`${name}.workbook.txt`, dumpWorkbook(openWorkbook(await renderBytes(report, 'xlsx'))));
  });
});

it('the workbook in German is the golden one', async () => {
  const dump = dumpWorkbook(openWorkbook(await renderBytes(CHARGEBACK, 'xlsx', 'de')));
  checkGolden('chargeback.de.workbook.txt', dump);
});

it.each([
  ['chargeback.journal.csv', CHARGEBACK],
  ['chargeback-team.journal.csv', TEAM_CHARGEBACK],
] as const)('the journal is the golden %s', async (file, report) => {
  checkGolden(file, await renderText(report, 'journal'));
});

function checkGolden(name: string, shown: string): void {
  const file = fileURLToPath(new URL(name, FOLDER));
  if (process.env.UPDATE_GOLDEN) {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(file, shown);
  }
  expect(existsSync(file), `${file} is missing: run UPDATE_GOLDEN=1 vitest run test/render`).toBe(true);
  expect(shown).toBe(readFileSync(file, 'utf8'));
}
