import { app } from '@azure/functions';
import { openPurser } from '../shared/pipeline/compose.ts';
import { deliverTask } from '../shared/pipeline/deliver.ts';
import { parseDeliverTask, readMessage } from '../shared/pipeline/messages.ts';
import { QUEUES } from '../shared/store/queues.ts';

/** Hands one report to one audience on one channel, once; what may pass is tried again later. */
app.storageQueue('deliver', {
  queueName: QUEUES.deliver,
  connection: 'AzureWebJobsStorage',
  handler: async (message) => {
    const purser = await openPurser();
    const task = await readMessage(purser.app, 'deliver', parseDeliverTask, message);
    await deliverTask(purser.app, task, (again, seconds) =>
      purser.queues.sendLater('deliver', again, seconds),
    );
  },
});
