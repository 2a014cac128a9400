import { app } from '@azure/functions';
import { openPurser } from '../shared/pipeline/compose.ts';
import { parseMeterTask, readMessage } from '../shared/pipeline/messages.ts';
import { meterTask } from '../shared/pipeline/meter.ts';
import { QUEUES } from '../shared/store/queues.ts';

/** Takes one sample of one cluster's pods, nodes, volumes and load balancers. */
app.storageQueue('meter', {
  queueName: QUEUES.meter,
  connection: 'AzureWebJobsStorage',
  handler: async (message) => {
    const purser = await openPurser();
    const task = await readMessage(purser.app, 'meter', parseMeterTask, message);
    await meterTask(purser.app, purser.sampler, task);
  },
});
