import { expect, it } from 'vitest';
import { ConfigSchema } from '../../shared/config/schema.ts';
import { renderIndex } from '../../shared/render/template/index.ts';
import type { ReportRow } from '../../shared/store/store.ts';
import { HOSTILE } from './reports.ts';

const CONFIG = ConfigSchema.parse({
  organisation: HOSTILE.script,
  azure: { subscriptions: ['11111111-2222-3333-4444-555555555555'] },
  teams: [{ id: 'payments', name: HOSTILE.mention, costCenter: 'CC-1' }],
  audiences: { finance: {}, security: {}, operator: {} },
});

function rowOf(change: Partial<ReportRow>): ReportRow {
  return {
    kind: 'chargeback',
    period: '2026-10',
    audience: 'organisation',
    state: 'closed',
    revision: 1,
    held: [],
    hash: 'h',
    builtAt: '2026-11-05T06:00:00.000Z',
    ...change,
  };
}

it('lists reports by kind, newest period first, with links that read and download them', () => {
  const page = renderIndex(CONFIG, [
    rowOf({ period: '2026-09' }),
    rowOf({}),
    rowOf({ kind: 'digest', period: '2026-W47', audience: 'team:payments' }),
    rowOf({ kind: 'governance', period: '2026-W47', audience: 'operator' }),
  ]);
  const links = [...page.matchAll(/href="([^"]*)"/g)].map((match) => match[1]);
  expect(links[0]).toBe('/api/reports/chargeback/2026-10');
  expect(links).toContain('/api/reports/chargeback/2026-09?format&#x3D;xlsx');
  expect(links).toContain('/api/reports/digest/2026-W47?team&#x3D;payments&amp;format&#x3D;csv');
  expect(links.some((link) => link?.includes('governance'))).toBe(false);
  expect(page).not.toMatch(/<script|<at>/);
});

it('says so when nothing was built yet', () => {
  expect(renderIndex(CONFIG, [])).toContain('None was built yet.');
});
