import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Format } from '../../shared/render/rendering.ts';
import { HEALTH, WELL } from './healthReports.ts';
import { renderText } from './rendered.ts';
import { CHARGEBACK, DIGEST, GOVERNANCE, TEAM_CHARGEBACK } from './reports.ts';

/**
 * Whole renderings, kept to be read by people when they change:
 * `UPDATE_GOLDEN=1 vitest run test/render` writes them anew.
 */
const FOLDER = new URL('./golden/', import.meta.url);
const REPORTS = {
  chargeback: CHARGEBACK,
  'chargeback-team': TEAM_CHARGEBACK,
  digest: DIGEST,
  governance: GOVERNANCE,
  health: HEALTH,
  'health-well': WELL,
};
const FORMATS = ['html', 'text', 'card'] as const satisfies readonly Format[];

describe.each(Object.entries(REPORTS))('the %s report', (name, report) => {
  it.each(FORMATS)('renders as its golden %s', async (format) => {
    const rendered = await renderText(report, format);
    const shown = format === 'card' ? `${JSON.stringify(JSON.parse(rendered), null, 2)}\n` : rendered;
    const file = fileURLToPath(new URL(`${name}.${format === 'card' ? 'card.json' : format}`, FOLDER));
    if (process.env.UPDATE_GOLDEN) {
      mkdirSync(FOLDER, { recursive: true });
      writeFileSync(file, shown);
    }
    expect(existsSync(file), `${file} is missing: run UPDATE_GOLDEN=1 vitest run test/render`).toBe(true);
    expect(shown).toBe(readFileSync(file, 'utf8'));
  });

  it.each(['html', 'text', 'json', 'csv', 'card'] as const)(
    'renders the same %s every time',
    async (format) => {
      expect(await renderText(report, format)).toBe(await renderText(structuredClone(report), format));
    },
  );
});

describe('in German', () => {
  it.each(['chargeback', 'digest', 'health'] as const)(
    'the mail of a %s renders as its golden text',
    async (name) => {
      const file = fileURLToPath(new URL(`${name}.de.text`, FOLDER));
      const rendered = await renderText(REPORTS[name], 'text', 'de');
      if (process.env.UPDATE_GOLDEN) writeFileSync(file, rendered);
      expect(rendered).toBe(readFileSync(file, 'utf8'));
    },
  );
});
