import {
  type HttpHeaders,
  isRestError,
  type PipelinePolicy,
  type PipelineRequest,
  type PipelineResponse,
  RestError,
  type SendRequest,
} from '@azure/core-rest-pipeline';

/** Waits; passed in so that a test sees how long was asked for instead of waiting. */
export type Wait = (milliseconds: number, signal?: AbortSignal) => Promise<void>;

const TRIES = 4;
const FIRST_BACKOFF_MS = 2_000;
/** The longest wait inside one call; whoever is told to wait longer had better leave the queue message for later. */
const LONGEST_WAIT_MS = 120_000;

/**
 * Cost Management tells the wait only in headers of its own, one for each quota
 * (`x-ms-ratelimit-microsoft.costmanagement-qpu-retry-after` and its like), and Resource Graph in
 * `x-ms-user-quota-resets-after`. The Azure SDK knows neither, and throws such a 429 at once.
 */
const SECONDS_HEADER = /^(retry-after|x-ms-ratelimit-microsoft\.[a-z]+(-[a-z]+)?-retry-after)$/;
const MILLISECONDS_HEADER = /^(x-ms-)?retry-after-ms$/;

/** Milliseconds an answer asks to wait: the longest of all its headers that say so. */
export function readRequestedWait(headers: HttpHeaders): number | undefined {
  const waits: number[] = [];
  for (const [name, value] of Object.entries(headers.toJSON())) {
    const wait = readHeaderWait(name.toLowerCase(), value, headers.get('date'));
    if (wait !== undefined) waits.push(wait);
  }
  return waits.length === 0 ? undefined : Math.max(...waits);
}

/** Reads `00:00:05`, as Resource Graph writes a span of time, into milliseconds. */
export function parseTimeSpan(text: string): number | undefined {
  const match = /^(\d+):(\d\d):(\d\d)(?:\.\d+)?$/.exec(text.trim());
  if (!match) return undefined;
  return ((Number(match[1]) * 60 + Number(match[2])) * 60 + Number(match[3])) * 1000;
}

function readHeaderWait(name: string, value: string, servedAt: string | undefined): number | undefined {
  if (name === 'x-ms-user-quota-resets-after') return parseTimeSpan(value);
  const unit = SECONDS_HEADER.test(name) ? 1000 : MILLISECONDS_HEADER.test(name) ? 1 : undefined;
  if (unit === undefined) return undefined;
  if (/^\s*\d+(\.\d+)?\s*$/.test(value)) return Number(value) * unit;
  const milliseconds = Date.parse(value) - Date.parse(servedAt ?? '');
  return Number.isNaN(milliseconds) ? undefined : Math.max(0, milliseconds);
}

/** One try of a call: an answer, of any status, or none. */
export type Outcome = { readonly response: PipelineResponse } | { readonly error: unknown };

/** Decides when a try may begin. */
export type Turn = (request: PipelineRequest, send: () => Promise<Outcome>) => Promise<Outcome>;

/**
 * Tries a call again where that can help: after 429 and 5xx, and when the connection broke. It waits as
 * long as the answer asks, else 2, 4, 8 seconds, and gives up after four tries, or at once when asked to
 * wait more than two minutes. A call without a whole answer within `answerWithinMs` fails with code
 * `ETIMEDOUT` and is not tried again.
 * @param parts.turn lets each try begin in its time, which does not count as waiting for the answer
 */
export function createRetryPolicy(parts: {
  readonly wait: Wait;
  readonly answerWithinMs: number;
  readonly turn?: Turn | undefined;
}): PipelinePolicy {
  const turn: Turn = parts.turn ?? ((_, send) => send());
  return {
    name: 'purserRetryPolicy',
    async sendRequest(request, next) {
      for (let attempt = 1; ; attempt++) {
        const outcome = await turn(request, () => sendOnce(request, next, parts.answerWithinMs));
        const delay = attempt < TRIES ? chooseDelay(outcome, attempt) : undefined;
        if (delay !== undefined) await parts.wait(delay);
        else if ('response' in outcome) return outcome.response;
        else throw outcome.error;
      }
    },
  };
}

async function sendOnce(request: PipelineRequest, next: SendRequest, limit: number): Promise<Outcome> {
  const timer = AbortSignal.timeout(limit);
  request.abortSignal = timer;
  try {
    return { response: await next(request) };
  } catch (error) {
    if (!timer.aborted) return { error };
    const message = `no whole answer within ${limit / 1000} seconds`;
    return { error: new RestError(message, { code: 'ETIMEDOUT', request }) };
  }
}

/** Milliseconds until the next try; undefined when another try would not help. */
function chooseDelay(outcome: Outcome, attempt: number): number | undefined {
  const backoff = FIRST_BACKOFF_MS * 2 ** (attempt - 1);
  if ('error' in outcome) return isBrokenConnection(outcome.error) ? backoff : undefined;
  const { status, headers } = outcome.response;
  if (status !== 429 && status < 500) return undefined;
  const wait = readRequestedWait(headers) ?? backoff;
  return wait <= LONGEST_WAIT_MS ? wait : undefined;
}

/** A body that ends early has no status code in the SDK's error; one that ends well but is no JSON has. */
function isBrokenConnection(error: unknown): boolean {
  return isRestError(error) && error.statusCode === undefined && error.code !== 'ETIMEDOUT';
}
