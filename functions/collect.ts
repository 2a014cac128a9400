import { app, output } from '@azure/functions';
import { collectOrWait } from '../shared/pipeline/collect.ts';
import { openPurser } from '../shared/pipeline/compose.ts';
import { parseCollectTask, readMessage } from '../shared/pipeline/messages.ts';
import { QUEUES } from '../shared/store/queues.ts';

/** Reads one source for one scope; the inventory's reading is followed by everything else there is to read. */
app.storageQueue('collect', {
  queueName: QUEUES.collect,
  connection: 'AzureWebJobsStorage',
  return: output.storageQueue({ queueName: QUEUES.collect, connection: 'AzureWebJobsStorage' }),
  handler: async (message) => {
    const purser = await openPurser();
    const task = await readMessage(purser.app, 'collect', parseCollectTask, message);
    return collectOrWait(purser.app, task, (again, seconds) =>
      purser.queues.sendLater('collect', again, seconds),
    );
  },
});
