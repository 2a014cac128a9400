import type { ResourceGraphClient } from '@azure/arm-resourcegraph';
import { z } from 'zod';
import { AnswerError, type Role, toSourceError, type Where } from './failure.ts';
import { malformed, readPayload } from './payload.ts';

/** Subscriptions in one query; the service's own cap is higher, its speed is not. */
const SUBSCRIPTIONS_AT_ONCE = 300;
/** Rows in one page, the most that Resource Graph gives. */
const PAGE_ROWS = 1000;

/** How a query is run and how its failures are told. */
export interface GraphReading {
  readonly where: Where;
  /** The role that shows the rows. */
  readonly role: Role;
  /** Include what is assigned above the subscription, at its management groups. */
  readonly above?: boolean;
}

const RowSchema = z.looseObject({ id: z.string().min(1) });
const PageSchema = z.object({
  totalRecords: z.number(),
  count: z.number(),
  resultTruncated: z.union([z.enum(['true', 'false']), z.boolean()]).optional(),
  skipToken: z.string().nullish(),
  data: z.array(RowSchema),
});

type Row = z.output<typeof RowSchema>;

/**
 * Every row of a Resource Graph query over some subscriptions, sorted by id (API 2024-04-01). Pages are
 * offsets into the result, so the query must be ordered by id; rows that a shifting offset gave twice
 * count once, and rows it lost are noticed by the total.
 * @throws SourceError
 */
export async function queryGraph(
  client: ResourceGraphClient,
  query: string,
  subscriptions: readonly string[],
  reading: GraphReading,
): Promise<readonly unknown[]> {
  if (!/\border by id asc\s*$/.test(query))
    throw new TypeError('A graph query must end in "order by id asc".');
  const rows = new Map<string, Row>();
  for (let start = 0; start < subscriptions.length; start += SUBSCRIPTIONS_AT_ONCE) {
    const batch = subscriptions.slice(start, start + SUBSCRIPTIONS_AT_ONCE);
    for (const row of await readPages(client, query, batch, reading)) rows.set(row.id.toLowerCase(), row);
  }
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

async function readPages(
  client: ResourceGraphClient,
  query: string,
  subscriptions: string[],
  reading: GraphReading,
): Promise<Row[]> {
  const rows: Row[] = [];
  const tokens = new Set<string>();
  let skipToken: string | undefined;
  for (;;) {
    const answer = await askPage(client, query, subscriptions, reading, skipToken);
    const page = readPayload(PageSchema, answer, reading.where);
    rows.push(...page.data);
    skipToken = page.skipToken || undefined;
    if (skipToken === undefined) {
      if (rows.length !== page.totalRecords || String(page.resultTruncated) === 'true') {
        throw malformed(reading.where, `Resource Graph gave ${rows.length} of ${page.totalRecords} rows`);
      }
      return rows;
    }
    if (tokens.has(skipToken) || page.data.length === 0) {
      throw toSourceError(new AnswerError('its pages lead in a circle'), reading.where, reading.role);
    }
    tokens.add(skipToken);
  }
}

async function askPage(
  client: ResourceGraphClient,
  query: string,
  subscriptions: string[],
  reading: GraphReading,
  skipToken: string | undefined,
): Promise<unknown> {
  try {
    return await client.resources({
      query,
      subscriptions,
      options: {
        resultFormat: 'objectArray',
        top: PAGE_ROWS,
        ...(skipToken === undefined ? {} : { skipToken }),
        ...(reading.above ? { authorizationScopeFilter: 'AtScopeAboveAndBelow' as const } : {}),
      },
    });
  } catch (error) {
    throw toSourceError(error, reading.where, reading.role);
  }
}
