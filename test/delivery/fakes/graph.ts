import type { ServerResponse } from 'node:http';
import { type ParsedMail, simpleParser } from 'mailparser';
import { type Asked, answerJson, type FakeServer, startServer } from './server.ts';

/** A draft as Exchange keeps it, and the files attached since. */
interface Draft {
  readonly mail: ParsedMail;
  readonly files: Map<string, Buffer>;
}

export interface FakeGraph extends FakeServer {
  readonly token: string;
  /** Mails that went out, each with the files that it had in its source or was given as a draft. */
  readonly sent: { readonly mail: ParsedMail; readonly files: ReadonlyMap<string, Buffer> }[];
  readonly drafts: ReadonlyMap<string, Draft>;
}

/** Requests to Graph are refused above this (learn.microsoft.com, "Service-specific limits"). */
const LARGEST_REQUEST = 4 * 1024 * 1024;

/**
 * Speaks the wire format of Microsoft Graph's mail for one mailbox: sendMail and drafts in MIME format, attachments,
 * upload sessions (outside the API and without a token).
 * @param onAsk answers in place of Graph; returns whether it did
 */
export async function startGraph(
  mailbox: string,
  onAsk: (asked: Asked, response: ServerResponse) => boolean = () => false,
): Promise<FakeGraph> {
  const token = 'ey.access.token';
  const sent: FakeGraph['sent'] = [];
  const drafts = new Map<string, Draft>();
  const uploads = new Map<
    string,
    { readonly files: Map<string, Buffer>; readonly name: string; rest: number }
  >();
  const user = `/v1.0/users/${encodeURIComponent(mailbox)}`;

  const server = await startServer((asked, response) => {
    if (onAsk(asked, response)) return;
    const { method, url, headers, body } = asked;
    const path = url.pathname;
    if (method === 'PUT' && path.startsWith('/upload/')) {
      putRange(asked, response);
    } else if (headers.authorization !== `Bearer ${token}`) {
      refuse(response, 401, 'InvalidAuthenticationToken');
    } else if (body.length > LARGEST_REQUEST) {
      refuse(response, 413, 'RequestEntityTooLarge');
    } else if (!path.startsWith(user)) {
      refuse(response, 404, 'ErrorInvalidUser');
    } else {
      answerUser(asked, response, path.slice(user.length));
    }
  });

  function answerUser(asked: Asked, response: ServerResponse, path: string): void {
    const [, id = '', action] = /^\/messages\/([^/]+)(?:\/(.*))?$/.exec(path) ?? [];
    const draft = drafts.get(decodeURIComponent(id));
    if (asked.method === 'DELETE' && draft) {
      drafts.delete(decodeURIComponent(id));
      response.writeHead(204).end();
    } else if (path === '/sendMail' || path === '/messages') {
      takeSource(asked, response, path === '/messages');
    } else if (draft && action === 'send') {
      sent.push(draft);
      response.writeHead(202).end();
    } else if (draft && action === 'attachments') {
      const { name, contentBytes } = JSON.parse(asked.body.toString());
      draft.files.set(name, Buffer.from(contentBytes, 'base64'));
      answerJson(response, 201, { id: 'AAMk=', name });
    } else if (draft && action === 'attachments/createUploadSession') {
      const { AttachmentItem: item } = JSON.parse(asked.body.toString());
      uploads.set(item.name, { files: draft.files, name: item.name, rest: item.size });
      draft.files.set(item.name, Buffer.alloc(0));
      answerJson(response, 201, {
        uploadUrl: `${server.url}/upload/${encodeURIComponent(item.name)}?authtoken=s3cr3t`,
        expirationDateTime: '2026-11-25T01:09:30.7671707Z',
        nextExpectedRanges: ['0-'],
      });
    } else {
      refuse(response, 404, 'ErrorItemNotFound');
    }
  }

  function takeSource({ headers, body }: Asked, response: ServerResponse, isDraft: boolean): void {
    const text = body.toString();
    if (headers['content-type'] !== 'text/plain' || !/^[A-Za-z0-9+/\r\n]+={0,2}$/.test(text)) {
      refuse(response, 400, 'ErrorMimeContentInvalidBase64String');
      return;
    }
    void simpleParser(Buffer.from(text, 'base64')).then((mail) => {
      const files = new Map(mail.attachments.map((file) => [file.filename ?? '', file.content]));
      if (!isDraft) {
        sent.push({ mail, files });
        response.writeHead(202).end();
        return;
      }
      const id = `AAMk/${drafts.size}=`;
      drafts.set(id, { mail, files });
      answerJson(response, 201, { id, isDraft: true });
    });
  }

  /** Ranges come in their order, each less than 4 MB, without a token. */
  function putRange({ url, headers, body }: Asked, response: ServerResponse): void {
    const upload = uploads.get(decodeURIComponent(url.pathname.slice('/upload/'.length)));
    const [, start, end, size] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(headers['content-range'] ?? '') ?? [];
    const done = upload?.files.get(upload.name) ?? Buffer.alloc(0);
    const fits = Number(start) === done.length && Number(end) - Number(start) + 1 === body.length;
    if (!upload || !fits || headers.authorization || body.length > LARGEST_REQUEST) {
      refuse(response, 416, 'ErrorInvalidRange');
      return;
    }
    upload.files.set(upload.name, Buffer.concat([done, body]));
    upload.rest -= body.length;
    if (upload.rest > 0) answerJson(response, 200, { nextExpectedRanges: [String(Number(end) + 1)] });
    else if (Number(end) + 1 === Number(size)) response.writeHead(201, { Location: 'https://x/1' }).end();
    else refuse(response, 416, 'ErrorInvalidRange');
  }

  return { ...server, token, sent, drafts };
}

export function refuse(
  response: ServerResponse,
  status: number,
  code: string,
  headers: Record<string, string> = {},
): void {
  answerJson(response, status, { error: { code, message: `${code} happened.` } }, headers);
}
