import { app, output } from '@azure/functions';
import { OPERATIONS } from '../shared/http/operations.ts';
import { respond } from '../shared/http/respond.ts';
import { openPurser } from '../shared/pipeline/compose.ts';
import { QUEUES } from '../shared/store/queues.ts';
import { redactError } from '../shared/telemetry/redact.ts';
import { carryTrace } from '../shared/telemetry/trace.ts';
import { toQuestion, toResponse } from './http/exchange.ts';

const connection = 'AzureWebJobsStorage';
const outputs = {
  collect: output.storageQueue({ queueName: QUEUES.collect, connection }),
  report: output.storageQueue({ queueName: QUEUES.report, connection }),
};

/** People come signed in, through App Service authentication; automation comes with a key that the host checks. */
const DOORS = [
  { door: 'browser', prefix: '', suffix: '', authLevel: 'anonymous' },
  { door: 'automation', prefix: 'automation/', suffix: 'ByKey', authLevel: 'function' },
] as const;

for (const { door, prefix, suffix, authLevel } of DOORS) {
  for (const operation of OPERATIONS.filter(({ access }) => access === 'reader' || door === 'browser')) {
    app.http(`${operation.id}${suffix}`, {
      route: `${prefix}${operation.path}`,
      methods: operation.method === 'GET' ? ['GET', 'HEAD'] : ['POST'],
      authLevel,
      extraOutputs: operation.method === 'POST' ? Object.values(outputs) : [],
      handler: async (request, context) => {
        const question = toQuestion(request, door, context.invocationId);
        const answer = await respond(operation, question, openPurser);
        if (answer.task)
          context.extraOutputs.set(outputs[answer.task.queue], carryTrace(answer.task.message));
        if (answer.failure !== undefined) context.error(redactError(answer.failure));
        return toResponse(answer);
      },
    });
  }
}
