import type { HttpAnswer, HttpQuestion } from './exchange.ts';
import { finishAnswer } from './finish.ts';
import { OPERATIONS } from './operations.ts';
import { answerError, HttpError } from './problem.ts';

/** Answers what no operation answers: a path that there is with another method, or one that there is not. */
export function answerUnknown(question: Omit<HttpQuestion, 'path'>): HttpAnswer {
  const { url, method, invocation } = question;
  const path = url.pathname.replace(/^\/api\/(automation\/)?/, '');
  const methods = OPERATIONS.filter((operation) => matches(operation.path, path)).map(
    (operation) => operation.method,
  );
  const error =
    methods.length === 0
      ? new HttpError(
          'notFound',
          'There is nothing at this address.',
          'See /api/reports, or /api/openapi.json for all that there is.',
        )
      : new HttpError('method', `${method} cannot be done at this address.`, `Use ${methods.join(' or ')}.`, {
          headers: { Allow: methods.flatMap((one) => (one === 'GET' ? ['GET', 'HEAD'] : [one])).join(', ') },
        });
  return finishAnswer(question, answerError(error, invocation));
}

function matches(template: string, path: string): boolean {
  const [wanted, given] = [template, path].map((text) => text.split('/'));
  return (
    wanted?.length === given?.length &&
    (wanted ?? []).every((part, place) => part.startsWith('{') || part === given?.[place])
  );
}
