import { app, output } from '@azure/functions';
import { openPurser } from '../shared/pipeline/compose.ts';
import { planChargeback } from '../shared/pipeline/publish.ts';
import { QUEUES } from '../shared/store/queues.ts';
import { carryTrace } from '../shared/telemetry/trace.ts';

/** Early every month: the chargeback of the month before. */
app.timer('reportMonthly', {
  schedule: '%PURSER_SCHEDULE_CHARGEBACK%',
  return: output.storageQueue({ queueName: QUEUES.report, connection: 'AzureWebJobsStorage' }),
  handler: async (_timer, context) => {
    const purser = await openPurser();
    return carryTrace(planChargeback(purser.app, context.invocationId));
  },
});
