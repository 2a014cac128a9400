import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { CardInbox } from './cardInbox.ts';
import type { Mail, Mailbox } from './mailbox.ts';
import { showCard, showCards, showMail, showMails, showOverview } from './pages.ts';

/** Teams takes messages of up to 28 KB, everything included. */
const LARGEST_CARD_BYTES = 28 * 1024;

/** The pages load nothing but their own style and, in a frame, a mail. */
const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; frame-src 'self'; form-action 'none'; base-uri 'none'";

/** A mail may have styles and embedded pictures; no script runs and nothing is fetched. */
const MAIL_POLICY =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:";

interface Inboxes {
  readonly mailbox: Mailbox;
  readonly cards: CardInbox;
}

/**
 * Serves the mailbox and the Teams inbox on 127.0.0.1, and takes cards by `POST /teams/{channel}`.
 * Requests for another host name are refused: no web page can read the mail by a name of its own that leads here.
 * @param port 0 for any that is free
 */
export async function startWebServer(port: number, inboxes: Inboxes): Promise<Server> {
  const server = createServer((request, response) => {
    answer(request, response, inboxes).catch((error: unknown) => {
      console.error(error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return server;
}

async function answer(request: IncomingMessage, response: ServerResponse, inboxes: Inboxes): Promise<void> {
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/i.test(request.headers.host ?? '')) {
    response.writeHead(421).end();
    return;
  }
  // The address of a webhook ends in a signature, which is left alone as the secret that it would be.
  const path = (request.url ?? '').split('?', 1)[0]?.split('/').slice(1) ?? [];
  if (request.method === 'POST') {
    await takeCard(request, response, path, inboxes.cards);
  } else if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD, POST' }).end();
  } else if (path[0] === 'mail' && path[1] !== undefined) {
    const mail = await inboxes.mailbox.open(path[1]);
    if (mail) answerMail(response, mail, path.slice(2));
    else response.writeHead(404).end();
  } else {
    await answerPage(response, path, inboxes);
  }
}

async function answerPage(
  response: ServerResponse,
  path: readonly string[],
  { mailbox, cards }: Inboxes,
): Promise<void> {
  const [area, channel, id] = path;
  const received = area === 'teams' && channel && id ? await cards.open(channel, id) : undefined;
  if (received) {
    writePage(response, showCard(received));
  } else if (path.length === 1 && area === '') {
    writePage(response, showOverview(await mailbox.list(), await cards.list()));
  } else if (path.length === 1 && area === 'mail') {
    writePage(response, showMails(await mailbox.list()));
  } else if (path.length === 1 && area === 'teams') {
    writePage(response, showCards(await cards.list()));
  } else if (path.length === 1 && area === 'mail.json') {
    write(response, 'application/json; charset=utf-8', JSON.stringify(await mailbox.list()));
  } else if (path.length === 1 && area === 'teams.json') {
    write(response, 'application/json; charset=utf-8', JSON.stringify(await cards.list()));
  } else if (path.length === 1 && area === 'style.css') {
    const style = readFileSync(fileURLToPath(import.meta.resolve('./style.css')));
    write(response, 'text/css; charset=utf-8', style);
  } else {
    response.writeHead(404).end();
  }
}

function answerMail(response: ServerResponse, mail: Mail, [part, index]: readonly string[]): void {
  const attachment = mail.attachments[Number(index)];
  const content = mail.contents[Number(index)];
  if (part === undefined) {
    writePage(response, showMail(mail));
  } else if (part === 'html' && mail.html !== undefined) {
    // Links open beside the inbox: in the frame nothing may be loaded.
    const page = mail.html.replace(/<head[^>]*>/i, (head) => `${head}<base target="_blank">`);
    response.setHeader('content-security-policy', MAIL_POLICY);
    write(response, 'text/html; charset=utf-8', page);
  } else if (part === 'source') {
    write(response, 'text/plain; charset=utf-8', mail.source);
  } else if (part === 'attachments' && attachment && content) {
    const name = encodeURIComponent(attachment.fileName).replaceAll(/['()*]/g, escapeForHeader);
    response.setHeader('content-disposition', `attachment; filename*=UTF-8''${name}`);
    write(response, 'application/octet-stream', content);
  } else {
    response.writeHead(404).end();
  }
}

/** RFC 8187 lets fewer characters stand than encodeURIComponent does. */
function escapeForHeader(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

/** Answers as a Workflow does: 202 without a body for what it took, whatever becomes of it later. */
async function takeCard(
  request: IncomingMessage,
  response: ServerResponse,
  [area, channel = '', ...more]: readonly string[],
  cards: CardInbox,
): Promise<void> {
  if (area !== 'teams' || more.length > 0 || !/^[a-z0-9][a-z0-9._-]{0,63}$/i.test(channel)) {
    response.writeHead(404).end();
    return;
  }
  const body = await readCard(request);
  if (body === undefined) {
    response.writeHead(413, { connection: 'close' }).end();
    return;
  }
  const problem = await cards.keep(channel, body);
  if (problem === undefined) {
    response.writeHead(202).end();
    return;
  }
  const message = `The input body for trigger 'manual' of type 'Request' did not match its schema definition. ${problem}`;
  response.statusCode = 400;
  const error = { code: 'TriggerInputSchemaMismatch', message };
  write(response, 'application/json; charset=utf-8', JSON.stringify({ error }));
}

async function readCard(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > LARGEST_CARD_BYTES) return undefined;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function writePage(response: ServerResponse, page: string): void {
  response.setHeader('content-security-policy', PAGE_POLICY);
  write(response, 'text/html; charset=utf-8', page);
}

function write(response: ServerResponse, contentType: string, content: string | Buffer): void {
  response.setHeader('content-type', contentType);
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('referrer-policy', 'no-referrer');
  response.end(content);
}
