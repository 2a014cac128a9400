import { z } from 'zod';
import type { Denial } from '../access/denial.ts';
import { PurserError, RequestError } from '../model/errors.ts';
import type { HttpAnswer } from './exchange.ts';

/** What can be wrong, with the status and the title that stay the same from one occurrence to the next. */
const PROBLEMS = {
  invalid: { status: 400, title: 'The request cannot be read.' },
  denied: { status: 403, title: 'You may not do this.' },
  unknown: { status: 401, title: 'Nobody knows who you are.' },
  notFound: { status: 404, title: 'There is no such thing.' },
  method: { status: 405, title: 'This cannot be done here.' },
  notAcceptable: { status: 406, title: 'It cannot be had in that form.' },
  conflict: { status: 409, title: 'It is not in a state for this.' },
  lengthRequired: { status: 411, title: 'The request does not say how long it is.' },
  tooLarge: { status: 413, title: 'The request is too large.' },
  mediaType: { status: 415, title: 'The request is not in a form that is read here.' },
  fault: { status: 500, title: 'Something went wrong inside Purser.' },
  unavailable: { status: 503, title: 'It cannot be answered just now.' },
} as const satisfies Record<string, { readonly status: number; readonly title: string }>;

export type ProblemName = keyof typeof PROBLEMS;

/** Problem details of RFC 9457, with what to do about it. */
export const ProblemSchema = z
  .object({
    type: z.string().describe('`urn:purser:problem:<name>`, the same for every occurrence.'),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe('What is wrong this time.'),
    remedy: z.string().describe('What to do about it.'),
    instance: z.string().describe('`urn:uuid:<id>`; the log has more under this id.'),
    reason: z.string().optional().describe('Why somebody was turned away, in a word.'),
    errors: z
      .array(z.object({ pointer: z.string(), detail: z.string() }))
      .optional()
      .describe('What is wrong in the body or the query, with JSON pointers (RFC 6901) to the place.'),
    links: z
      .array(z.object({ title: z.string(), href: z.string() }))
      .optional()
      .describe('What may be had instead.'),
  })
  .describe('What is wrong, and what to do about it (RFC 9457).');

export type Problem = z.output<typeof ProblemSchema>;

/** Something about the request itself, other than what it asks for: raised where it is read. */
export class HttpError extends PurserError {
  override readonly name = 'HttpError';
  readonly problem: ProblemName;
  readonly headers: Readonly<Record<string, string>>;
  readonly errors: Problem['errors'];

  constructor(
    problem: ProblemName,
    message: string,
    remedy: string,
    more: { readonly headers?: Readonly<Record<string, string>>; readonly errors?: Problem['errors'] } = {},
  ) {
    super(message, remedy);
    this.problem = problem;
    this.headers = more.headers ?? {};
    this.errors = more.errors;
  }
}

/** Answers an error in words for whoever asked; of one that Purser does not know, only where to look it up. */
export function answerError(error: unknown, invocation: string): HttpAnswer {
  if (error instanceof HttpError) {
    const { message, remedy, errors } = error;
    return answerProblem(error.problem, { detail: message, remedy, errors }, invocation, error.headers);
  }
  if (error instanceof RequestError) {
    return answerProblem(error.kind, { detail: error.message, remedy: error.remedy }, invocation);
  }
  const told =
    error instanceof PurserError
      ? { detail: error.message, remedy: error.remedy }
      : { detail: 'What exactly is known to whoever runs Purser.', remedy: askFor(invocation) };
  const name = error instanceof PurserError ? 'unavailable' : 'fault';
  return { ...answerProblem(name, told, invocation, RETRY), failure: error };
}

/** Answers that Purser could not be opened. Why is not for whoever happens to ask: it names settings and places. */
export function answerClosed(error: unknown, invocation: string): HttpAnswer {
  const told = { detail: 'Purser cannot be opened as it is configured.', remedy: askFor(invocation) };
  return { ...answerProblem('unavailable', told, invocation, RETRY), failure: error };
}

/** Half a minute, after which something that is unavailable is worth asking for again. */
const RETRY = { 'Retry-After': '30' } as const;

function askFor(invocation: string): string {
  return `Ask whoever runs Purser to look for ${invocation} in its log.`;
}

/** Answers a refusal. */
export function answerDenial(denial: Denial, invocation: string, links?: Problem['links']): HttpAnswer {
  const name = ({ 401: 'unknown', 403: 'denied', 503: 'unavailable' } as const)[denial.status];
  // RFC 9110, section 15.5.2: whoever is asked to sign in is told how.
  const headers: Record<string, string> = denial.status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {};
  const { message: detail, remedy, denied: reason } = denial;
  return answerProblem(name, { detail, remedy, reason, links }, invocation, headers);
}

function answerProblem(
  name: ProblemName,
  about: {
    readonly [K in 'detail' | 'remedy' | 'reason' | 'errors' | 'links']?: Problem[K] | undefined;
  } & Pick<Problem, 'detail' | 'remedy'>,
  invocation: string,
  headers: Readonly<Record<string, string>> = {},
): HttpAnswer {
  const { status, title } = PROBLEMS[name];
  const problem = {
    type: `urn:purser:problem:${name}`,
    title,
    status,
    ...about,
    instance: `urn:uuid:${invocation}`,
  };
  return {
    status,
    headers: { 'Content-Type': 'application/problem+json', ...headers },
    body: `${JSON.stringify(problem)}\n`,
  };
}
