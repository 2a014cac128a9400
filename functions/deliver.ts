import { app } from '@azure/functions';
import { openPurser } from '../shared/pipeline/compose.ts';
import { deliverTask } from '../shared/pipeline/deliver.ts';
import { parseDeliverTask, readMessage } from '../shared/pipeline/messages.ts';
import { QUEUES } from '../shared/store/queues.ts';

/** As host.json has it: the queue gives a message up after this many tries. */
const MAX_TRIES = 5;

/** Hands one report to one audience on one channel, once. */
app.storageQueue('deliver', {
  queueName: QUEUES.deliver,
  connection: 'AzureWebJobsStorage',
  handler: async (message, context) => {
    const purser = await openPurser();
    const task = await readMessage(purser.app, 'deliver', parseDeliverTask, message);
    await deliverTask(purser.app, task, Number(context.triggerMetadata?.dequeueCount ?? 1) >= MAX_TRIES);
  },
});
