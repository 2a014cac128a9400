import {
  type Agent,
  createDefaultHttpClient,
  createHttpHeaders,
  createPipelineRequest,
  type Pipeline,
  type PipelineResponse,
} from '@azure/core-rest-pipeline';
import type { Clock } from '../../model/time.ts';
import { describeNoAnswer, describeRefusal, excerpt, type Remedies, type SourcePlace } from './failure.ts';

/** One question over HTTP, who is asked, and what to advise when it fails. */
export interface Question {
  readonly place: SourcePlace;
  readonly remedies: Remedies;
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Carries certificates of its own; by default those of the pipeline count. */
  readonly agent?: Agent;
}

/**
 * Asks once and gives the whole body of a 2xx answer.
 * @throws SourceError for every other status, for no answer within the time limit, and for half a body
 */
export type Exchange = (question: Question) => Promise<string>;

/** Asks through a pipeline of the Azure SDK, which carries certificate authorities, agents and policies. */
export function createExchange(
  pipeline: Pipeline,
  parts: { readonly clock: Clock; readonly timeoutMs: number },
): Exchange {
  const client = createDefaultHttpClient();
  return async (question) => {
    const response = await send(question);
    const body = response.bodyAsText ?? '';
    if (response.status >= 200 && response.status < 300) return body;
    const refusal = {
      status: response.status,
      detail: excerpt(messageIn(body)),
      retryAfter: response.headers.get('retry-after'),
    };
    throw describeRefusal(question.place, refusal, parts.clock.now(), question.remedies);
  };

  async function send(question: Question): Promise<PipelineResponse> {
    const request = createPipelineRequest({
      url: question.url,
      method: question.method,
      headers: createHttpHeaders(question.headers),
      timeout: parts.timeoutMs,
      allowInsecureConnection: true,
    });
    if (question.agent !== undefined) request.agent = question.agent;
    try {
      return await pipeline.sendRequest(client, request);
    } catch (error) {
      throw describeNoAnswer(question.place, error, question.remedies);
    }
  }
}

/** The message inside an error body as Resource Manager, Kubernetes and OpenCost write it, or the body itself. */
function messageIn(body: string): string {
  try {
    const value: unknown = JSON.parse(body);
    const error = field(value, 'error');
    for (const message of [field(error, 'message'), field(value, 'message'), error]) {
      if (typeof message === 'string' && message !== '') return message;
    }
  } catch {
    return body;
  }
  return body;
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
