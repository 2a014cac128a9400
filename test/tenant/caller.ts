import { request as sendPlain } from 'node:http';
import { request as sendSecure } from 'node:https';
import { text } from 'node:stream/consumers';
import type { Tenant } from '../../local/tenant/server.ts';

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** The body as JSON; undefined when there is none. */
  readonly json: unknown;
}

export interface Call {
  readonly method?: string;
  readonly token?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends a request over a real socket, trusting the tenant's own authority and nobody else's. */
export async function call(tenant: Tenant, pathOrUrl: string, given: Call = {}): Promise<Reply> {
  const url = new URL(pathOrUrl, tenant.url);
  const body = given.body === undefined ? undefined : JSON.stringify(given.body);
  const send = url.protocol === 'https:' ? sendSecure : sendPlain;
  const { promise, resolve, reject } = Promise.withResolvers<Reply>();
  const outgoing = send(
    url,
    {
      method: given.method ?? (body === undefined ? 'GET' : 'POST'),
      ca: tenant.caPem,
      agent: false,
      headers: {
        ...(given.token === undefined ? {} : { authorization: `Bearer ${given.token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...given.headers,
      },
    },
    async (incoming) => {
      const received = await text(incoming);
      const isJson = incoming.headers['content-type']?.startsWith('application/json') ?? false;
      resolve({
        status: incoming.statusCode ?? 0,
        headers: incoming.headers,
        text: received,
        json: isJson ? JSON.parse(received) : undefined,
      });
    },
  );
  outgoing.on('error', reject);
  outgoing.end(body);
  return promise;
}

/** A token for an audience, as a function app gets one. */
export async function fetchToken(tenant: Tenant, resource = 'https://management.azure.com'): Promise<string> {
  const query = new URLSearchParams({ resource, 'api-version': '2019-08-01' });
  const reply = await call(tenant, `${tenant.identityEndpoint}?${query}`, {
    headers: { 'x-identity-header': tenant.identityHeader },
  });
  return (reply.json as { access_token: string }).access_token;
}

export const AKS_AUDIENCE = '6dae42f8-4368-4678-94ff-3960e28e3630';
