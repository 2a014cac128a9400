import { addDays, type Day, dayOf, startOf } from '../../../shared/model/time.ts';
import { allocationOf } from '../money/allocation.ts';
import { drawNumber } from '../world/chance.ts';
import type { TenantCluster } from '../world/clusters.ts';
import type { World } from '../world/world.ts';
import { type AllocationWindow, aggregateParts, type DatedPart, GROUPINGS } from './allocationSet.ts';
import { listAssets } from './assetSet.ts';
import type { Surface, TenantAnswer, TenantRequest } from './exchange.ts';

const DAY_MS = 86_400_000;
/** Longer windows than the world's history make no sense here. */
const LONGEST_DAYS = 400;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;

/** The allocation API of one cluster, however it is reached. */
export type AllocationApi = (
  cluster: string,
  path: string,
  request: TenantRequest,
) => TenantAnswer | undefined;

/**
 * OpenCost's and Kubecost's allocation API with its traps: parameters it does not know are ignored, a grouping
 * it does not know is dropped, idle is off by default in one and on in the other, is split by node in one and
 * always summed in the other, a bad window is answered in plain text. Windows are pairs of RFC 3339 instants; OpenCost's words for windows are not understood.
 * On one cluster the first question about every eleventh day or so is turned away for lack of capacity.
 */
export function createAllocationApi(world: World): AllocationApi {
  const turnedAway = new Set<string>();
  return (name, path, request) => {
    const cluster = world.clusters.find((each) => each.name === name);
    if (!cluster) return undefined;
    const kubecost = cluster.allocation === 'kubecost-url';
    const expected = kubecost ? /^\/model\/allocation$/ : /^\/(allocation(\/compute)?|assets)$/;
    if (!expected.test(path)) return undefined;
    const window = parseWindow(request.query.get('window'));
    if (!window) return { status: 400, headers: PLAIN, body: "Invalid 'window' parameter\n" };
    if (path === '/assets')
      return { status: 200, body: { code: 200, data: listAssets(world, name, window) } };
    const overload = kubecost ? turnAwayOnce(world, window, turnedAway) : undefined;
    return overload ?? answerAllocation(world, cluster, window, request.query);
  };
}

/** `/opencost/{cluster}/…` and `/kubecost/{cluster}/…`: the clusters whose tool is reached by URL. */
export function createAllocationSurface(world: World, api: AllocationApi): Surface {
  return (request) => {
    const [, tool, name = '', path = ''] = /^\/(opencost|kubecost)\/([^/]+)(\/.*)$/.exec(request.path) ?? [];
    const cluster = world.clusters.find((each) => each.name === name);
    if (cluster?.allocation !== `${tool}-url`) return undefined;
    return api(name, path, request);
  };
}

function answerAllocation(
  world: World,
  cluster: TenantCluster,
  window: AllocationWindow,
  query: URLSearchParams,
): TenantAnswer {
  const kubecost = cluster.allocation === 'kubecost-url';
  const groupings = (query.get('aggregate') ?? '').split(',').filter((name) => GROUPINGS[name]);
  const withIdle = kubecost ? query.get('idle') !== 'false' : query.get('includeIdle') === 'true';
  const byNode = kubecost && isTrue(query.get('splitIdle')) && isTrue(query.get('idleByNode'));
  const idle = !withIdle ? 'none' : byNode ? 'byNode' : 'whole';
  const stepped = kubecost
    ? !isTrue(query.get('accumulate'))
    : query.get('step') === '1d' && !isTrue(query.get('accumulate'));
  const data = (stepped ? splitByDay(window) : [window]).map((each) =>
    aggregateParts(cluster.name, collectParts(world, cluster.name, each), groupings, each, idle),
  );
  return { status: 200, body: { code: 200, ...(kubecost ? {} : { status: 'success' }), data } };
}

/** Allocation of the days in the window, in proportion where it takes a part of a day. */
function collectParts(world: World, cluster: string, window: AllocationWindow): readonly DatedPart[] {
  const parts: DatedPart[] = [];
  let day = dayOf(window.from);
  for (; startOf(day) < window.to; day = addDays(day, 1)) {
    const begin = Math.max(startOf(day).getTime(), window.from.getTime());
    const end = Math.min(startOf(addDays(day, 1)).getTime(), window.to.getTime());
    const share = (end - begin) / DAY_MS;
    parts.push(...allocationOf(world, cluster, day).map((part) => ({ part, share })));
  }
  return parts;
}

function splitByDay(window: AllocationWindow): readonly AllocationWindow[] {
  const windows: AllocationWindow[] = [];
  for (let from = window.from; from < window.to; ) {
    const to = new Date(Math.min(from.getTime() + DAY_MS, window.to.getTime()));
    windows.push({ from, to });
    from = to;
  }
  return windows;
}

function parseWindow(text: string | null): AllocationWindow | undefined {
  const [from = '', to = '', ...rest] = text?.split(',') ?? [];
  if (rest.length > 0 || !INSTANT.test(from) || !INSTANT.test(to)) return undefined;
  const window = { from: new Date(from), to: new Date(to) };
  const days = (window.to.getTime() - window.from.getTime()) / DAY_MS;
  return days > 0 && days <= LONGEST_DAYS ? window : undefined;
}

const PLAIN: Readonly<Record<string, string>> = { 'content-type': 'text/plain; charset=utf-8' };

/** Some days meet a busy server, with 429 and 503 in turn; asked again, it answers. */
function turnAwayOnce(world: World, window: AllocationWindow, before: Set<string>): TenantAnswer | undefined {
  const day: Day = dayOf(window.from);
  const number = drawNumber([world.seed, 'busy', day]);
  if (number % 11 !== 0 || before.has(day)) return undefined;
  before.add(day);
  return {
    status: number % 2 === 0 ? 429 : 503,
    headers: { ...PLAIN, 'retry-after': '1' },
    body: 'upstream is busy\n',
  };
}

function isTrue(value: string | null): boolean {
  return value === 'true' || value === 'all';
}
