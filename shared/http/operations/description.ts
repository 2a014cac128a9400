import { answerJson } from '../exchange.ts';
import { describeApi } from '../openApi.ts';
import type { OpenOperation, Operation } from '../operation.ts';
import { RELEASE } from '../release.ts';

/** Makes the operation that describes others, and itself; it tells nothing of the estate. */
export function describeThemselves(operations: readonly Operation[]): OpenOperation {
  const self: OpenOperation = {
    id: 'readDescription',
    access: 'anybody',
    method: 'GET',
    path: 'openapi.json',
    summary: 'Describes everything that can be asked for, as OpenAPI 3.1.',
    answers: { 200: { description: 'The description.', content: { 'application/json': undefined } } },
    answer: async () => answerJson(200, describeApi([...operations, self], RELEASE)),
  };
  return self;
}
