import { app, output } from '@azure/functions';
import { requestDeliveries } from '../shared/pipeline/answer.ts';
import { openPurser } from '../shared/pipeline/compose.ts';
import { QUEUES } from '../shared/store/queues.ts';
import { answerProblems } from './http/problem.ts';

const reportQueue = output.storageQueue({ queueName: QUEUES.report, connection: 'AzureWebJobsStorage' });

/** Builds and delivers now, to everybody the report is for; what went out already does not go out again. */
app.http('requestDeliveries', {
  route: 'reports/{kind}/{period}/deliveries',
  methods: ['POST'],
  authLevel: 'function',
  extraOutputs: [reportQueue],
  handler: answerProblems(async (request, context) => {
    const { app: purser } = await openPurser();
    const { kind = '', period = '' } = request.params;
    context.extraOutputs.set(reportQueue, requestDeliveries(purser, { kind, period }, context.invocationId));
    return { status: 202, headers: { Location: '/api/status' }, jsonBody: { run: context.invocationId } };
  }),
});
