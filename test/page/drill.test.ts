import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Charge } from '../../shared/model/cost.ts';
import { sumText } from '../../shared/reports/chargeback.ts';
import type { ChargebackReport } from '../../shared/reports/chargebackReport.ts';
import { countLines } from '../../shared/reports/lines.ts';
import { sliceReport } from '../../shared/reports/slice.ts';
import { clustersOf, makeMonth } from './month.ts';
import { readTable, renderPage, type TableRow } from './page.ts';

const SIZE = { teams: 3, clusters: 2, namespaces: 2 };

const charge = fc
  .record({
    team: fc.constantFrom('payments', 'web-shop', 'unowned', 'gone'),
    clusterId: fc.constantFrom(...clustersOf(SIZE).map(({ id }) => id)),
    namespace: fc.constantFrom('', 'cart', 'a/b?c=d&e', '~|~'),
    category: fc.constantFrom('compute', 'storage', 'controlPlane'),
    kind: fc.constantFrom('direct', 'idle', 'overhead', 'adjustment'),
    part: fc.constantFrom('', 'system', 'g~p|u'),
    rule: fc.constantFrom('nodePool', 'idleOfPool'),
    ownerReason: fc.constantFrom('label team', 'rule 1'),
    amount: fc.oneof(
      fc.bigInt({ min: 0n, max: 10n ** 30n }),
      fc.bigInt({ min: -(10n ** 29n), max: 10n ** 33n }),
    ),
  })
  .map((parts) => ({ ...parts, day: '2026-10-05', workload: 'api', currency: 'EUR', poolId: 'p' }) as Charge);
const reports = fc
  .array(charge, { minLength: 1, maxLength: 40 })
  .map((charges) => makeMonth(SIZE, { charges }));

const amountOf = (row: TableRow | undefined): string => row?.values.at(-1) ?? 'none';
const LEVELS = ['teams-table', 'clusters-table', 'namespaces-table', 'lines-table'] as const;

/** Follows every row down to the lines, and holds each table against what the row above it said. @returns the lines */
function descend(
  report: ChargebackReport,
  parameters: URLSearchParams,
  level: number,
  amount: string,
): number {
  const { rows, foot } = readTable(renderPage(report, parameters), LEVELS[level] ?? '');
  expect(sumText(rows.map(amountOf), 2)).toBe(amount);
  expect(amountOf(foot)).toBe(amount);
  if (level === LEVELS.length - 1) return rows.length;
  return rows.reduce((lines, row) => {
    expect(row.link).toBeDefined();
    return lines + descend(report, row.link ?? new URLSearchParams(), level + 1, amountOf(row));
  }, 0);
}

describe('the way from a statement to its lines', () => {
  it('shows at every step what sums to the step above, to the cent, and reaches every line', () => {
    fc.assert(
      fc.property(reports, (report) => {
        const [statement] = report.statements;
        if (!statement) throw new Error('a month of charges has a statement');
        const lines = descend(report, new URLSearchParams(), 0, statement.total.amount);
        expect(lines).toBe(countLines(statement));
      }),
      { numRuns: 25 },
    );
  });

  it('shows in a team’s own statement what sums to what the team is charged', () => {
    fc.assert(
      fc.property(reports, (report) => {
        for (const { team, amount } of report.statements[0]?.teams ?? []) {
          const own = sliceReport(report, team);
          if (own?.kind !== 'chargeback') throw new Error('a team of the statement has its own');
          descend(own, new URLSearchParams(), 1, amount);
        }
      }),
      { numRuns: 15 },
    );
  });

  it('divides each pool among teams without a rest', () => {
    fc.assert(
      fc.property(reports, (report) => {
        const { rows, foot } = readTable(renderPage(report), 'pools-table');
        expect(
          sumText(
            rows.map((row) => row.values[0] ?? ''),
            2,
          ),
        ).toBe(foot?.values[0]);
        for (const row of rows) {
          const shares = readTable(renderPage(report, row.link), 'shares-table');
          expect(sumText(shares.rows.map(amountOf), 2)).toBe(row.values[0]);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('comes down from a cluster to its teams as well', () => {
    const report = makeMonth(SIZE);
    const clusters = readTable(renderPage(report), 'clusters-table').rows;
    expect(clusters).toHaveLength(2);
    for (const row of clusters) {
      const owners = readTable(renderPage(report, row.link), 'owners-table');
      expect(sumText(owners.rows.map(amountOf), 2)).toBe(amountOf(row));
    }
  });
});

describe('an address of a place that there is not', () => {
  it('shows the nearest place above it', () => {
    const report = makeMonth(SIZE);
    const heading = (parameters: string) => /<h1>(.*?)<\/h1>/.exec(renderPage(report, parameters))?.[1];
    expect(heading('owner=nobody')).toBe('Chargeback, October 2026');
    expect(heading('owner=payments&cluster=none')).toBe('Payments');
    expect(heading('owner=payments&cluster=aks-prod-weu&namespace=payments-api&line=x')).toBe('payments-api');
    expect(heading('currency=XXX&page=-3&sort=nothing&view=%00')).toBe('Chargeback, October 2026');
  });
});

describe('a place of a large estate', () => {
  const large = makeMonth({ teams: 2, clusters: 1, namespaces: 240 });
  const place = 'owner=payments&cluster=aks-prod-weu';

  it('is shown a page at a time, with the total of all', () => {
    const first = readTable(renderPage(large, place), 'namespaces-table');
    const last = readTable(renderPage(large, `${place}&page=3`), 'namespaces-table');
    expect([first.rows.length, last.rows.length]).toEqual([100, 41]);
    expect(last.foot).toEqual(first.foot);
    expect(renderPage(large, place)).toContain('1–100 of 241');
  });

  it('is in the order that is asked for, and says so', () => {
    const html = renderPage(large, `${place}&sort=name`);
    const names = readTable(html, 'namespaces-table').rows.map(({ name }) => name);
    expect(names).toEqual(names.toSorted());
    expect(html).toContain('aria-sort="ascending"');
  });

  it('leaves other lists as they are when one is asked for in another order', () => {
    const pools = readTable(
      renderPage(large, `${place}&list=namespaces-table&sort=name&find=x`),
      'pools-table',
    );
    expect(pools).toEqual(readTable(renderPage(large, place), 'pools-table'));
  });

  it('shows what is found by words, over all its pages', () => {
    const { rows, foot } = readTable(renderPage(large, `${place}&find=payments-API-8`), 'namespaces-table');
    expect(rows.map(({ name }) => name).sort()).toEqual([
      'payments-api-8',
      'payments-api-80',
      'payments-api-88',
    ]);
    expect(foot).toBeDefined();
    expect(renderPage(large, `${place}&find=%3Cb%3E`)).toContain('Nothing matches “&lt;b&gt;”.');
  });
});
