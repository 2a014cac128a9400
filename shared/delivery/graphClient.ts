import type { TokenCredential } from '@azure/identity';
import { z } from 'zod';
import type { Clock } from '../model/time.ts';
import { type GraphStep, toAnswerFailure, toLostFailure } from './graphFailure.ts';
import { getToken } from './signIn.ts';

/** One request; `path` begins at the host. */
export interface GraphRequest {
  readonly step: GraphStep;
  readonly method?: 'POST' | 'DELETE';
  readonly path: string;
  /** A mail as MIME source, which travels in Base64. */
  readonly mime?: Uint8Array;
  readonly json?: unknown;
}

/** A range of a file, for the address of an upload session, which is a secret and needs no token. */
export interface GraphRange {
  readonly url: string;
  readonly range: string;
  readonly body: Uint8Array;
}

/** Microsoft Graph as sending needs it. Each request fails with a DeliveryError. */
export interface GraphClient {
  request(request: GraphRequest): Promise<void>;
  requestDraft(request: GraphRequest): Promise<z.output<typeof DraftSchema>>;
  requestUpload(request: GraphRequest): Promise<z.output<typeof UploadSchema>>;
  putRange(range: GraphRange): Promise<void>;
}

const DraftSchema = z.object({ id: z.string().min(1) });
const UploadSchema = z.object({ uploadUrl: z.url() });

const TIMEOUT_MS = 30_000;

/** @param base where Graph is; tokens are asked for it, and go nowhere else */
export function createGraphClient(base: URL, credential: TokenCredential, clock: Clock): GraphClient {
  async function ask(request: GraphRequest): Promise<Response> {
    const token = await getToken(credential, `${base.origin}/.default`, 'Microsoft Graph');
    return exchange(request.step, new URL(request.path, base), {
      method: request.method ?? 'POST',
      headers: { Authorization: `Bearer ${token}`, ...contentTypeOf(request) },
      ...bodyOf(request),
    });
  }

  async function exchange(step: GraphStep, url: URL, init: RequestInit): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
    } catch (cause) {
      throw toLostFailure(cause, step, url.hostname);
    }
    if (response.ok) return response;
    throw await toAnswerFailure(response, step, url.hostname, clock.now());
  }

  async function readAnswer<T>(schema: z.ZodType<T>, request: GraphRequest): Promise<T> {
    const response = await ask(request);
    try {
      return schema.parse(await response.json());
    } catch (cause) {
      throw toLostFailure(cause, request.step, base.hostname);
    }
  }

  return {
    async request(request) {
      await (await ask(request)).body?.cancel();
    },
    requestDraft: (request) => readAnswer(DraftSchema, request),
    requestUpload: (request) => readAnswer(UploadSchema, request),
    async putRange({ url, range, body }) {
      const response = await exchange('draft', new URL(url), {
        method: 'PUT',
        headers: { 'Content-Type': 'application/octet-stream', 'Content-Range': range },
        body: Buffer.from(body.buffer, body.byteOffset, body.byteLength) as Uint8Array<ArrayBuffer>,
      });
      await response.body?.cancel();
    },
  };
}

function contentTypeOf({ mime, json }: GraphRequest): Record<string, string> {
  if (mime) return { 'Content-Type': 'text/plain' };
  return json === undefined ? {} : { 'Content-Type': 'application/json' };
}

function bodyOf({ mime, json }: GraphRequest): { readonly body?: string } {
  if (mime) return { body: Buffer.from(mime.buffer, mime.byteOffset, mime.byteLength).toString('base64') };
  return json === undefined ? {} : { body: JSON.stringify(json) };
}
