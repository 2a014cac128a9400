import { z } from 'zod';
import { LARGEST_BODY_BYTES } from './input.ts';
import type { DescribedAnswer, Operation } from './operation.ts';
import { ProblemSchema } from './problem.ts';

const PROBLEM = { $ref: '#/components/responses/Problem' };
/** Where each door is, and what it asks for. */
const SERVERS = [
  { url: '/api', description: 'For people, who sign in with the account of their organisation.' },
  { url: '/api/automation', description: 'For automation, with a function key.' },
];

/**
 * Describes operations as OpenAPI 3.1 (spec.openapis.org/oas/v3.1.0), from the schemas that requests are read by.
 * @param version of the release
 */
export function describeApi(operations: readonly Operation[], version: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of operations) {
    const path = `/${operation.path}`;
    const described = { ...paths[path], [operation.method.toLowerCase()]: describeOperation(operation) };
    paths[path] = operation.access === 'anybody' ? { servers: [SERVERS[0]], ...described } : described;
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Purser',
      version,
      description:
        'Reports on what an AKS estate costs and how well it is governed. Everybody gets what is theirs to read.',
    },
    servers: SERVERS,
    security: [{ signIn: [] }, { functionKey: [] }],
    paths,
    components: {
      securitySchemes: {
        signIn: { type: 'apiKey', in: 'cookie', name: 'AppServiceAuthSession' },
        functionKey: { type: 'apiKey', in: 'header', name: 'x-functions-key' },
      },
      responses: {
        Problem: {
          description: 'What is wrong, and what to do about it.',
          content: { 'application/problem+json': { schema: toSchema(ProblemSchema) } },
        },
      },
    },
  };
}

function describeOperation(operation: Operation): object {
  const { id, summary, body, answers } = operation;
  return {
    operationId: id,
    summary,
    ...(operation.access === 'anybody' && { security: [] }),
    parameters: listParameters(operation),
    ...(body && {
      requestBody: {
        description: `At most ${LARGEST_BODY_BYTES / 1024} KB, with Content-Length; none is the same as {}.`,
        content: { 'application/json': { schema: toSchema(body, 'input') } },
      },
    }),
    responses: {
      ...Object.fromEntries(Object.entries(answers).map(([status, answer]) => [status, toResponse(answer)])),
      ...Object.fromEntries(listProblems(operation).map((status) => [status, PROBLEM])),
      default: PROBLEM,
    },
  };
}

/** Statuses of refusals that the operation itself can give; the rest is what may befall any. */
export function listProblems({ access, path, query, body }: Operation): readonly number[] {
  const own = access === 'reader' ? [400, 401, 403] : [];
  if (path.includes('{')) own.push(404);
  if (query && 'format' in query.shape) own.push(406);
  if (body) own.push(411, 413, 415);
  return own;
}

function listParameters({ path, pathParameters = {}, query, method }: Operation): object[] {
  const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    description: pathParameters[name] ?? '',
    schema: { type: 'string' },
  }));
  const asked = Object.entries(query?.shape ?? {}).map(([name, schema]) => {
    const { description, ...rest } = toSchema(schema as z.ZodType, 'input') as { description?: string };
    return { name, in: 'query', ...(description && { description }), schema: rest };
  });
  const conditional = method === 'GET' && query && 'format' in query.shape ? [IF_NONE_MATCH] : [];
  return [...named, ...asked, ...conditional];
}

const IF_NONE_MATCH = {
  name: 'If-None-Match',
  in: 'header',
  description: 'The ETag of an earlier answer: 304 if it is still the same.',
  schema: { type: 'string' },
};

function toResponse({ description, content, headers }: DescribedAnswer): object {
  return {
    description,
    ...(headers && {
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, text]) => [
          name,
          { description: text, schema: { type: 'string' } },
        ]),
      ),
    }),
    ...(content && {
      content: Object.fromEntries(
        Object.entries(content).map(([type, schema]) => [type, schema ? { schema: toSchema(schema) } : {}]),
      ),
    }),
  };
}

function toSchema(schema: z.ZodType, io: 'input' | 'output' = 'output'): object {
  const { $schema: _, ...described } = z.toJSONSchema(schema, { io });
  return described;
}
