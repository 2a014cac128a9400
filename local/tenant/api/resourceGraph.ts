import type { World } from '../world/world.ts';
import {
  answerJson,
  armError,
  missingApiVersion,
  parseObject,
  type Surface,
  type TenantAnswer,
  type TenantRequest,
} from './exchange.ts';
import type { Row } from './expression.ts';
import { type GraphQuery, parseGraphQuery } from './graphQuery.ts';
import { isKnownType, listAllResources, listGraphRows } from './graphRows.ts';

const PATH = /^\/+providers\/microsoft\.resourcegraph\/resources$/i;

/**
 * Azure Resource Graph (2024-04-01): pages by an offset in `$skipToken`, `resultTruncated` as a string, no
 * `$skipToken` when the projection has no `id`, and no stable order unless the query sorts by id.
 */
export function createResourceGraphSurface(world: World): Surface {
  let calls = 0;
  return (request) => {
    if (!PATH.test(request.path)) return undefined;
    if (request.method !== 'POST') {
      return armError(405, 'HttpMethodNotSupported', `The http method '${request.method}' is not supported.`);
    }
    calls += 1;
    return missingApiVersion(request) ?? answerGraphQuery(world, request, calls);
  };
}

function answerGraphQuery(world: World, request: TenantRequest, calls: number): TenantAnswer {
  const body = parseObject(request.body) ?? {};
  const options = (body.options ?? {}) as Row;
  if (options.resultFormat !== 'objectArray') return invalidQuery('ask for the resultFormat objectArray');
  try {
    const query = parseGraphQuery(typeof body.query === 'string' ? body.query : '');
    const found = findRows(world, query, body.subscriptions, options);
    const rows = query.ordered ? sortById(found) : rotate(found, calls);
    return page(rows, options);
  } catch (error) {
    if (error instanceof SyntaxError) return invalidQuery(error.message);
    throw error;
  }
}

/** @throws SyntaxError when the tenant does not hold what is asked for */
function findRows(world: World, query: GraphQuery, subscriptions: unknown, options: Row): readonly Row[] {
  const above = options.authorizationScopeFilter === 'AtScopeAboveAndBelow';
  const wanted = Array.isArray(subscriptions) ? new Set(subscriptions.map(String)) : undefined;
  const ofAllTypes = query.types.length === 0 && query.filtered && query.table === 'resources';
  if (!ofAllTypes && !query.types.some((type) => isKnownType(query.table, type))) {
    throw new SyntaxError(`no such type in the table ${query.table}`);
  }
  const known = ofAllTypes
    ? listAllResources(world, { above })
    : query.types.flatMap((type) => listGraphRows(world, query.table, type, { above }) ?? []);
  return known
    .filter((row) => !wanted || row.subscriptionId === '' || wanted.has(String(row.subscriptionId)))
    .map((row) => query.run(row))
    .filter((row) => row !== undefined);
}

function page(rows: readonly Row[], options: Row): TenantAnswer {
  const top = Math.min(1000, Math.max(1, Number(options.$top ?? 1000)));
  const offset = readSkipToken(options.$skipToken) ?? Number(options.$skip ?? 0);
  if (!Number.isInteger(offset) || !Number.isInteger(top)) return invalidQuery('the $skipToken is not valid');
  const data = rows.slice(offset, offset + top);
  const more = offset + top < rows.length && data.every((row) => 'id' in row);
  return answerJson(
    {
      totalRecords: rows.length,
      count: data.length,
      data,
      facets: [],
      resultTruncated: offset + top < rows.length && !more ? 'true' : 'false',
      ...(more ? { $skipToken: writeSkipToken(top, offset + top) } : {}),
    },
    {
      'x-ms-user-quota-remaining': '14',
      'x-ms-user-quota-resets-after': '00:00:05',
      'x-ms-ratelimit-remaining-tenant-resource-requests': '14',
    },
  );
}

function writeSkipToken(top: number, offset: number): string {
  return Buffer.from(JSON.stringify({ $id: '1', MaxRows: top, RowsToSkip: offset })).toString('base64');
}

function readSkipToken(token: unknown): number | undefined {
  if (typeof token !== 'string' || token === '') return undefined;
  return Number(parseObject(Buffer.from(token, 'base64').toString())?.RowsToSkip ?? Number.NaN);
}

function sortById(rows: readonly Row[]): readonly Row[] {
  return rows.toSorted((a, b) => (String(a.id) < String(b.id) ? -1 : String(a.id) > String(b.id) ? 1 : 0));
}

/** Without an order every call may see another one: pages then overlap and leave gaps. */
function rotate(rows: readonly Row[], calls: number): readonly Row[] {
  const by = rows.length === 0 ? 0 : (calls * 17) % rows.length;
  return [...rows.slice(by), ...rows.slice(0, by)];
}

function invalidQuery(why: string): TenantAnswer {
  return {
    status: 400,
    body: {
      error: {
        code: 'BadRequest',
        message: 'Please provide below info when asking for support: timestamp, correlationId.',
        details: [{ code: 'InvalidQuery', message: `Query is invalid: ${why}.` }],
      },
    },
  };
}
