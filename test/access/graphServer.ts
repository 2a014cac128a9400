import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { makeCertificate } from '../../local/tenant/certificate.ts';

/** Microsoft Graph as far as `checkMemberGroups` goes, with its refusals. */
export interface GraphServer {
  readonly url: string;
  readonly caPem: string;
  /** Members of groups by the person's object id. */
  readonly members: Map<string, readonly string[]>;
  /** Group ids of each call, in order. */
  readonly calls: string[][];
  /** What it answers instead of what is right. */
  trouble: GraphTrouble | undefined;
  close(): Promise<void>;
}

export type GraphTrouble =
  | { readonly status: number; readonly body: string; readonly headers?: Record<string, string> }
  | 'silence';

const questionSchema = z.object({ groupIds: z.array(z.guid()).min(1).max(20) });

export async function startGraph(): Promise<GraphServer> {
  const { cert, key } = await makeCertificate();
  const members = new Map<string, readonly string[]>();
  const calls: string[][] = [];
  const graph: { trouble: GraphTrouble | undefined } = { trouble: undefined };
  const server = createServer({ cert, key }, async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const reply = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    const refuse = (status: number, code: string) => reply(status, { error: { code, message: 'Refused.' } });
    if (graph.trouble === 'silence') return;
    if (graph.trouble) {
      calls.push([]);
      response.writeHead(graph.trouble.status, graph.trouble.headers).end(graph.trouble.body);
      return;
    }
    if (request.headers.authorization !== 'Bearer of-purser')
      return refuse(401, 'InvalidAuthenticationToken');
    const person = /^\/v1\.0\/users\/([\w-]+)\/checkMemberGroups$/.exec(request.url ?? '')?.[1];
    const question = questionSchema.safeParse(JSON.parse(Buffer.concat(parts).toString()));
    if (request.method !== 'POST' || person === undefined || !question.success) {
      return refuse(400, 'Request_BadRequest');
    }
    calls.push(question.data.groupIds);
    const groups = members.get(person);
    if (!groups) return refuse(404, 'Request_ResourceNotFound');
    reply(200, {
      '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#Collection(Edm.String)',
      value: question.data.groupIds.filter((id) => groups.includes(id)),
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(graph, {
    url: `https://127.0.0.1:${port}`,
    caPem: cert,
    members,
    calls,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}
