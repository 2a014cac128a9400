import { type Day, daysBetween, parseDay } from '../../../shared/model/time.ts';
import { billOf } from '../money/bill.ts';
import { type BillRow, UNITS } from '../money/billRow.ts';
import { drawGuid } from '../world/chance.ts';
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

const PAGE = 1000;
/** Every so many calls the first answer is 429, as for a tenant that has used up its query units. */
export const THROTTLED_CALL = 7;
const PATH = /^\/+subscriptions\/([^/]+)\/providers\/microsoft\.costmanagement\/query$/i;
const DIMENSIONS: Readonly<Record<string, (row: BillRow) => string>> = {
  ResourceId: (row) => row.resourceId,
  ResourceGroupName: (row) => row.resourceGroup,
  MeterCategory: (row) => row.meterCategory,
  ChargeType: (row) => row.chargeType,
};

interface CostQuery {
  readonly subscriptionId: string;
  readonly metric: 'billed' | 'effective';
  readonly from: Day;
  readonly to: Day;
  readonly groupings: readonly string[];
  readonly costColumn: string;
}

/**
 * Cost Management's Query API at subscription scope, with what the contract does not say: pages are fetched by
 * POST with the same body, no data is 204, and a 429 carries headers of its own and no `Retry-After`
 * (Azure/azure-rest-api-specs#23405, #24284; learn.microsoft.com, "Manage costs with automation").
 */
export function createCostQuerySurface(world: World, baseUrl: () => string): Surface {
  let calls = 0;
  return (request) => {
    const subscriptionId = PATH.exec(request.path)?.[1];
    if (subscriptionId === undefined) return undefined;
    if (request.method !== 'POST') {
      return armError(405, 'HttpMethodNotSupported', `The http method '${request.method}' is not supported.`);
    }
    calls += 1;
    if (calls % THROTTLED_CALL === 0) return throttled();
    return missingApiVersion(request) ?? answerQuery(world, baseUrl(), subscriptionId.toLowerCase(), request);
  };
}

function answerQuery(
  world: World,
  baseUrl: string,
  subscriptionId: string,
  request: TenantRequest,
): TenantAnswer {
  if (!world.subscriptions.some((subscription) => subscription.id === subscriptionId)) {
    return armError(404, 'SubscriptionNotFound', `The subscription '${subscriptionId}' could not be found.`);
  }
  const query = parseQuery(subscriptionId, request.body);
  if ('status' in query) return query;
  const rows = sumRows(world, query);
  if (rows.length === 0) return { status: 204, headers: QUOTA };
  const offset = readSkipToken(request.query.get('$skiptoken'));
  if (offset === undefined || offset >= rows.length) {
    return armError(400, 'BadRequest', 'Invalid $skiptoken.');
  }
  const guid = drawGuid([request.body]);
  const more = offset + PAGE < rows.length;
  return answerJson(
    {
      id: `subscriptions/${subscriptionId}/providers/Microsoft.CostManagement/query/${guid}`,
      name: guid,
      type: 'Microsoft.CostManagement/query',
      location: null,
      sku: null,
      eTag: null,
      properties: {
        nextLink: more ? nextLink(baseUrl, request, offset + PAGE) : null,
        columns: [
          { name: query.costColumn, type: 'Number' },
          { name: 'UsageDate', type: 'Number' },
          ...query.groupings.map((name) => ({ name, type: 'String' })),
          { name: 'Currency', type: 'String' },
        ],
        rows: rows.slice(offset, offset + PAGE),
      },
    },
    QUOTA,
  );
}

function parseQuery(subscriptionId: string, body: string): CostQuery | TenantAnswer {
  const definition = parseObject(body);
  const dataset = asObject(definition?.dataset);
  const period = asObject(definition?.timePeriod);
  const from = readDay(period.from);
  const to = readDay(period.to);
  const groupings = asList(dataset.grouping).map((each) => String(asObject(each).name));
  const aggregations = Object.values(asObject(dataset.aggregation));
  const refuse = (message: string): TenantAnswer => armError(400, 'BadRequest', message);
  if (definition?.type !== 'ActualCost' && definition?.type !== 'AmortizedCost') {
    return refuse('Invalid query definition: type must be ActualCost or AmortizedCost.');
  }
  if (definition.timeframe !== 'Custom' || from === undefined || to === undefined) {
    return refuse('Invalid query definition: a custom timeframe needs timePeriod with from and to.');
  }
  if (dataset.granularity !== 'Daily') return refuse('The demo tenant answers Daily granularity only.');
  if (aggregations.length !== 1) return refuse('Invalid query definition: give one or two aggregations.');
  if (groupings.length > 2) return refuse('Invalid query definition: more than 2 groupings.');
  const unknown = groupings.find((name) => DIMENSIONS[name] === undefined);
  if (unknown !== undefined) return refuse(`Dimension ${unknown} is not valid for scope.`);
  if (new Set(groupings).size < groupings.length)
    return refuse('Invalid query definition: duplicate grouping.');
  return {
    subscriptionId,
    metric: definition.type === 'ActualCost' ? 'billed' : 'effective',
    from: from < to ? from : to,
    to: from < to ? to : from,
    groupings,
    costColumn: String(asObject(aggregations[0]).name),
  };
}

/** One row a day and group, in the order of the days; within a day as the bill has them. */
function sumRows(world: World, query: CostQuery): readonly (readonly (string | number)[])[] {
  const from = query.from > world.from ? query.from : world.from;
  const to = query.to < world.to ? query.to : world.to;
  return daysBetween(from, to).flatMap((day) => {
    const sums = new Map<string, { readonly values: readonly string[]; units: number }>();
    for (const row of billOf(world, query.subscriptionId, day)) {
      const units = row[query.metric];
      if (units === undefined) continue;
      const values = query.groupings.map((name) => DIMENSIONS[name]?.(row) ?? '');
      const key = values.join('\u0001');
      const sum = sums.get(key);
      if (sum) sum.units += units;
      else sums.set(key, { values, units });
    }
    const date = Number(day.replaceAll('-', ''));
    return [...sums.values()].map(({ values, units }) => [units / UNITS, date, ...values, world.currency]);
  });
}

const QUOTA: Readonly<Record<string, string>> = {
  'x-ms-ratelimit-microsoft.costmanagement-qpu-consumed': '1',
  'x-ms-ratelimit-microsoft.costmanagement-qpu-remaining': '11,59,599',
};

function throttled(): TenantAnswer {
  return armError(429, '429', 'Too many requests. Please retry.', {
    'x-ms-ratelimit-microsoft.costmanagement-qpu-consumed': '0',
    'x-ms-ratelimit-microsoft.costmanagement-qpu-remaining': '0,48,588',
    'x-ms-ratelimit-microsoft.costmanagement-qpu-retry-after': '1',
  });
}

function nextLink(baseUrl: string, request: TenantRequest, offset: number): string {
  const token = Buffer.from(`offset:${offset}`).toString('base64');
  const version = request.query.get('api-version') ?? '';
  return `${baseUrl}${request.path.replace(/^\/+/, '/')}?api-version=${version}&$skiptoken=${encodeURIComponent(token)}`;
}

function readSkipToken(token: string | null): number | undefined {
  if (token === null) return 0;
  const offset = /^offset:(\d+)$/.exec(Buffer.from(token, 'base64').toString())?.[1];
  return offset === undefined ? undefined : Number(offset);
}

function readDay(value: unknown): Day | undefined {
  return typeof value === 'string' ? parseDay(value.slice(0, 10)) : undefined;
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
