import type { HttpHeaders } from '@azure/core-rest-pipeline';
import { SourceError } from '../../model/errors.ts';
import type { Clock } from '../../model/time.ts';
import { readRequestedWait, type Wait } from './retry.ts';

/**
 * What Azure allows (learn.microsoft.com, "Manage costs with automation"): calls by scope, and query units by
 * tenant in each of three stretches of time, named in the order in which headers list what is left of them.
 */
const CALLS_OF_A_SCOPE = { limit: 4, lengthMs: 60_000 };
const UNITS_OF_THE_TENANT = [
  { limit: 12, lengthMs: 10_000 },
  { limit: 60, lengthMs: 60_000 },
  { limit: 600, lengthMs: 3_600_000 },
];

/** The longest wait inside one call; a queue message that had to wait longer had better come back. */
const LONGEST_WAIT_MS = 600_000;

const HEADER = 'x-ms-ratelimit-microsoft.costmanagement-qpu-';

/** What an answer of Cost Management tells of its quotas. */
export interface QuotaAnswer {
  readonly status: number;
  readonly headers: HttpHeaders;
}

/** Lets one call after another begin, none before every quota has room for it. */
export interface CostQuota {
  /**
   * Makes a call when it may be made. `read` finds the answer in what the call gave, for what it tells.
   * @param units of query quota: one for each started month of data
   * @throws SourceError throttled when there is no room for more than ten minutes
   */
  run<T>(
    spending: { readonly scope: string; readonly units: number },
    call: () => Promise<T>,
    read: (result: T) => QuotaAnswer | undefined,
  ): Promise<T>;
}

/**
 * Keeps within Cost Management's quotas. It counts its own calls, corrects itself by what the answers say was
 * consumed and is left (other tools use the tenant's units, too), and after a 429 waits the longest time that
 * any of its headers asks for.
 * @param parts.callsPerMinute of one scope; a number other than Azure's own 4 stretches or narrows the query
 *   units in the same proportion, for a tenant with higher limits or one that shares them with other tools
 */
export function createCostQuota(parts: {
  readonly callsPerMinute: number;
  readonly clock: Clock;
  readonly wait: Wait;
}): CostQuota {
  const factor = parts.callsPerMinute / CALLS_OF_A_SCOPE.limit;
  const units = UNITS_OF_THE_TENANT.map(({ limit, lengthMs }) => ({
    azureLimit: limit,
    allowance: new Allowance(limit * factor, lengthMs),
  }));
  const scopes = new Map<string, Allowance>();
  let blockedUntil = 0;
  let last: Promise<unknown> = Promise.resolve();

  const readTime = (): number => parts.clock.now().getTime();

  function callsOf(scope: string): Allowance {
    const known = scopes.get(scope) ?? new Allowance(parts.callsPerMinute, CALLS_OF_A_SCOPE.lengthMs);
    scopes.set(scope, known);
    return known;
  }

  async function waitForRoom(scope: string, amount: number): Promise<void> {
    const now = readTime();
    const starts = [
      blockedUntil,
      callsOf(scope).findStart(1, now),
      ...units.map(({ allowance }) => allowance.findStart(amount, now)),
    ];
    const delay = Math.max(...starts) - now;
    if (delay <= 0) return;
    if (delay > LONGEST_WAIT_MS) throw describeExhaustion(scope, delay);
    await parts.wait(delay);
  }

  function learn({ status, headers }: QuotaAnswer, spendings: readonly Spending[]): void {
    const consumed = readNumbers(headers.get(`${HEADER}consumed`));
    const [amount] = consumed;
    if (consumed.length === 1 && amount !== undefined) {
      for (const spending of spendings) spending.amount = amount;
    }
    const left = readNumbers(headers.get(`${HEADER}remaining`));
    if (left.length === units.length) {
      units.forEach(({ azureLimit, allowance }, index) => {
        allowance.raiseTo(azureLimit - (left[index] ?? azureLimit), readTime());
      });
    }
    const asked = status === 429 ? readRequestedWait(headers) : undefined;
    if (asked !== undefined) blockedUntil = Math.max(blockedUntil, readTime() + asked);
  }

  return {
    run(spending, call, read) {
      const result = last.then(async () => {
        await waitForRoom(spending.scope, spending.units);
        const now = readTime();
        callsOf(spending.scope).spend(1, now);
        const spendings = units.map(({ allowance }) => allowance.spend(spending.units, now));
        const given = await call();
        const answer = read(given);
        if (answer !== undefined) learn(answer, spendings);
        return given;
      });
      last = result.catch(() => undefined);
      return result;
    },
  };
}

interface Spending {
  readonly at: number;
  amount: number;
}

/** So much within any stretch of time of one length. */
class Allowance {
  readonly #limit: number;
  readonly #lengthMs: number;
  #spendings: Spending[] = [];

  constructor(limit: number, lengthMs: number) {
    this.#limit = limit;
    this.#lengthMs = lengthMs;
  }

  /** The first time from now on when there is room; more than the limit has room when nothing else counts. */
  findStart(amount: number, now: number): number {
    let excess = this.#used(now) + amount - this.#limit;
    let start = now;
    for (const spending of this.#spendings) {
      if (excess <= 0) break;
      excess -= spending.amount;
      start = spending.at + this.#lengthMs;
    }
    return start;
  }

  spend(amount: number, now: number): Spending {
    const spending = { at: now, amount };
    this.#spendings.push(spending);
    return spending;
  }

  /** Counts what others have spent, so that at least `used` counts as spent by now. */
  raiseTo(used: number, now: number): void {
    const missing = used - this.#used(now);
    if (missing > 0) this.spend(missing, now);
  }

  #used(now: number): number {
    this.#spendings = this.#spendings.filter(({ at }) => at > now - this.#lengthMs);
    return this.#spendings.reduce((sum, { amount }) => sum + amount, 0);
  }
}

function describeExhaustion(scope: string, delayMs: number): SourceError {
  const seconds = Math.ceil(delayMs / 1000);
  return new SourceError(
    { source: 'Cost Management', scope },
    'throttled',
    `the quota of the tenant is used up for ${Math.ceil(seconds / 60)} minutes.`,
    'It is tried again later; if it happens daily, read the bill from exports (cost.exports) instead of queries.',
    { retryAfterSeconds: seconds },
  );
}

function readNumbers(header: string | undefined): number[] {
  const numbers = (header ?? '')
    .split(',')
    .map((text) => (/^\s*\d+(\.\d+)?\s*$/.test(text) ? Number(text) : Number.NaN));
  return numbers.some(Number.isNaN) ? [] : numbers;
}
