import { describe, expect, it } from 'vitest';
import { explainReport } from '../../shared/reports/explain.ts';
import { sliceReport } from '../../shared/reports/slice.ts';
import { clustersOf, makeMonth } from './month.ts';
import { readTable, renderPage, unescapeHtml } from './page.ts';

const report = makeMonth({ teams: 3, clusters: 2, namespaces: 2 });
const [statement] = report.statements;
const [cluster] = clustersOf({ clusters: 1 });
const LINE = 'cluster=aks-prod-weu&namespace=payments-api&line=compute~direct~user~nodePool~';

describe('why a line is what it is', () => {
  const html = unescapeHtml(renderPage(report, `owner=payments&${LINE}`));
  const [explained] = explainReport(
    report,
    (line) =>
      line.team === 'payments' &&
      line.clusterId === cluster?.id &&
      line.namespace === 'payments-api' &&
      line.kind === 'direct' &&
      line.category === 'compute',
  );
  if (!explained?.pool || !statement?.reconciliation) throw new Error('the line is of a pool and a bill');
  const { line, pool, rule, sentence } = explained;

  it('is told as the command line explains it, word for word', () => {
    expect(html).toContain(sentence);
  });

  it('has the rule, the ratio, the pool by both metrics, its portion, the days and the owner', () => {
    expect(html).toContain(`nodePool: ${rule}`);
    expect(html).toContain(`${line.ratio} (`);
    expect(html).toContain('Compute of aks-prod-weu: €');
    expect(html).toContain('billed');
    expect(html).toContain('user: ');
    expect(html).toContain('charged on day 5');
    expect(html).toContain(`Payments: ${line.ownerReason}`);
    expect(pool.billed).toBeDefined();
  });

  it('climbs from the line to the bill, over sums that the pages above show', () => {
    const steps = readTable(renderPage(report, `owner=payments&${LINE}`), 'ladder-table').rows;
    const bill = statement.reconciliation;
    const total = (id: string, parameters: string) =>
      readTable(renderPage(report, parameters), id).foot?.values.at(-1);
    expect(steps.map(({ values }) => values[0])).toEqual([
      line.amount,
      total('lines-table', 'owner=payments&cluster=aks-prod-weu&namespace=payments-api'),
      total('namespaces-table', 'owner=payments&cluster=aks-prod-weu'),
      total('clusters-table', 'owner=payments'),
      statement.total.amount,
      bill?.adjustments.amount,
      bill?.inPools.amount,
      bill?.outside.amount,
      bill?.azureEffective.amount,
      '0.00',
    ]);
  });

  it('tells a team of no bill, no other team and nothing that was billed', () => {
    const own = sliceReport(report, 'payments');
    if (own?.kind !== 'chargeback') throw new Error('payments has a statement');
    const page = renderPage(own, LINE);
    expect(readTable(page, 'ladder-table').rows.map(({ name }) => name)).toEqual([
      'This line',
      'payments-api',
      'aks-prod-weu',
      'Payments',
    ]);
    expect(page).not.toMatch(/billed|web-shop|Web shop|search/i);
    expect(page).not.toContain('owner&#x3D;');
  });

  it('names the month that an adjustment corrects, and leads there', () => {
    const [row] = readTable(renderPage(report), 'adjustments-table').rows;
    const page = renderPage(report, row?.link);
    expect(page).toContain('<a href="/api/reports/chargeback/2026-09">September 2026</a>');
    expect(page).not.toContain('<dt>Ratio</dt>');
  });
});
