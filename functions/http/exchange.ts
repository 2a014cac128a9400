import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { Door, HttpAnswer, HttpQuestion } from '../../shared/http/exchange.ts';

/** A request of the Functions host as the product reads it. */
export function toQuestion(request: HttpRequest, door: Door, invocation: string): HttpQuestion {
  return {
    door,
    method: request.method,
    url: new URL(request.url),
    path: request.params,
    headers: request.headers,
    readBody: async () => new Uint8Array(await request.arrayBuffer()),
    invocation,
  };
}

export function toResponse({ status, headers, body }: HttpAnswer): HttpResponseInit {
  return { status, headers: { ...headers }, ...(body !== undefined && { body }) };
}
