import { app, output } from '@azure/functions';
import { openPurser } from '../shared/pipeline/compose.ts';
import { planSamples } from '../shared/pipeline/meter.ts';
import { QUEUES } from '../shared/store/queues.ts';

/** Every few minutes: ask for a sample of each cluster that is metered without an agent. */
app.timer('meterClusters', {
  schedule: '%PURSER_SCHEDULE_METER%',
  return: output.storageQueue({ queueName: QUEUES.meter, connection: 'AzureWebJobsStorage' }),
  handler: async (_timer, context) => {
    const purser = await openPurser();
    return planSamples(purser.app, context.invocationId);
  },
});
