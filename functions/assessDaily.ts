import { app, output } from '@azure/functions';
import { openPurser } from '../shared/pipeline/compose.ts';
import { planAssessment } from '../shared/pipeline/publish.ts';
import { QUEUES } from '../shared/store/queues.ts';
import { carryTrace } from '../shared/telemetry/trace.ts';

/** Every morning after collection: hold the day's readings against the life stories of findings. */
app.timer('assessDaily', {
  schedule: '%PURSER_SCHEDULE_ASSESS%',
  return: output.storageQueue({ queueName: QUEUES.report, connection: 'AzureWebJobsStorage' }),
  handler: async (_timer, context) => {
    const purser = await openPurser();
    return carryTrace(planAssessment(purser.app, context.invocationId));
  },
});
