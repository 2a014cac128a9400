import { app, output } from '@azure/functions';
import { openPurser } from '../shared/pipeline/compose.ts';
import { nightlyRequest, planCollection } from '../shared/pipeline/plan.ts';
import { QUEUES } from '../shared/store/queues.ts';
import { carryTrace } from '../shared/telemetry/trace.ts';

/** Every night: read again what Azure may still change, and what is missing. */
app.timer('collectNightly', {
  schedule: '%PURSER_SCHEDULE_COLLECT%',
  return: output.storageQueue({ queueName: QUEUES.collect, connection: 'AzureWebJobsStorage' }),
  handler: async (_timer, context) => {
    const purser = await openPurser();
    return carryTrace(planCollection(nightlyRequest(purser.app), context.invocationId));
  },
});
