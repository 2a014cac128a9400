import { describe, expect, it } from 'vitest';
import { describeNoAnswer, describeRefusal, excerpt } from '../../../shared/sources/http/failure.ts';

const PLACE = { source: 'allocation', scope: 'aks-shop' };
const NOW = new Date('2026-11-23T12:00:00Z');

describe('a refusal over HTTP', () => {
  it.each([
    [302, 'unauthorized'],
    [400, 'malformed'],
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [404, 'notFound'],
    [408, 'timeout'],
    [422, 'malformed'],
    [429, 'throttled'],
    [500, 'unavailable'],
    [503, 'unavailable'],
    [504, 'timeout'],
  ])('of %d means %s', (status, failure) => {
    const error = describeRefusal(PLACE, { status, detail: 'as it says' }, NOW);
    expect(error).toMatchObject({
      failure,
      message: `allocation (aks-shop): answered ${status}: as it says`,
    });
    expect(error.remedy).not.toBe('');
  });

  it.each([
    ['7', 7],
    ['Mon, 23 Nov 2026 12:01:30 GMT', 90],
    ['Mon, 23 Nov 2026 11:00:00 GMT', 0],
    ['soon', undefined],
    [undefined, undefined],
  ])('reads Retry-After %s as seconds or as a time', (retryAfter, seconds) => {
    expect(describeRefusal(PLACE, { status: 429, detail: '', retryAfter }, NOW).retryAfterSeconds).toBe(
      seconds,
    );
  });

  it('gives the remedy of the source where it has one', () => {
    const remedies = { forbidden: 'Ask Ada.' };
    expect(describeRefusal(PLACE, { status: 403, detail: '' }, NOW, remedies).remedy).toBe('Ask Ada.');
    expect(describeRefusal(PLACE, { status: 404, detail: '' }, NOW, remedies).remedy).not.toBe('Ask Ada.');
  });
});

describe('no answer over HTTP', () => {
  const failed = (parts: { name?: string; code?: string; message?: string }): Error =>
    Object.assign(new Error(parts.message ?? ''), parts);

  it.each([
    ['an aborted request', failed({ name: 'AbortError' }), 'timeout', /in time/],
    ['a fetch that timed out', failed({ name: 'TimeoutError' }), 'timeout', /in time/],
    ['a server that is down', failed({ code: 'ECONNREFUSED' }), 'unavailable', /reached \(ECONNREFUSED\)/],
    ['a private name', failed({ code: 'ENOTFOUND' }), 'unavailable', /name is not known/],
    ['a foreign certificate', failed({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }), 'unavailable', /not trusted/],
    [
      'a certificate of another name',
      failed({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' }),
      'unavailable',
      /not trusted/,
    ],
    ['a broken connection', failed({ code: 'ECONNRESET' }), 'unavailable', /broke off/],
    ['nobody signed in', failed({ name: 'CredentialUnavailableError' }), 'unauthorized', /no token/],
    ['anything else', new SyntaxError('Unexpected end'), 'malformed', /could not be read: Unexpected end/],
    ['what is no error', 'oops', 'malformed', /oops/],
  ])('tells %s', (_, error, failure, message) => {
    expect(describeNoAnswer(PLACE, error)).toMatchObject({
      failure,
      message: expect.stringMatching(message),
    });
  });

  it('looks at the causes behind fetch’s own error', () => {
    const error = new TypeError('fetch failed', { cause: failed({ code: 'ENOTFOUND' }) });
    expect(describeNoAnswer(PLACE, error)).toMatchObject({ remedy: expect.stringMatching(/private server/) });
  });
});

describe('a quotation from a foreign text', () => {
  it('is one line of 80 characters without control or direction marks', () => {
    expect(excerpt(' bad\r\n\twindow\u202e\u0000 ')).toBe('bad window');
    expect(excerpt('x'.repeat(500))).toBe(`${'x'.repeat(80)}…`);
  });

  it.each([
    ['authorization: Bearer abc.def', 'authorization: [credential]'],
    ['got basic dXNlcjpwdw==, denied', 'got [credential] denied'],
    ['token eyJhbGciOi.eyJzdWIi.c2ln rejected', 'token [credential] rejected'],
    [`${'x'.repeat(60)} Bearer ${'s'.repeat(400)}`, `${'x'.repeat(60)} [credential]`],
  ])('holds no credential: %s', (text, quoted) => {
    expect(excerpt(text)).toBe(quoted);
  });
});
