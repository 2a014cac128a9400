import { describe, expect, it } from 'vitest';
import { ATTACK_SURFACES, SEVERITIES } from '../../shared/model/governance.ts';
import { GOVERNANCE as HOSTILE } from '../render/reports.ts';
import { readTable, renderPage, unescapeHtml } from './page.ts';
import { GOVERNANCE } from './week.ts';

const html = renderPage(GOVERNANCE);
const OPEN = GOVERNANCE.findings.filter(({ state }) => state === 'open');

describe('findings by surface and severity', () => {
  const { rows, foot } = readTable(html, 'surfaces-table');

  it('have every cell, which sum to the open findings in both directions', () => {
    expect(rows).toHaveLength(ATTACK_SURFACES.length);
    const sum = (values: readonly string[]) => values.reduce((all, value) => all + Number(value), 0);
    for (const { values } of [...rows, ...(foot ? [foot] : [])])
      expect(sum(values.slice(0, -1))).toBe(Number(values.at(-1)));
    SEVERITIES.forEach((severity, place) => {
      expect(sum(rows.map(({ values }) => values[place] ?? ''))).toBe(GOVERNANCE.bySeverity[severity]);
    });
    expect(Number(foot?.values.at(-1))).toBe(OPEN.length);
  });

  it('lead to the findings that they count', () => {
    const links = [...html.matchAll(/<td class="plain right" data-v="(\d+)"><a href="([^"]*)"/g)];
    expect(links.length).toBeGreaterThan(10);
    for (const [, count, link = ''] of links) {
      const parameters = new URLSearchParams(unescapeHtml(link).split('?')[1]?.replace(/#.*/, ''));
      expect(readTable(renderPage(GOVERNANCE, parameters), 'findings-table').rows).toHaveLength(
        Number(count),
      );
    }
  });

  it('say that 0 is not safe where something was not scanned', () => {
    expect(html).toContain('Not scanned, so that 0 does not mean safe: aks-batch.');
  });
});

describe('the choice of findings', () => {
  const chosen = renderPage(GOVERNANCE, 'of=payments&severity=high&state=open');
  const matching = OPEN.filter(({ team, severity }) => team === 'payments' && severity === 'high');

  it('shows what matches all of it, and keeps it in links that sort', () => {
    expect(matching.length).toBeGreaterThan(0);
    expect(readTable(chosen, 'findings-table').rows).toHaveLength(matching.length);
    const [, link = ''] =
      /<th scope="col"[^>]*aria-sort="none"><a href="([^"]*)"/.exec(
        chosen.slice(chosen.indexOf('<table id="findings-table"')),
      ) ?? [];
    expect(unescapeHtml(link)).toBe(
      '/api/reports/governance/2026-W47?of=payments&severity=high&state=open&list=findings-table&sort=title#findings-table',
    );
  });

  it('counts beside each value what choosing it would show', () => {
    for (const [, value = '', count] of chosen.matchAll(
      /<option value="(critical|high|medium|low)"[^>]*>[^(]*\((\d+)\)/g,
    )) {
      const shown = OPEN.filter(({ team, severity }) => team === 'payments' && severity === value);
      expect(Number(count), value).toBe(shown.length);
    }
    expect(chosen).toMatch(/<option value="high" selected>/);
  });

  it('says so when nothing matches', () => {
    expect(renderPage(GOVERNANCE, 'of=nobody')).toContain('Nothing matches what was chosen.');
    expect(renderPage(HOSTILE, 'find=%22%3E%3Cscript%3E')).not.toContain('<script>');
  });
});
