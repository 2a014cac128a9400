import type { CostManagementClient, QueryDefinition } from '@azure/arm-costmanagement';
import { createHttpHeaders, createPipelineRequest, type PipelineResponse } from '@azure/core-rest-pipeline';
import type { CostMetric, CostRow } from '../../model/cost.ts';
import { RequestError, SourceError } from '../../model/errors.ts';
import { compareText } from '../../model/order.ts';
import { addDays, type Clock, type Day, dayOf, daysBetween, startOf } from '../../model/time.ts';
import type { CostSource } from '../source.ts';
import { type CostRowDraft, parseCostAnswer } from './costAnswer.ts';
import { AnswerError, toSourceError, type Where } from './failure.ts';
import { malformed } from './payload.ts';

const ROLE = 'Cost Management Reader';
/** What one query by day can cover; Azure cuts longer ones short without a word. */
const MOST_DAYS = 31;
/** A thousand rows each; more would mean that the paging does not end. */
const MOST_PAGES = 1000;

/** Does something while nobody else does it: the processes of a tenant share one quota. */
export type Exclusively = <T>(work: () => Promise<T>) => Promise<T>;

/** Reads the bill with the Query API, by resource, meter category and day. */
export function createCostSource(
  client: CostManagementClient,
  parts: { readonly clock: Clock; readonly exclusively: Exclusively },
): CostSource {
  return {
    async readCost(subscriptionId, metric, from, to) {
      checkRange(from, to, dayOf(parts.clock.now()));
      const query = { client, subscriptionId: subscriptionId.toLowerCase(), metric };
      return parts.exclusively(async () => {
        const rows = await readRange(query, from, to);
        await checkNothingCut(query, rows, from, to);
        return rows.toSorted(compareRows);
      });
    },
  };
}

interface CostQuery {
  readonly client: CostManagementClient;
  readonly subscriptionId: string;
  readonly metric: CostMetric;
}

/** Azure would swap, clamp or shift a range that makes no sense, and answer for other days than were asked. */
function checkRange(from: Day, to: Day, today: Day): void {
  if (from <= to && to <= today && daysBetween(from, to).length <= MOST_DAYS) return;
  throw new RequestError(
    `The cost of ${from} to ${to} cannot be asked for in one query.`,
    `Ask for at most ${MOST_DAYS} days, in order, none after today (${today} in UTC).`,
  );
}

async function readRange(query: CostQuery, from: Day, to: Day): Promise<CostRow[]> {
  const where = place(query);
  const drafts: CostRowDraft[] = [];
  const seen = new Set<string>();
  let answer = await askFirstPage(query, from, to, where);
  for (let pages = 1; ; pages++) {
    const page = parseCostAnswer(readBody(answer), where);
    drafts.push(...page.rows);
    if (page.nextLink === undefined) break;
    if (seen.has(page.nextLink)) throw malformed(where, 'its pages lead in a circle');
    if (pages === MOST_PAGES) throw malformed(where, `more than ${MOST_PAGES} pages`);
    seen.add(page.nextLink);
    answer = await askNextPage(query, page.nextLink, answer, where);
  }
  return drafts.map((draft) => toCostRow(draft, query.subscriptionId, from, to, where));
}

async function askFirstPage(query: CostQuery, from: Day, to: Day, where: Where): Promise<PipelineResponse> {
  const definition: QueryDefinition = {
    type: query.metric === 'effective' ? 'AmortizedCost' : 'ActualCost',
    timeframe: 'Custom',
    timePeriod: { from: startOf(from), to: new Date(startOf(addDays(to, 1)).getTime() - 1000) },
    dataset: {
      granularity: 'Daily',
      aggregation: { totalCost: { name: 'Cost', function: 'Sum' } },
      grouping: [
        { type: 'Dimension', name: 'ResourceId' },
        { type: 'Dimension', name: 'MeterCategory' },
      ],
    },
  };
  const scope = `subscriptions/${query.subscriptionId}`;
  return call(where, async () => {
    const answers: PipelineResponse[] = [];
    await query.client.query.usage(scope, definition, { onResponse: (raw) => answers.push(raw) });
    const [answer] = answers;
    if (answer === undefined) throw new AnswerError('there is none');
    return answer;
  });
}

/** No SDK follows the links of this API, and each wants the first page's body again (Azure/azure-rest-api-specs#23405). */
async function askNextPage(
  query: CostQuery,
  url: string,
  previous: PipelineResponse,
  where: Where,
): Promise<PipelineResponse> {
  const { body = null } = previous.request;
  const headers = createHttpHeaders({
    Accept: 'application/json',
    'Content-Type': 'application/json; charset=utf-8',
  });
  const request = createPipelineRequest({ url, method: 'POST', headers, body });
  return call(where, () => query.client.sendRequest(request));
}

async function call<T>(where: Where, send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    throw toSourceError(error, where, ROLE);
  }
}

/** Parsed from the text, as the SDK's own reading loses what it does not know. */
function readBody(response: PipelineResponse): unknown {
  return response.status === 204 ? undefined : JSON.parse(response.bodyAsText ?? '');
}

function toCostRow(draft: CostRowDraft, subscriptionId: string, from: Day, to: Day, where: Where): CostRow {
  const { day } = draft;
  if (day === undefined) throw malformed(where, 'no column UsageDate');
  if (day < from || day > to) {
    throw malformed(where, `asked for ${from} to ${to}, Azure answered for ${day}`);
  }
  return { ...draft, day, subscriptionId };
}

/**
 * Grouped queries over several days are known to give the last day only, sometimes (azure-skills,
 * cost-query guardrails). A subscription whose first cost fell on that day looks the same, so the days
 * before it are asked for once more: cost there means that the first answer was cut.
 */
async function checkNothingCut(
  query: CostQuery,
  rows: readonly CostRow[],
  from: Day,
  to: Day,
): Promise<void> {
  if (from === to || rows.length === 0 || rows.some((row) => row.day !== to)) return;
  const before = await readRange(query, from, addDays(to, -1));
  if (before.length === 0) return;
  throw new SourceError(
    place(query),
    'malformed',
    `Cost Management cut its answer for ${from} to ${to} short: it gave ${to} only, and has more.`,
    'Collect these days one at a time: purser collect --from DAY --to DAY.',
  );
}

function place(query: CostQuery): Where {
  return { source: `Cost Management, ${query.metric} cost`, scope: `/subscriptions/${query.subscriptionId}` };
}

function compareRows(a: CostRow, b: CostRow): number {
  return compareText(toKey(a), toKey(b));
}

function toKey(row: CostRow): string {
  return [row.day, row.resourceId, row.meterCategory, row.currency, row.resourceGroup].join('\n');
}
