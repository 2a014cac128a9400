import { describe, expect, it } from 'vitest';
import { mayOperate, mayReadAll, mayReadTeam, type Reader } from '../../shared/access/reader.ts';
import { REPORT_KINDS } from '../../shared/model/tasks.ts';

function reader(facts: Partial<Reader>): Reader {
  return { id: 'x', address: undefined, roles: [], teams: [], ...facts };
}

describe('what a reader may read', () => {
  it('is nothing without a role or a team', () => {
    for (const kind of REPORT_KINDS) {
      expect(mayReadAll(reader({}), kind)).toBe(false);
      expect(mayReadTeam(reader({}), kind, 'shop')).toBe(false);
    }
    expect(mayOperate(reader({}))).toBe(false);
  });

  it('is every chargeback for finance, every governance report for security, and everything for platform', () => {
    const read = (role: Reader['roles'][number]): readonly string[] =>
      REPORT_KINDS.filter((kind) => mayReadAll(reader({ roles: [role] }), kind));
    expect(read('finance')).toEqual(['chargeback']);
    expect(read('security')).toEqual(['governance']);
    expect(read('platform')).toEqual(['chargeback', 'digest', 'governance', 'health']);
  });

  it('is their own team’s for a member, and no other', () => {
    const member = reader({ teams: ['shop'] });
    expect(mayReadTeam(member, 'chargeback', 'shop')).toBe(true);
    expect(mayReadTeam(member, 'digest', 'shop')).toBe(true);
    expect(mayReadTeam(member, 'chargeback', 'search')).toBe(false);
    expect(mayReadAll(member, 'chargeback')).toBe(false);
  });

  it('leaves operating to platform alone', () => {
    expect(mayOperate(reader({ roles: ['finance', 'security'], teams: ['shop'] }))).toBe(false);
    expect(mayOperate(reader({ roles: ['platform'] }))).toBe(true);
  });
});
