import { z } from 'zod';
import type { AccessEvent } from '../access/audit.ts';
import type { Denial } from '../access/denial.ts';
import type { Reader } from '../access/reader.ts';
import type { HttpAnswer, HttpParts, HttpQuestion } from './exchange.ts';
import { queryOf, readBody, readQuery } from './input.ts';

/** What can be answered with a status, as the description tells it. */
export interface DescribedAnswer {
  readonly description: string;
  /** Schemas of bodies by media type; undefined for one that is not described further. */
  readonly content?: Readonly<Record<string, z.ZodType | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a description needs to know of an operation. */
export interface OperationDescription {
  /** Names the function in Azure and the operation in the description. */
  readonly id: string;
  readonly method: 'GET' | 'POST';
  /** Below `/api/`, in the notation that Functions and OpenAPI share. */
  readonly path: string;
  readonly summary: string;
  readonly pathParameters?: Readonly<Record<string, string>>;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly answers: Readonly<Record<number, DescribedAnswer>>;
}

/** What is asked of an operation, read by its own schemas. */
export interface Call<Q, B> {
  readonly question: HttpQuestion;
  readonly path: Readonly<Record<string, string>>;
  readonly query: Q;
  readonly body: B;
}

/** An operation that anybody may ask for: it tells nothing of the estate. */
export interface OpenOperation extends OperationDescription {
  readonly access: 'anybody';
  /** Answered only when Purser can be opened. */
  readonly opens?: true;
  answer(question: HttpQuestion): Promise<HttpAnswer>;
}

/** An operation that hangs on who asks. */
export interface GuardedOperation extends OperationDescription {
  readonly access: 'reader';
  readonly audit: AccessEvent['action'];
  /** @throws HttpError, RequestError */
  answer(question: HttpQuestion, reader: Reader, parts: HttpParts): Promise<Outcome>;
}

export type Operation = OpenOperation | GuardedOperation;

/** What became of a request of somebody who may come in, and what they wanted, for the audit log. */
export interface Outcome {
  readonly answer: HttpAnswer | Denial;
  readonly wanted: Pick<AccessEvent, 'kind' | 'period' | 'team' | 'format'>;
}

/** What of the request the audit log tells. */
type Wanted<Q, B> = (call: Call<Q, B>) => Outcome['wanted'];

interface GuardedParts<Q extends z.ZodObject, B extends z.ZodType> extends OperationDescription {
  readonly audit: AccessEvent['action'];
  readonly query: Q;
  readonly body?: B;
  readonly wanted?: Wanted<z.output<Q>, z.output<B>>;
  answer(
    call: Call<z.output<Q>, z.output<B>>,
    reader: Reader,
    parts: HttpParts,
  ): Promise<HttpAnswer | Denial>;
}

/** Makes an operation that reads its query and body by the schemas that describe them. */
export function guardOperation<Q extends z.ZodObject, B extends z.ZodType = z.ZodUndefined>({
  answer,
  wanted,
  ...described
}: GuardedParts<Q, B>): GuardedOperation {
  const { query, body } = described;
  return {
    ...described,
    access: 'reader',
    async answer(question, reader, parts) {
      const call: Call<z.output<Q>, z.output<B>> = {
        question,
        path: question.path,
        query: readQuery(queryOf(question), query),
        body: body ? await readBody(question, body) : (undefined as z.output<B>),
      };
      return { answer: await answer(call, reader, parts), wanted: wanted?.(call) ?? {} };
    },
  };
}

/** The query of an operation that takes none: a parameter is refused rather than passed over. */
export const NO_QUERY = z.strictObject({});
