import { describe, expect, it } from 'vitest';
import { canonicalJson, hashOf } from '../../shared/model/canonical.ts';
import type { ChargebackReport } from '../../shared/reports/chargebackReport.ts';
import { hashReport } from '../../shared/reports/identity.ts';
import type { Report } from '../../shared/reports/report.ts';
import { sliceReport } from '../../shared/reports/slice.ts';
import { type KeptReport, readKept, toKept } from '../../shared/reports/version1.ts';
import { KEPT2, TOLD2 } from './statement2.ts';
import { tellNotices } from './told.ts';

const read = (kept: unknown = KEPT2): Report => {
  const report = readKept(JSON.parse(canonicalJson(kept)) as KeptReport);
  if (!report) throw new Error('it was not read');
  return report;
};

describe('a statement that version 2 closed', () => {
  it('is read with its sentences as remarks, and tells of its life from that life', () => {
    expect(read().notices).toEqual([{ kind: 'remark', text: 'prod, 2026-09-03: two pods had no node.' }]);
    const told = tellNotices(read());
    expect(told).toHaveLength(4);
    expect(told[0]).toBe('Closed on Oct 4, 2026, 8:00 AM UTC by Ada over monthRatio, because: known.');
    expect(told[1]).toContain('The gate had held it: The total is 3 times that of 2026-08 in EUR.');
    expect(told[3]).toBe('prod, 2026-09-03: two pods had no node.');
  });

  it('keeps its form and its identity, byte for byte, so that it is not closed or delivered a second time', () => {
    expect(canonicalJson(toKept(read()))).toBe(canonicalJson(KEPT2));
    const { asOf: _asOf, link: _link, inputs: _inputs, life, ...facts } = KEPT2;
    const corrections = life.corrections.map(({ basis: _basis, ...correction }) => correction);
    expect(hashReport(read())).toBe(hashOf({ ...facts, life: { ...life, corrections } }));
  });

  it('has the team slices that were kept with it, without the figures of the organisation', () => {
    const slice = sliceReport(read(), 'shop') as ChargebackReport;
    const kept = JSON.parse(canonicalJson(toKept(slice)));
    expect(kept).toMatchObject({ schemaVersion: 2, audience: 'team:shop', notices: TOLD2.shop });
    expect(kept.life.held).toEqual([]);
    expect(kept.life.corrections[0].waiting).toEqual([{ team: 'shop', currency: 'EUR', exact: '2' }]);
    // The hashes that version 2 itself gave this slice and its bytes.
    expect(hashOf(kept)).toBe('a06e564bb7565a0af07c4593a198e27c98ce43275815044bea9161aa6d1b2aee');
    expect(hashReport(slice)).toBe('17a3226bea5087219f283186d7a515b6d549e253c6c8e4cdc776fa3b36a0c841');
    expect(canonicalJson(toKept(read(kept)))).toBe(canonicalJson(kept));
    expect(tellNotices(read(kept)).join(' ')).not.toContain('3 times');
  });
});

describe('a weekly report of version 2', () => {
  const digest = {
    ...{ schemaVersion: 2, kind: 'digest', organisation: 'Contoso', state: 'provisional' },
    period: { id: '2026-W40', from: '2026-09-28', to: '2026-10-04', timeZone: 'UTC' },
    ...{ audience: 'organisation', audienceName: 'Contoso', teams: [] },
    coverage: { complete: false, summary: 'Not everything was read.', entries: [] },
    notices: ['Not everything was read.', 'Not scanned: prod.'],
    unscanned: { of: 1, notScanned: ['prod'], partly: [] },
  };

  it('is read with its sentences, and stays as it was', () => {
    expect(tellNotices(read(digest))).toEqual(digest.notices);
    expect(canonicalJson(toKept(read(digest)))).toBe(canonicalJson(digest));
  });
});
