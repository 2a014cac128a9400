import { describe, expect, it } from 'vitest';
import { pageAssets } from '../../shared/render/page/assets.ts';
import type { Report } from '../../shared/reports/report.ts';
import { CHARGEBACK, DIGEST, GOVERNANCE } from '../render/reports.ts';
import { makeMonth } from './month.ts';
import { renderPage } from './page.ts';

/** Without what changes with every edit of the style sheet or the script. */
function withoutHashes(html: string): string {
  return [...pageAssets.keys()].reduce(
    (text, name) => text.replaceAll(name, name.replace(/-[0-9a-f]+\./, '.')),
    html,
  );
}

const small = makeMonth({ teams: 1, clusters: 1, namespaces: 1 });
const PAGES: readonly (readonly [string, Report, string])[] = [
  ['statement', small, ''],
  [
    'line',
    small,
    'owner=payments&cluster=aks-prod-weu&namespace=payments-api&line=compute~direct~user~nodePool~',
  ],
];

describe('pages', () => {
  it.each(PAGES)('%s', async (name, report, parameters) => {
    await expect(withoutHashes(renderPage(report, parameters))).toMatchFileSnapshot(`golden/${name}.html`);
  });

  it.each([CHARGEBACK, DIGEST, GOVERNANCE])(
    'a $kind says the same in German, figure for figure',
    (report) => {
      const figures = (locale: string) =>
        [...renderPage(report, '', locale).matchAll(/data-v="([^"]*)"/g)].map(([, value]) => value);
      expect(figures('de').length).toBeGreaterThan(0);
      expect(figures('de')).toEqual(figures('en'));
    },
  );

  it.each([CHARGEBACK, DIGEST, GOVERNANCE])('a $kind has no style or script of its own', (report) => {
    const html = renderPage(report);
    expect(html).not.toMatch(/ style=|<style| on[a-z]+="|javascript:/i);
    expect([...html.matchAll(/<script/g)]).toHaveLength(1);
  });
});
