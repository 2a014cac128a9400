import { describe, expect, it } from 'vitest';
import { ConfigSchema, type ConfiguredExemption } from '../../shared/config/schema.ts';
import { excuseFinding, listExemptions } from '../../shared/governance/exemption.ts';
import { updateFindings } from '../../shared/governance/lifeStory.ts';
import type { ObservedFinding } from '../../shared/model/governance.ts';
import type { Day } from '../../shared/model/time.ts';
import { GRACE, observed, only, PRODUCTION } from './estate.ts';

const SHOP: ConfiguredExemption = {
  control: 'privileged-*',
  namespace: 'shop',
  reason: 'the vendor’s agent needs it',
  by: 'CISO',
  until: '2026-12-31',
};

function storyOf(finding: ObservedFinding, day: Day) {
  const scopesRead = new Set([`policy:${PRODUCTION}`]);
  return updateFindings([], [finding], { day, scopesRead, graceDays: GRACE }).all;
}

describe('an exemption of the configuration', () => {
  it('excuses what all of its patterns match, and says who, why and until when', () => {
    const excused = excuseFinding(observed(), [SHOP], '2026-11-02');
    expect(excused).toMatchObject({ exempt: true });
    expect(excused.exemption).toEqual({
      from: 'purser',
      reason: 'the vendor’s agent needs it',
      by: 'CISO',
      until: '2026-12-31',
    });
    for (const other of [{ namespace: 'search' }, { control: 'seccomp-profiles' }]) {
      expect(excuseFinding(observed(other), [SHOP], '2026-11-02').exempt).toBe(false);
    }
    expect(excuseFinding(observed(), [{ ...SHOP, cluster: 'test' }], '2026-11-02').exempt).toBe(false);
    expect(excuseFinding(observed(), [{ ...SHOP, finding: 'f1' }], '2026-11-02').exempt).toBe(true);
  });

  it('holds on its last day and not on the day after', () => {
    expect(excuseFinding(observed(), [SHOP], '2026-12-31').exempt).toBe(true);
    expect(excuseFinding(observed(), [SHOP], '2027-01-01').exempt).toBe(false);
  });

  it('must say what it excuses, why, by whom and until when', () => {
    const parse = (entry: object) => ConfigSchema.shape.governance.safeParse({ exemptions: [entry] }).success;
    const { control: _, namespace: __, ...words } = SHOP;
    expect(parse(SHOP)).toBe(true);
    expect(parse(words)).toBe(false);
    for (const key of ['reason', 'by', 'until'] as const) {
      expect(parse({ ...SHOP, [key]: undefined })).toBe(false);
    }
  });
});

describe('an exemption of Azure', () => {
  const exemption = { from: 'azure', reason: 'waiver', by: '', until: '2026-11-10' } as const;

  it('stands before one of the configuration, and counts also where Azure does not say why', () => {
    const byAzure = observed({ exempt: true, exemption });
    expect(excuseFinding(byAzure, [SHOP], '2026-11-02').exemption).toEqual(exemption);
    expect(excuseFinding(observed({ exempt: true }), [], '2026-11-02').exempt).toBe(true);
  });

  it('excuses nothing any more once it is over, even where Azure still says so', () => {
    const late = excuseFinding(observed({ exempt: true, exemption }), [], '2026-11-11');
    expect(late.exempt).toBe(false);
    expect(late.exemption).toBeUndefined();
  });
});

describe('the list of exemptions', () => {
  const excused = (day: Day) => storyOf(excuseFinding(observed(), [SHOP], day), day);

  it.each([
    ['2026-11-02', 'active'],
    ['2026-12-01', 'expiring'],
    ['2027-01-01', 'expired'],
  ] as const)('on %s has one that is %s, with what it is about', (day, state) => {
    expect(only(listExemptions(excused(day), [SHOP], day))).toMatchObject({
      about: 'control privileged-*, namespace shop',
      findings: 1,
      by: 'CISO',
      state,
    });
  });

  it('names one that matches nothing', () => {
    const [line] = listExemptions([], [SHOP], '2026-11-02');
    expect(line).toMatchObject({ findings: 0, state: 'unused' });
  });

  it('has Azure’s own, also those without a reason', () => {
    const story = storyOf(observed({ exempt: true }), '2026-11-02');
    expect(only(listExemptions(story, [], '2026-11-02'))).toEqual({
      ...{ from: 'azure', reason: '', by: '', until: undefined, about: '', findings: 1, state: 'active' },
    });
  });

  it('counts nothing that is resolved', () => {
    const [finding] = excused('2026-11-02');
    const fixed = finding && [{ ...finding, state: 'resolved' as const }];
    expect(only(listExemptions(fixed ?? [], [SHOP], '2026-11-02')).findings).toBe(0);
  });
});
