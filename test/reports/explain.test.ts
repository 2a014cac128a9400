import { describe, expect, it } from 'vitest';
import { renderExplanation } from '../../shared/render/explanation.ts';
import { explainReport } from '../../shared/reports/explain.ts';
import { sliceReport } from '../../shared/reports/slice.ts';
import { CHARGEBACK } from '../render/reports.ts';

const sentences = (namespace: string): string[] =>
  [...explainReport(CHARGEBACK, (line) => line.namespace === namespace)].map(({ sentence }) => sentence);

describe('the explanation of a line', () => {
  it('says the amount, the ratio, the pool, the rule, the owner and why, and the days', () => {
    const [sentence] = sentences('kube-system');
    expect(sentence).toContain('34.26 EUR (exactly 34.2600000001) for kube-system on prod-eu');
    expect(sentence).toContain('ratio 0.025522594872 of the 1342.34 EUR that compute of prod-eu cost');
    expect(sentence).toContain('By rule usage: Direct cost by usage');
    expect(sentence).toContain('label team on namespace kube-system');
    expect(sentence).toContain('Charged on days 1-4, 9, 12-31 of 2026-10.');
  });

  it('says which month a correction corrects, and claims no ratio', () => {
    const [sentence] = sentences('search');
    expect(sentence).toContain('-12.34 EUR');
    expect(sentence).toContain('a correction of compute of 2026-09');
    expect(sentence).not.toContain('ratio');
  });

  it('is the same in a team’s own statement, which tells of no other team', () => {
    const slice = sliceReport(CHARGEBACK, 'payments');
    if (slice?.kind !== 'chargeback') throw new Error('payments has no statement');
    const own = [...explainReport(slice, () => true)].map(({ sentence }) => sentence);
    const whole = [...explainReport(CHARGEBACK, (line) => line.team === 'payments')];
    expect(own).toEqual(whole.map(({ sentence }) => sentence));
    for (const statement of slice.statements)
      expect(JSON.stringify(statement.pools)).not.toContain('1300.00');
  });
});

describe('the printed explanation', () => {
  const print = (filter: { cluster?: string; namespace?: string }): string =>
    [...renderExplanation(CHARGEBACK, filter)].join('');

  it('has the lines that are meant, and what they come to', () => {
    expect(print({ namespace: 'kube-*' })).toMatch(/1 line, 34\.26 EUR together\.\n$/);
    expect(print({ cluster: 'prod-*' })).toContain('6 lines, 1330.00 EUR together.');
    expect(print({ namespace: 'nothing' })).toContain('No line of the statement is meant.');
  });

  it('is as wide as a terminal, and lets no name control it', () => {
    const text = print({});
    for (const line of text.split('\n').slice(1)) expect(line.length).toBeLessThanOrEqual(110);
    expect(text).not.toMatch(/[\r\u202e]/);
  });
});
