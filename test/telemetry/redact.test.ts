import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FIELDS, keepFields } from '../../shared/telemetry/fields.ts';
import { withinInvocation } from '../../shared/telemetry/invocation.ts';
import { createLog } from '../../shared/telemetry/log.ts';
import { redactError, redactText } from '../../shared/telemetry/redact.ts';

describe('a sentence for the log', () => {
  it.each([
    ['550 <ann.o-neil+x@contoso.co.uk>: unknown', '550 <[address]>: unknown'],
    [
      'POST https://contoso.webhook.office.com/webhookb2/1/2?x=y failed',
      'POST https://contoso.webhook.office.com/[…] failed',
    ],
    ['https://user:pw@host.example/?a, and more', 'https://host.example/[…] and more'],
    ['Authorization: Bearer abcdefghijklmnopqrstuvwxyz', 'Authorization: Bearer [secret]'],
    ['AccountName=x;AccountKey=Zm9vYmFy==;Endpoint=y', 'AccountName=x;AccountKey=[secret];Endpoint=y'],
    ['sig=abc%2Fdef&se=2026', 'sig=[secret]&se=2026'],
    ['token eyJhbGciOiJub25lIn0.eyJhIjoxfQ. refused', 'token [secret] refused'],
    ['the bill is 1,234.56 EUR, and EUR 3 more', 'the bill is [amount], and [amount] more'],
  ])('loses what must not be there: %s', (text, told) => {
    expect(redactText(text)).toBe(told);
  });

  it.each([
    'Cost Management has not published the billed cost of subscription 1111 for 2026-11-09 yet.',
    'It is tried again in 60 s. At 10:30 UTC, 3 of 12 clusters were read.',
    '/subscriptions/1/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/aks-1',
    'password is wrong; see purser.yaml and https://learn.microsoft.com',
  ])('keeps what an operator needs: %s', (text) => {
    expect(redactText(text)).toBe(text);
  });

  it('never has an address, wherever it stands', () => {
    fc.assert(
      fc.property(fc.string(), fc.emailAddress({ size: 'small' }), fc.string(), (before, address, after) => {
        expect(redactText(`${before} ${address} ${after}`)).not.toContain(address);
      }),
    );
  });
});

describe('an error that reaches the host', () => {
  it('keeps its name and its frames, and loses the same from its message', () => {
    const told = redactError(new RangeError('ann@contoso.com\nis away')) as Error;
    expect(String(told)).toBe('RangeError: [address]\nis away');
    expect(told.stack).toMatch(/^RangeError: \[address\]\nis away\n {4}at .*redact\.test/);
  });
});

describe('fields of the log', () => {
  it('are those that are allowed; of others only that they were withheld', () => {
    expect(keepFields({ run: 'r', address: 'ann@contoso.com', amount: '12.30', seconds: 3 })).toEqual({
      run: 'r',
      seconds: 3,
      withheld: ['address', 'amount'],
    });
    expect(keepFields({ scope: { mail: 'ann@contoso.com' } })).toEqual({ withheld: ['scope'] });
    expect(FIELDS).not.toContain('recipients');
  });

  it('do not say whose preview it is', () => {
    expect(keepFields({ audience: 'preview:ann@contoso.com#1234' })).toEqual({ audience: 'preview' });
    expect(keepFields({ audience: 'teams:pay+shop' })).toEqual({ audience: 'teams:pay+shop' });
  });

  it('go to the log of the invocation they were written in, however deep, and else to the process’s own', async () => {
    const printed: string[] = [];
    const written: string[] = [];
    const log = createLog((line) => printed.push(line));
    const invocation = (id: string) => ({
      ...{ id, function: 'collect' },
      write: (level: string, line: string) => written.push(`${level} ${line}`),
    });
    log('info', 'starting');
    await Promise.all(
      ['one', 'two'].map((id) =>
        withinInvocation(invocation(id), async () => {
          await new Promise(setImmediate);
          log('warn', `here ${id}`, { run: id });
        }),
      ),
    );
    expect(printed).toEqual(['{"level":"info","message":"starting"}']);
    expect(written).toEqual(
      ['one', 'two'].map(
        (id) =>
          `warn {"level":"warn","message":"here ${id}","invocation":"${id}","function":"collect","run":"${id}"}`,
      ),
    );
  });
});
