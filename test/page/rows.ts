import type { ReportRow } from '../../shared/store/store.ts';

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

const TEAMS = ['payments', 'search', 'web-shop'] as const;

/** A list of reports as the platform team sees it. */
export const ROWS: readonly ReportRow[] = [
  rowOf({
    period: '2026-11',
    state: 'provisional',
    revision: 0,
    held: ['unownedShare'],
    builtAt: '2026-11-23T04:00:00.000Z',
  }),
  rowOf({}),
  ...TEAMS.map((team) => rowOf({ audience: `team:${team}` })),
  rowOf({ period: '2026-09', revision: 2 }),
  ...['2026-W47', '2026-W46'].flatMap((period) => [
    ...TEAMS.map((team) =>
      rowOf({ kind: 'digest', period, audience: `team:${team}`, state: 'provisional', revision: 0 }),
    ),
    rowOf({ kind: 'governance', period, state: 'provisional', revision: 0 }),
  ]),
  rowOf({ kind: 'governance', period: '2026-W47', audience: 'operator' }),
];
