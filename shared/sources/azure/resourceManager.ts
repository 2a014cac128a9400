import { createDefaultHttpClient, createPipelineRequest, type Pipeline } from '@azure/core-rest-pipeline';
import { AnswerError, type Role, toSourceError, type Where } from './failure.ts';

/** What to read from Resource Manager, and how a failure is told. */
export interface ResourceQuestion {
  /** Path from the root: `/subscriptions/…/providers/Microsoft.Insights/diagnosticSettings`. */
  readonly path: string;
  readonly apiVersion: string;
  readonly where: Where;
  /** The role that shows it. */
  readonly role: Role;
}

/**
 * Reads what Resource Graph does not hold and no installed SDK knows.
 * @throws SourceError
 */
export type ReadResource = (question: ResourceQuestion) => Promise<unknown>;

/** Reads through a pipeline that signs in, tries again and refuses what is no JSON. */
export function createResourceReader(endpoint: string, pipeline: Pipeline): ReadResource {
  const client = createDefaultHttpClient();
  return async ({ path, apiVersion, where, role }) => {
    const query = new URLSearchParams({ 'api-version': apiVersion });
    const url = `${endpoint}${encodePath(path)}?${query}`;
    try {
      const response = await pipeline.sendRequest(client, createPipelineRequest({ url, method: 'GET' }));
      return parseJson(response.bodyAsText ?? '');
    } catch (error) {
      throw toSourceError(error, where, role);
    }
  };
}

/** Parts of the path are names that Azure's answers hold: none of them may end the path or leave it. */
function encodePath(path: string): string {
  return path
    .split('/')
    .map((part) =>
      part === '.' || part === '..' ? encodeURIComponent(`${part}/`) : encodeURIComponent(part),
    )
    .join('/');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AnswerError(`it is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
