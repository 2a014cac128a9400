import type { HttpAnswer, HttpQuestion } from './exchange.ts';
import { showProblem } from './problemPage.ts';
import { secureAnswer } from './securityHeaders.ts';

/** What every answer goes through last: problems as a page for a browser, the headers of all, no body for HEAD. */
export function finishAnswer(
  question: Pick<HttpQuestion, 'door' | 'headers' | 'method'>,
  answer: HttpAnswer,
): HttpAnswer {
  const { body, ...bodiless } = secureAnswer(showProblem(question, answer));
  return body === undefined || question.method === 'HEAD' ? bodiless : { ...bodiless, body };
}
