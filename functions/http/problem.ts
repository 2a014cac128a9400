import type { HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import { PurserError, RequestError } from '../../shared/model/errors.ts';

const STATUS_OF = { invalid: 400, notFound: 404, conflict: 409 } as const;

type Handler = (request: HttpRequest, context: InvocationContext) => Promise<HttpResponseInit>;

/** Answers errors as problem details (RFC 9457): what is wrong and what to do, never a stack. */
export function answerProblems(handler: Handler): Handler {
  return async (request, context) => {
    try {
      return await handler(request, context);
    } catch (error) {
      const status =
        error instanceof RequestError ? STATUS_OF[error.kind] : error instanceof PurserError ? 503 : 500;
      if (status >= 500) context.error(error);
      const detail =
        error instanceof PurserError
          ? `${error.message} ${error.remedy}`
          : `See the log of invocation ${context.invocationId}.`;
      const title = error instanceof PurserError ? error.message : 'Something went wrong inside Purser.';
      return {
        status,
        headers: { 'Content-Type': 'application/problem+json' },
        body: JSON.stringify({ type: 'about:blank', title, status, detail }),
      };
    }
  };
}
