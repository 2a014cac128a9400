import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { useAttackedHost } from './attackedHost.ts';
import { CANARIES, MONTH } from './estate.ts';

const attacked = useAttackedHost();
const CHARGEBACK = `/api/reports/chargeback/${MONTH}`;
const JSON_TYPE = { 'content-type': 'application/json' } as const;

describe('a body', () => {
  it.each([
    ['larger than any request', JSON.stringify({ team: 'x'.repeat(100_000) }), 413],
    ['deeper than any request', `{"team":${'['.repeat(7000)}${']'.repeat(7000)}}`, 400],
    ['that changes what every object is', '{"__proto__":{"to":"audiences"},"to":"audiences","again":1}', 400],
    ['that is no JSON', '{"team":', 400],
    ['that is no UTF-8', Buffer.from([0x22, 0xff, 0x22]), 400],
    ['that is a list', '[]', 400],
    ['that is null', 'null', 400],
  ])('%s is refused', async (_, body, status) => {
    const answer = await attacked.as('platform', `${CHARGEBACK}/deliveries`, {
      method: 'POST',
      headers: { ...JSON_TYPE, 'content-length': String(Buffer.byteLength(body)) },
      body,
    });
    expect(answer.status, answer.text).toBe(status);
  });

  it('in chunks is refused: the Functions host would hand on nothing of it', async () => {
    const answer = await attacked.as('platform', `${CHARGEBACK}/deliveries`, {
      method: 'POST',
      headers: { ...JSON_TYPE, 'transfer-encoding': 'chunked' },
      body: '{"team":"shop"}',
    });
    expect(answer.status).toBe(411);
  });

  it('of somebody who is not signed in is not looked at', async () => {
    const answer = await attacked.ask(`${CHARGEBACK}/deliveries`, {
      method: 'POST',
      headers: JSON_TYPE,
      body: '{"team":',
    });
    expect(answer.status).toBe(401);
  });
});

describe('clients', () => {
  async function open(text: string): Promise<Socket> {
    const { hostname, port } = new URL(attacked.url);
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    socket.write(text);
    return socket;
  }

  it('that are slow hold up nobody', async () => {
    const { host } = new URL(attacked.url);
    const half = `POST ${CHARGEBACK}/deliveries HTTP/1.1\r\nHost: ${host}\r\n`;
    const slow = await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        open(
          index % 2 === 0 ? half : `${half}Content-Type: application/json\r\nContent-Length: 9000\r\n\r\n{"`,
        ),
      ),
    );
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => attacked.as('shop', `${CHARGEBACK}?team=shop&format=json`)),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    for (const socket of slow) socket.destroy();
  });

  it('that go away in the middle leave the app as it was', async () => {
    const { host } = new URL(attacked.url);
    const cookie = await attacked.cookieOf('shop');
    const sockets = await Promise.all(
      Array.from({ length: 50 }, () =>
        open(`GET ${CHARGEBACK}?team=shop HTTP/1.1\r\nHost: ${host}\r\nCookie: ${cookie}\r\n\r\n`),
      ),
    );
    for (const socket of sockets) socket.destroy();
    expect((await attacked.as('shop', `${CHARGEBACK}?team=shop`)).status).toBe(200);
  });

  it('by the thousand at once each get what is theirs', { timeout: 60_000 }, async () => {
    const asked = Array.from({ length: 1000 }, (_, index) => {
      const who = index % 2 === 0 ? 'shop' : 'search';
      const team = index % 5 === 0 ? 'search' : who;
      return { who, team } as const;
    });
    const answers = await Promise.all(
      asked.map(({ who, team }) => attacked.as(who, `${CHARGEBACK}?team=${team}&format=csv`)),
    );
    for (const [index, { who, team }] of asked.entries()) {
      const { status, text = '' } = answers[index] ?? {};
      const isOwn = who === team;
      expect(status).toBe(isOwn ? 200 : 403);
      expect(text.includes(CANARIES[who])).toBe(isOwn);
      expect(text).not.toContain(CANARIES[who === 'shop' ? 'search' : 'shop']);
    }
  });
});
