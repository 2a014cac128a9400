import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReceivedCard } from '../../local/inbox/cardInbox.ts';
import { type Inbox, startInbox } from '../../local/inbox/inbox.ts';

const HOSTILE = '<img src=x onerror=alert(1)>';

let directory: string;
let inbox: Inbox;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'purser-inbox-'));
  inbox = await startInbox({ directory });
});

afterAll(async () => {
  await inbox.close();
  rmSync(directory, { recursive: true, force: true });
});

function post(channel: string, body: string): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return fetch(`${inbox.url}/teams/${channel}?sig=secret`, { method: 'POST', headers, body });
}

function wrap(body: readonly object[], more: object = {}): string {
  const content = { type: 'AdaptiveCard', version: '1.5', body, ...more };
  const contentType = 'application/vnd.microsoft.card.adaptive';
  return JSON.stringify({ type: 'message', attachments: [{ contentType, contentUrl: null, content }] });
}

async function listCards(): Promise<readonly ReceivedCard[]> {
  return (await fetch(`${inbox.url}/teams.json`)).json() as Promise<readonly ReceivedCard[]>;
}

/** Posts a card and reads the page that shows it. */
async function show(body: readonly object[], more: object = {}): Promise<string> {
  expect((await post('payments', wrap(body, more))).status).toBe(202);
  const [card] = await listCards();
  const answer = await fetch(`${inbox.url}/teams/payments/${card?.id}`);
  return (await answer.text()).replaceAll(/\s*\n\s*/g, '');
}

/** The card itself, without the JSON that the page shows below it. */
function articleOf(page: string): string {
  return /<article.*<\/article>/s.exec(page)?.[0] ?? '';
}

describe('the Teams inbox', () => {
  it('takes a card as a Workflow does: 202 and nothing more', async () => {
    const answer = await post('platform', wrap([{ type: 'TextBlock', text: 'Digest of week 47' }]));
    expect(answer.status).toBe(202);
    expect(await answer.text()).toBe('');
    const cards = await listCards();
    expect(cards).toMatchObject([{ channel: 'platform', cards: [{ type: 'AdaptiveCard', version: '1.5' }] }]);
    const page = await (await fetch(`${inbox.url}/teams`)).text();
    expect(page).toContain('platform');
    expect(page).toContain('Digest of week 47');
    expect(page).not.toContain('secret');
  });

  it.each([
    ['no JSON', '{'],
    ['a card without its envelope', '{"type":"AdaptiveCard","version":"1.5","body":[]}'],
    ['no attachments', '{"type":"message"}'],
    ['the old connector format', '{"type":"message","text":"hello"}'],
    ['another kind of attachment', wrap([]).replace('card.adaptive', 'card.hero')],
  ])('refuses %s as the trigger of a Workflow would', async (_, body) => {
    const before = await listCards();
    const answer = await post('payments', body);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { code: 'TriggerInputSchemaMismatch' } });
    expect(await listCards()).toEqual(before);
  });

  it('takes 28 KB, and not a byte more', async () => {
    const bare = wrap([{ type: 'TextBlock', text: '' }]);
    const fill = (bytes: number) => wrap([{ type: 'TextBlock', text: 'x'.repeat(bytes - bare.length) }]);
    expect((await post('payments', fill(28 * 1024))).status).toBe(202);
    expect((await post('payments', fill(28 * 1024 + 1))).status).toBe(413);
  });

  it.each(['a/b', '..%2fescape', '.hidden', ''])('has no channel "%s"', async (channel) => {
    expect((await post(channel, wrap([]))).status).toBe(404);
  });

  it('answers to no name but the loopback address', async () => {
    const status = await new Promise((resolve, reject) => {
      const headers = { host: 'inbox.attacker.example' };
      request(`${inbox.url}/mail.json`, { headers }, (response) => resolve(response.statusCode))
        .on('error', reject)
        .end();
    });
    expect(status).toBe(421);
  });
});

describe('a card is shown', () => {
  it('with texts, facts, tables, columns and links', async () => {
    const text = (words: string) => ({ type: 'TextBlock', text: words });
    const cell = (words: string) => ({ type: 'TableCell', items: [text(words)] });
    const page = articleOf(
      await show(
        [
          { type: 'TextBlock', text: 'Cost\nof **payments**', style: 'heading', color: 'Attention' },
          { type: 'FactSet', facts: [{ title: 'Total', value: '1 200 EUR' }] },
          {
            type: 'Table',
            columns: [{ width: 3 }, { width: 1 }],
            rows: [{ cells: [cell('Namespace'), cell('EUR')] }, { cells: [cell('api'), cell('12')] }],
          },
          { type: 'ColumnSet', columns: [{ type: 'Column', width: 'stretch', items: [text('left')] }] },
          { type: 'Container', style: 'warning', items: [text('Overdue')] },
        ],
        { actions: [{ type: 'Action.OpenUrl', title: 'Open', url: 'https://purser.example/r' }] },
      ),
    );
    expect(page).toContain('<h2 class="text attention">Cost<br>of <strong>payments</strong></h2>');
    expect(page).toMatch(/<th scope="row">Total<\/th>\s*<td>1 200 EUR<\/td>/);
    expect(page).toContain('<col width="75%"><col width="25%">');
    expect(page).toMatch(/<th scope="col"[^>]*><p class="text">Namespace<\/p><\/th>/);
    expect(page).toMatch(/<td[^>]*><p class="text">12<\/p><\/td>/);
    expect(page).toContain('<p class="text">left</p>');
    expect(page).toContain('<div class="container warning"><p class="text">Overdue</p></div>');
    expect(page).toContain('<a class="button" href="https://purser.example/r"');
  });

  it('by the fallback of what is not known here, or by its name', async () => {
    const chart = (fallback?: unknown) => ({ type: 'Chart.Donut', fallback });
    const page = articleOf(
      await show([
        chart({ type: 'TextBlock', text: 'the numbers instead' }),
        chart('drop'),
        { type: 'Chart.Gauge' },
        { type: 'TextBlock', text: 'hidden', isVisible: false },
      ]),
    );
    expect(page).toContain('the numbers instead');
    expect(page).toContain('Not shown here: Chart.Gauge');
    expect(page).not.toContain('Chart.Donut');
    expect(page).not.toContain('hidden');
  });

  it('with everything escaped that a card may say', async () => {
    const page = await show(
      [
        { type: 'TextBlock', text: `${HOSTILE} [a](javascript:alert(1)) [b](https://x.example/"onclick="y)` },
        { type: 'FactSet', facts: [{ title: HOSTILE, value: HOSTILE }] },
        { type: 'Container', style: '"><script>', items: [] },
        { type: HOSTILE },
      ],
      { actions: [{ type: 'Action.OpenUrl', title: HOSTILE, url: 'javascript:alert(1)' }] },
    );
    expect(page).not.toMatch(/<img|<script/);
    expect(page).not.toMatch(/href="javascript:/);
    expect(page).not.toContain('"onclick');
    expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;');
    const overview = await (await fetch(`${inbox.url}/teams`)).text();
    expect(overview).not.toContain('<img');
  });

  it('with text that was escaped by backslashes as it was before', async () => {
    const name = '*a*_b_ [c](d) #1 1. `x` \\ <e>';
    const escaped = name.replaceAll(/[\\`*_{}[\]()<>#+!|~]/g, '\\$&');
    const page = articleOf(await show([{ type: 'TextBlock', text: escaped }]));
    expect(page).toContain('<p class="text">*a*_b_ [c](d) #1 1. `x` \\ &lt;e&gt;</p>');
  });
});
