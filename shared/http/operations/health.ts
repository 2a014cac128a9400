import { z } from 'zod';
import { answerJson } from '../exchange.ts';
import type { OpenOperation } from '../operation.ts';

/** Says that the app runs and its configuration and storage can be opened; nothing of the estate. */
export const readHealth: OpenOperation = {
  id: 'health',
  access: 'anybody',
  opens: true,
  method: 'GET',
  path: 'health',
  summary: 'Says whether the app runs and its configuration and storage can be opened.',
  answers: {
    200: { description: 'It runs.', content: { 'application/json': z.object({ status: z.literal('ok') }) } },
  },
  answer: async () => answerJson(200, { status: 'ok' }),
};
