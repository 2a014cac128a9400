import { app } from '@azure/functions';
import { openPurser } from '../shared/pipeline/compose.ts';
import { readStatus } from '../shared/pipeline/status.ts';
import { answerProblems } from './http/problem.ts';

app.http('readStatus', {
  route: 'status',
  methods: ['GET'],
  authLevel: 'function',
  handler: answerProblems(async () => {
    const { app: purser, queues } = await openPurser();
    return { jsonBody: await readStatus(purser, queues) };
  }),
});

/** Says that the app runs and its configuration and storage can be opened; nothing of the estate. */
app.http('health', {
  route: 'health',
  methods: ['GET'],
  authLevel: 'anonymous',
  handler: answerProblems(async () => {
    await openPurser();
    return { jsonBody: { status: 'ok' } };
  }),
});
