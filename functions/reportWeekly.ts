import { app, output } from '@azure/functions';
import { openPurser } from '../shared/pipeline/compose.ts';
import { planWeekly } from '../shared/pipeline/publish.ts';
import { QUEUES } from '../shared/store/queues.ts';
import { carryTrace } from '../shared/telemetry/trace.ts';

/** Every Monday: the digests, the governance report and the health note of the week before. */
app.timer('reportWeekly', {
  schedule: '%PURSER_SCHEDULE_WEEKLY%',
  return: output.storageQueue({ queueName: QUEUES.report, connection: 'AzureWebJobsStorage' }),
  handler: async (_timer, context) => {
    const purser = await openPurser();
    return planWeekly(purser.app, context.invocationId).map(carryTrace);
  },
});
