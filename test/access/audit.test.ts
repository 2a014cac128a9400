import { describe, expect, it } from 'vitest';
import { describeAccess } from '../../shared/access/audit.ts';
import { deny } from '../../shared/access/denial.ts';
import type { Reader } from '../../shared/access/reader.ts';

const PERSON = '477001c3-e412-4179-ace2-dc547078beac';
const ada: Reader = { id: PERSON, address: 'ada@contoso.com', roles: ['finance'], teams: ['shop'] };

describe('the audit log', () => {
  it('says who read what, in which format', () => {
    expect(
      describeAccess({
        action: 'readReport',
        route: 'browser',
        who: ada,
        kind: 'chargeback',
        period: '2026-10',
        team: 'shop',
        format: 'csv',
        outcome: 'notModified',
      }),
    ).toEqual({
      level: 'info',
      message: 'Access',
      fields: {
        audit: 'readReport',
        route: 'browser',
        reader: PERSON,
        roles: ['finance'],
        kind: 'chargeback',
        period: '2026-10',
        team: 'shop',
        format: 'csv',
        outcome: 'notModified',
      },
    });
  });

  it('says who was denied what, and why', () => {
    const who = deny('report', PERSON);
    expect(
      describeAccess({ action: 'readReport', route: 'browser', who, kind: 'digest', team: 'search' }),
    ).toEqual({
      level: 'warn',
      message: 'Access denied',
      fields: {
        audit: 'readReport',
        route: 'browser',
        reader: PERSON,
        kind: 'digest',
        team: 'search',
        outcome: 'denied',
        reason: 'report',
      },
    });
  });

  it('says nobody of somebody who is not signed in', () => {
    const entry = describeAccess({ action: 'listReports', route: 'browser', who: deny('anonymous') });
    expect(entry.fields).toMatchObject({ reader: 'nobody', outcome: 'denied', reason: 'anonymous' });
  });

  it('keeps addresses out', () => {
    const entry = describeAccess({ action: 'readStatus', route: 'browser', who: ada });
    expect(JSON.stringify(entry)).not.toContain('contoso.com');
  });

  it('shows a disguise for what it is, and keeps words from outside short and on one line', () => {
    const { fields } = describeAccess({
      action: 'readReport',
      route: 'browser',
      who: deny('report', PERSON),
      team: 'sea\u200brch\n\u202e"',
      period: 'x'.repeat(100_000),
    });
    expect(fields.team).toBe('sea\\u{200b}rch\\u{a}\\u{202e}"');
    expect(fields.period).toBe(`${'x'.repeat(64)}…`);
  });
});
