import { type AccessEvent, describeAccess } from '../access/audit.ts';
import { type Denial, isDenial } from '../access/denial.ts';
import { identifyReader } from '../access/identify.ts';
import { findSignInAddress } from '../access/signInAddress.ts';
import type { HttpAnswer, HttpParts, HttpQuestion } from './exchange.ts';
import { finishAnswer } from './finish.ts';
import { linksOf } from './links.ts';
import type { GuardedOperation, Operation, Outcome } from './operation.ts';
import { answerClosed, answerDenial, answerError } from './problem.ts';

/**
 * Answers a request: finds out who asks, lets the operation answer, tells the audit log, and makes of whatever goes
 * wrong problem details. Never throws.
 * @param open opens Purser
 */
export async function respond(
  operation: Operation,
  question: HttpQuestion,
  open: () => Promise<HttpParts>,
): Promise<HttpAnswer> {
  const answer = await answerOperation(operation, question, open).catch((error: unknown) =>
    answerError(error, question.invocation),
  );
  return finishAnswer(question, answer);
}

async function answerOperation(
  operation: Operation,
  question: HttpQuestion,
  open: () => Promise<HttpParts>,
): Promise<HttpAnswer> {
  if (operation.access === 'anybody' && !operation.opens) return operation.answer(question);
  let parts: HttpParts;
  try {
    parts = await open();
  } catch (error) {
    return answerClosed(error, question.invocation);
  }
  return operation.access === 'anybody'
    ? operation.answer(question)
    : answerGuarded(operation, question, parts);
}

async function answerGuarded(
  operation: GuardedOperation,
  question: HttpQuestion,
  parts: HttpParts,
): Promise<HttpAnswer> {
  const { app, access } = parts;
  const { invocation, door: route, method, headers } = question;
  const tell = (who: AccessEvent['who'], more: Partial<AccessEvent>): void => {
    const { level, message, fields } = describeAccess({ action: operation.audit, route, who, ...more });
    app.log(level, message, { ...fields, invocation });
  };
  const { kind, period } = question.path;
  const named = { kind, period, team: question.url.searchParams.get('team') ?? undefined };
  const reader = await identifyReader({ route, method, headers }, access);
  if (isDenial(reader)) {
    tell(reader, named);
    const signIn = findSignInAddress(reader, { route, method, headers }, question.url);
    if (signIn !== undefined) return { status: 302, headers: { Location: signIn } };
    return answerDenial(reader, invocation);
  }
  let outcome: Outcome;
  try {
    outcome = await operation.answer(question, reader, parts);
  } catch (error) {
    const answer = answerError(error, invocation);
    tell(reader, { ...named, outcome: answer.status === 404 ? 'notFound' : 'failed' });
    return answer;
  }
  const { answer, wanted } = outcome;
  if (isDenied(answer)) {
    tell(answer, wanted);
    const links = answer.denied === 'report' ? linksOf(reader, wanted) : undefined;
    return answerDenial(answer, invocation, links);
  }
  tell(reader, { ...wanted, outcome: answer.status === 304 ? 'notModified' : 'answered' });
  return answer;
}

function isDenied(answer: HttpAnswer | Denial): answer is Denial {
  return isDenial(answer);
}
