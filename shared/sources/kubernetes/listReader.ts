import { ApiException, Observable, type ObservableMiddleware } from '@kubernetes/client-node';
import { z } from 'zod';
import { SourceError } from '../../model/errors.ts';
import type { Clock } from '../../model/time.ts';
import {
  describeFailure,
  describeNoAnswer,
  describeRefusal,
  excerpt,
  type Remedies,
  type SourcePlace,
} from '../http/failure.ts';
import { retryWhenAsked } from '../http/retry.ts';
import { foldPages, PAGE_SIZE, type Page } from './lists.ts';

/** What an API server is read with. */
export interface ServerParts {
  readonly clock: Clock;
  /** Of one answer. */
  readonly timeoutMs: number;
  readonly wait: (milliseconds: number) => Promise<void>;
}

/** How the client is asked for one page. */
export interface PageQuestion {
  readonly limit: number;
  readonly _continue?: string;
}

/** Options of every call: the client itself waits five minutes for an answer. */
export function callOptions(timeoutMs: number) {
  return { middleware: [limitTime(timeoutMs)], middlewareMergeStrategy: 'append' as const };
}

/** Reads lists of an API server page by page, checks each object, and says what goes wrong in Purser's words. */
export class ListReader {
  readonly #place: SourcePlace;
  readonly #parts: ServerParts;
  readonly #remedies: Remedies;

  constructor(place: SourcePlace, parts: ServerParts, remedies: Remedies) {
    this.#place = place;
    this.#parts = parts;
    this.#remedies = remedies;
  }

  /** @throws SourceError */
  async readAll<Schema extends z.ZodType>(
    what: string,
    schema: Schema,
    list: (page: PageQuestion) => Promise<Page>,
  ): Promise<z.output<Schema>[]> {
    return this.fold(
      what,
      schema,
      list,
      (): z.output<Schema>[] => [],
      (all, items) => all.push(...items),
    );
  }

  /**
   * Reads a list without keeping it: each page is added to what `begin` gave, and is then forgotten.
   * @throws SourceError
   */
  async fold<Schema extends z.ZodType, T>(
    what: string,
    schema: Schema,
    list: (page: PageQuestion) => Promise<Page>,
    begin: () => T,
    add: (state: T, items: readonly z.output<Schema>[]) => void,
    limit = PAGE_SIZE,
  ): Promise<T> {
    const items = z.array(schema);
    const readPage = (next: string | undefined): Promise<Page> =>
      retryWhenAsked(
        () =>
          list({ limit, ...(next === undefined ? {} : { _continue: next }) }).catch((error) => {
            throw this.#translate(what, error);
          }),
        this.#parts.wait,
      );
    try {
      return await foldPages(readPage, begin, (state, page) => add(state, this.#check(what, items, page)));
    } catch (error) {
      if (error instanceof SourceError) throw error;
      if (error instanceof ApiException) {
        throw describeFailure(
          this.#place,
          'unavailable',
          `the list of ${what} expired twice while it was read`,
        );
      }
      const message = error instanceof Error ? error.message : String(error);
      throw describeFailure(this.#place, 'malformed', `${what}: ${excerpt(message)}`, {}, { cause: error });
    }
  }

  #check<Schema extends z.ZodType>(what: string, schema: Schema, page: readonly unknown[]): z.output<Schema> {
    const parsed = schema.safeParse(page);
    if (parsed.success) return parsed.data;
    const issue = parsed.error.issues[0];
    throw describeFailure(
      this.#place,
      'malformed',
      `${what}[${issue?.path.map(String).join('.')}]: ${issue?.message ?? 'unreadable'}`,
    );
  }

  /** An expired page (410) stays what it is: the list is then read again. */
  #translate(what: string, error: unknown): unknown {
    if (!(error instanceof ApiException)) return describeNoAnswer(this.#place, error, this.#remedies);
    if (error.code === 410) return error;
    const refusal = {
      status: error.code,
      detail: excerpt(`${what}: ${statusMessage(error.body)}`),
      retryAfter: error.headers['retry-after'],
    };
    return describeRefusal(this.#place, refusal, this.#parts.clock.now(), this.#remedies);
  }
}

/** The client gives the body of an error as text or as an object, by its content type. */
function statusMessage(body: unknown): string {
  const parsed = z.object({ message: z.string() }).safeParse(body);
  if (parsed.success) return parsed.data.message;
  if (typeof body !== 'string') return '';
  try {
    return statusMessage(JSON.parse(body)) || body;
  } catch {
    return body;
  }
}

function limitTime(timeoutMs: number): ObservableMiddleware {
  return {
    pre(context) {
      context.setSignal(AbortSignal.timeout(timeoutMs));
      return new Observable(Promise.resolve(context));
    },
    post: (context) => new Observable(Promise.resolve(context)),
  };
}
