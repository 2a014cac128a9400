import { describe, expect, it } from 'vitest';
import { createFormatter } from '../../shared/render/formatter.ts';
import { renderIndexPage } from '../../shared/render/page/indexPage.ts';
import type { ReportRow } from '../../shared/store/store.ts';
import { HOSTILE } from '../render/reports.ts';
import { configOf } from './month.ts';
import { READER, readTable, unescapeHtml } from './page.ts';
import { ROWS } from './rows.ts';

function render(rows: readonly ReportRow[], parameters = '', config = configOf({ teams: 3 })): string {
  const request = { reader: READER, query: new URLSearchParams(parameters), address: '/api/reports' };
  return renderIndexPage(rows, request, config, createFormatter({ locale: 'en' }));
}

const namesOf = (html: string, kind: string) => readTable(html, `${kind}-table`).rows.map(({ name }) => name);

describe('the list of reports', () => {
  const html = render(ROWS);

  it('has the newest period first, the organisation before its teams, and no operator’s copy', () => {
    expect(namesOf(html, 'chargeback')).toEqual([
      'November 2026 · Whole organisation',
      'October 2026 · Whole organisation',
      'October 2026 · Payments',
      'October 2026 · Search and discovery',
      'October 2026 · Web shop',
      'September 2026 · Whole organisation',
    ]);
    expect(namesOf(html, 'governance')).toHaveLength(2);
  });

  it('says how a month stands: held, closed, or closed again', () => {
    expect(html).toContain('Held back: unownedShare');
    expect(html).toMatch(/>Closed<small>revision 2<\/small>/);
  });

  it('links every report and its files, a team’s with its team', () => {
    const links = [...html.matchAll(/href="([^"]*)"/g)].map(([, link]) => unescapeHtml(link ?? ''));
    expect(links).toContain('/api/reports/chargeback/2026-10');
    expect(links).toContain('/api/reports/chargeback/2026-09?format=xlsx');
    expect(links).toContain('/api/reports/digest/2026-W47?team=payments&format=csv');
  });

  it('shows what is chosen by kind, period and team', () => {
    const chosen = render(ROWS, 'kind=chargeback&period=2026-10&team=web-shop');
    expect(namesOf(chosen, 'chargeback')).toEqual(['October 2026 · Web shop']);
    expect(namesOf(chosen, 'digest')).toEqual([]);
    expect(chosen).toContain('<option value="web-shop" selected>Web shop</option>');
    expect(render(ROWS, 'team=nobody')).toContain('Nothing matches what was chosen.');
  });

  it('counts older periods instead of listing them, until one is chosen', () => {
    const weeks = Array.from({ length: 20 }, (_, week) => `2026-W${week + 10}`);
    const [first] = ROWS;
    if (!first) throw new Error('there are reports');
    const many = weeks.map(
      (period): ReportRow => ({ ...first, kind: 'digest', period, audience: 'team:payments' }),
    );
    expect(namesOf(render(many), 'digest')).toHaveLength(6);
    expect(render(many)).toContain('and 14 older reports: choose a period');
    expect(render(many)).not.toContain('data-filters');
    expect(namesOf(render(many, 'period=2026-W10'), 'digest')).toHaveLength(1);
  });

  it('says so when there is nothing to read', () => {
    expect(render([])).toContain('There is no report yet that you may read.');
  });

  it('escapes the names of teams and of the organisation', () => {
    const { teams, ...config } = configOf({ teams: 3 });
    const hostile = {
      ...config,
      organisation: HOSTILE.script,
      teams: teams.map((team) => ({ ...team, name: HOSTILE.mention })),
    };
    expect(render(ROWS, '', hostile)).not.toMatch(/<script>|<at>/);
  });
});
