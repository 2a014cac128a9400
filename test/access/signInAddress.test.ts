import { describe, expect, it } from 'vitest';
import { deny } from '../../shared/access/denial.ts';
import { findSignInAddress } from '../../shared/access/signInAddress.ts';

const PAGE = new URL('https://purser.contoso.com/api/reports/chargeback/2026-10?team=shop');

function visit(headers: Readonly<Record<string, string>>, method = 'GET') {
  return { route: 'browser', method, headers: new Headers({ accept: 'text/html,*/*', ...headers }) } as const;
}

describe('somebody who is not signed in', () => {
  it('is sent to sign in when they open a page, and comes back to it', () => {
    expect(findSignInAddress(deny('anonymous'), visit({}), PAGE)).toBe(
      '/.auth/login/aad?post_login_redirect_uri=%2Fapi%2Freports%2Fchargeback%2F2026-10%3Fteam%3Dshop',
    );
  });

  it('is not sent back to another host', () => {
    const url = new URL('https://purser.contoso.com//evil.example/api/reports');
    expect(findSignInAddress(deny('anonymous'), visit({}), url)).toBeUndefined();
  });

  it('is not sent round and round when the session does not help', () => {
    const request = visit({ cookie: 'a=b; AppServiceAuthSession=abc' });
    expect(findSignInAddress(deny('anonymous'), request, PAGE)).toBeUndefined();
  });

  it('signs in again after a session that was closed', () => {
    const request = visit({ cookie: 'AppServiceAuthSession=' });
    expect(findSignInAddress(deny('anonymous'), request, PAGE)).toBeDefined();
  });

  it.each([
    ['a program that wants data', deny('anonymous'), visit({ accept: 'application/json' })],
    ['a program that takes anything', deny('anonymous'), visit({ accept: '*/*' })],
    ['a request that changes something', deny('anonymous'), visit({}, 'POST')],
    ['somebody who may not read it', deny('report', 'x'), visit({})],
    ['an app where nobody can sign in', deny('signInOff'), visit({})],
  ])('is told so instead: %s', (_, denial, request) => {
    expect(findSignInAddress(denial, request, PAGE)).toBeUndefined();
  });
});
