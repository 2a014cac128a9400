import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDenial } from '../../shared/access/denial.ts';
import { permitOperation, permitReport } from '../../shared/access/permit.ts';
import type { Reader } from '../../shared/access/reader.ts';
import { parseTeam } from '../../shared/access/teamName.ts';
import { REPORT_KINDS } from '../../shared/model/tasks.ts';
import { makeConfig } from './configuration.ts';
import { DISGUISES } from './disguises.ts';

const config = makeConfig();

function reader(facts: Partial<Reader>): Reader {
  return { id: 'x', address: undefined, roles: [], teams: [], ...facts };
}

const lead = reader({ teams: ['shop'] });
const platform = reader({ roles: ['platform'] });

describe('the name of a team', () => {
  it('is its id, letter for letter', () => {
    expect(parseTeam('search', config)).toBe('search');
    expect(parseTeam('unowned', config)).toBe('unowned');
  });

  it.each(DISGUISES)('is not %j', (text) => {
    expect(parseTeam(text, config)).toBeUndefined();
  });

  it.each(['constructor', '__proto__', 'toString'])('is not %s, which every object has', (text) => {
    expect(parseTeam(text, config)).toBeUndefined();
  });

  it('is nothing that Unicode or addresses make of another text', () => {
    const ids = ['shop', 'search', 'payments', 'unowned'];
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...ids)), (text) => {
        expect(parseTeam(text, config)).toBe(ids.includes(text) ? text : undefined);
      }),
    );
  });
});

describe('leave to read a report', () => {
  it('is given for one’s own team, and for everything of one’s role', () => {
    expect(permitReport(lead, { kind: 'chargeback', team: 'shop' }, config)).toEqual({ team: 'shop' });
    expect(permitReport(platform, { kind: 'digest', team: 'search' }, config)).toEqual({ team: 'search' });
    expect(permitReport(platform, { kind: 'governance', team: undefined }, config)).toEqual({
      team: undefined,
    });
    const finance = reader({ roles: ['finance'] });
    expect(permitReport(finance, { kind: 'chargeback', team: 'unowned' }, config)).toEqual({
      team: 'unowned',
    });
  });

  it('is refused in the same words for a team of others, one that is not there, and a disguise', () => {
    for (const kind of REPORT_KINDS) {
      const refusal = permitReport(lead, { kind, team: 'search' }, config);
      expect(refusal).toMatchObject({ denied: 'report', status: 403, id: 'x' });
      for (const team of ['ghosts', 'unowned', undefined, ...DISGUISES]) {
        expect(permitReport(lead, { kind, team }, config)).toEqual(refusal);
      }
    }
  });

  it('tells only those who read everything that there is no such team', () => {
    expect(permitReport(platform, { kind: 'chargeback', team: 'ghosts' }, config)).toBe('noSuchTeam');
    const finance = reader({ roles: ['finance'] });
    expect(permitReport(finance, { kind: 'digest', team: 'ghosts' }, config)).toMatchObject({
      denied: 'report',
    });
  });

  it('never gives a reader another team than one of theirs', () => {
    const teams = ['shop', 'search', 'payments', 'unowned', 'ghosts'];
    fc.assert(
      fc.property(
        fc.subarray(['shop', 'search', 'payments']),
        fc.constantFrom(...REPORT_KINDS),
        fc.constantFrom(...teams, undefined),
        (own, kind, team) => {
          const permit = permitReport(reader({ teams: own }), { kind, team }, config);
          const isOwn = team !== undefined && own.includes(team);
          expect(permit).toEqual(isOwn ? { team } : expect.objectContaining({ denied: 'report' }));
        },
      ),
    );
  });
});

describe('leave to operate', () => {
  it('is for those who run Purser', () => {
    expect(permitOperation(platform)).toBeUndefined();
    const refusal = permitOperation(reader({ roles: ['finance', 'security'], teams: ['shop'] }));
    expect(refusal && isDenial(refusal)).toBe(true);
    expect(refusal).toMatchObject({ denied: 'operation', status: 403, id: 'x' });
  });
});
