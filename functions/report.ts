import { app, output } from '@azure/functions';
import { openPurser } from '../shared/pipeline/compose.ts';
import { parseReportTask, readMessage } from '../shared/pipeline/messages.ts';
import { publishReports } from '../shared/pipeline/publish.ts';
import { QUEUES } from '../shared/store/queues.ts';

/** Builds the reports of one kind and period and asks for their deliveries. */
app.storageQueue('report', {
  queueName: QUEUES.report,
  connection: 'AzureWebJobsStorage',
  return: output.storageQueue({ queueName: QUEUES.deliver, connection: 'AzureWebJobsStorage' }),
  handler: async (message) => {
    const purser = await openPurser();
    const task = await readMessage(purser.app, 'report', parseReportTask, message);
    return publishReports(purser.app, task);
  },
});
