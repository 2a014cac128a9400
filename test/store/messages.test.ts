import { describe, expect, it } from 'vitest';
import { useStore } from './store.ts';

const stage = useStore();
const NOW = new Date('2026-11-23T06:00:00.000Z');
const inDays = (days: number): Date => new Date(NOW.getTime() + days * 86_400_000);
const body = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('the archive of messages', () => {
  it('gives back the bytes that were put, whatever the name', async () => {
    const { messages } = stage.store;
    const key = '2026-10/chargeback/costCenter-CC 1/mail/abc/Übersicht.eml';
    await messages.putMessage(key, body('ä\r\n.\r\n'), 'message/rfc822', inDays(1));
    expect(await messages.getMessage(key)).toEqual({
      body: Buffer.from('ä\r\n.\r\n'),
      contentType: 'message/rfc822',
    });
    expect(await messages.getMessage('2026-10/nothing.eml')).toBeUndefined();
  });

  it('removes what is over, and keeps what is not or has no end', async () => {
    const { messages } = stage.store;
    await messages.putMessage('old/1.eml', body('1'), 'message/rfc822', inDays(0));
    await messages.putMessage('old/2.eml', body('2'), 'message/rfc822', inDays(-3));
    await messages.putMessage('old/3.eml', body('3'), 'message/rfc822', inDays(1));
    await messages.putMessage('old/4.eml', body('4'), 'message/rfc822');
    expect(await messages.removeExpired(NOW)).toBe(2);
    expect(await messages.removeExpired(NOW)).toBe(0);
    const left = await Promise.all([1, 2, 3, 4].map((name) => messages.getMessage(`old/${name}.eml`)));
    expect(left.map((message) => message !== undefined)).toEqual([false, false, true, true]);
  });
});
