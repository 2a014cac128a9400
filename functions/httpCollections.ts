import { app, output } from '@azure/functions';
import { requestCollection } from '../shared/pipeline/answer.ts';
import { openPurser } from '../shared/pipeline/compose.ts';
import { QUEUES } from '../shared/store/queues.ts';
import { answerProblems } from './http/problem.ts';

const collectQueue = output.storageQueue({ queueName: QUEUES.collect, connection: 'AzureWebJobsStorage' });

/** Reads a window of days now: a first back-fill, or days that were missed. */
app.http('requestCollection', {
  route: 'collections',
  methods: ['POST'],
  authLevel: 'function',
  extraOutputs: [collectQueue],
  handler: answerProblems(async (request, context) => {
    const { app: purser } = await openPurser();
    const body: unknown = await request.json().catch(() => undefined);
    context.extraOutputs.set(collectQueue, requestCollection(purser, body, context.invocationId));
    return { status: 202, headers: { Location: '/api/status' }, jsonBody: { run: context.invocationId } };
  }),
});
