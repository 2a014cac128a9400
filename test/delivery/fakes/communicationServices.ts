import { createHash, createHmac } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { z } from 'zod';
import { type Asked, answerJson, type FakeServer, startServer } from './server.ts';

/** A mail as the published contract has it (Azure/azure-rest-api-specs, Email, 2025-09-01, EmailMessage). */
const address = z.strictObject({ address: z.email(), displayName: z.string().optional() });
export const MailSchema = z.strictObject({
  headers: z
    .record(z.string().regex(/^[\x21-\x39\x3b-\x7e]+$/), z.string().regex(/^[\x20-\x7e]*$/))
    .optional(),
  senderAddress: z.email(),
  content: z.strictObject({
    subject: z.string(),
    plainText: z.string().optional(),
    html: z.string().optional(),
  }),
  recipients: z.strictObject({ to: z.array(address).min(1).max(50) }),
  attachments: z
    .array(
      z.strictObject({
        name: z.string(),
        contentType: z.string(),
        contentInBase64: z.base64(),
        contentId: z.string().optional(),
      }),
    )
    .optional(),
  replyTo: z.array(address).optional(),
  userEngagementTrackingDisabled: z.boolean().optional(),
});

const KEY = Buffer.from('a key that signs').toString('base64');
const API_VERSION = '2025-09-01';

export interface FakeCommunicationServices extends FakeServer {
  readonly connectionString: string;
  /** Operations by id: the mail that each was begun with, however often it was asked for. */
  readonly operations: ReadonlyMap<string, z.output<typeof MailSchema>>;
  /** Status reads so far. */
  readonly reads: () => number;
}

export interface Behaviour {
  /** Statuses that reading gives, one after another; the last stays. */
  readonly statuses?: readonly object[];
  /** Answers a request to send in place of taking it; returns whether it did. */
  readonly onSend?: (asked: Asked, response: ServerResponse) => boolean;
  readonly onRead?: (asked: Asked, response: ServerResponse) => boolean;
  /** To be reached by https, as whoever has this token. */
  readonly secure?: { readonly certificate: Parameters<typeof startServer>[1]; readonly token: string };
}

/** Speaks the wire format of Azure Communication Services Email on loopback, its signatures included. */
export async function startCommunicationServices({
  statuses = [{ status: 'Running' }, { status: 'Succeeded' }],
  onSend,
  onRead,
  secure,
}: Behaviour = {}): Promise<FakeCommunicationServices> {
  const operations = new Map<string, z.output<typeof MailSchema>>();
  let reads = 0;

  const server = await startServer((asked, response) => {
    const { method, url } = asked;
    const operation = /^\/emails\/operations\/([0-9a-f-]{36})$/.exec(url.pathname)?.[1];
    const isKnown = secure ? asked.headers.authorization === `Bearer ${secure.token}` : isSigned(asked);
    if (!isKnown) refuse(response, 401, 'Denied');
    else if (url.searchParams.get('api-version') !== API_VERSION)
      refuse(response, 400, 'UnsupportedApiVersion');
    else if (method === 'GET' && operation) read(asked, response, operation);
    else if (method === 'POST' && url.pathname === '/emails:send') send(asked, response);
    else refuse(response, 404, 'NotFound');
  }, secure?.certificate);

  function send(asked: Asked, response: ServerResponse): void {
    if (onSend?.(asked, response)) return;
    const id = z.uuid().safeParse(asked.headers['operation-id']).data;
    const mail = MailSchema.safeParse(JSON.parse(asked.body.toString()));
    if (!id || !mail.success) {
      refuse(response, 400, 'InvalidArgument');
      return;
    }
    operations.set(id, mail.data);
    answerJson(
      response,
      202,
      { id, status: 'Running' },
      {
        'Operation-Location': `${server.url}/emails/operations/${id}?api-version=${API_VERSION}`,
        'Retry-After': '20',
      },
    );
  }

  function read(asked: Asked, response: ServerResponse, id: string): void {
    reads += 1;
    if (onRead?.(asked, response)) return;
    if (operations.has(id))
      answerJson(response, 200, { id, ...statuses[Math.min(reads, statuses.length) - 1] });
    else refuse(response, 404, 'OperationNotFound');
  }

  return {
    ...server,
    connectionString: `endpoint=${server.url}/;accesskey=${KEY}`,
    operations,
    reads: () => reads,
  };
}

export function refuse(
  response: ServerResponse,
  status: number,
  code: string,
  headers: Record<string, string> = {},
): void {
  answerJson(
    response,
    status,
    { error: { code, message: `${code} happened.` } },
    {
      'x-ms-error-code': code,
      ...headers,
    },
  );
}

/** HMAC as "Sign an HTTP request" of Communication Services describes it. */
function isSigned({ method, url, headers, body }: Asked): boolean {
  const hash = createHash('sha256').update(body).digest('base64');
  const text = `${method}\n${url.pathname}${url.search}\n${headers['x-ms-date'] ?? headers.date};${headers.host};${hash}`;
  const signature = createHmac('sha256', Buffer.from(KEY, 'base64')).update(text).digest('base64');
  return (
    headers['x-ms-content-sha256'] === hash &&
    headers.authorization?.endsWith(`Signature=${signature}`) === true
  );
}
