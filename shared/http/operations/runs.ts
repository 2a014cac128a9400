import { z } from 'zod';
import { mayOperate, type Reader } from '../../access/reader.ts';
import { RequestError } from '../../model/errors.ts';
import { readProgress } from '../../pipeline/progress.ts';
import { recordRequest } from '../../pipeline/runs.ts';
import {
  answerJson,
  type HttpAnswer,
  type HttpParts,
  type HttpQuestion,
  type QueuedTask,
} from '../exchange.ts';
import { guardOperation, NO_QUERY } from '../operation.ts';

/** Seconds after which it is worth asking how far a run has come. */
const POLL_SECONDS = 5;

const RunSchema = z.object({
  run: z.string(),
  subject: z.string().describe('What was asked for.'),
  by: z.string().describe('Id of whoever asked.'),
  askedAt: z.iso.datetime(),
  state: z.enum(['queued', 'running', 'done', 'failed']),
  planned: z.int().describe('Units of work known so far.'),
  done: z.int(),
  failed: z.int().describe('Failed at their last try, which the queue may yet repeat.'),
  problems: z.array(z.object({ subject: z.string(), message: z.string(), remedy: z.string() })),
});

/** How far long work has come that somebody asked for. */
export const readRun = guardOperation({
  id: 'readRun',
  audit: 'readStatus',
  method: 'GET',
  path: 'runs/{run}',
  summary:
    'Tells how far a delivery or a collection has come: to whoever asked for it, and to those who run Purser.',
  pathParameters: { run: 'As the answer to the request named it.' },
  query: NO_QUERY,
  answers: {
    200: {
      description: 'The run. While it is queued or runs, Retry-After says when to ask again.',
      content: { 'application/json': RunSchema },
    },
  },
  async answer({ path: { run = '' } }, reader, { app }) {
    const progress = await readProgress(app, run);
    if (!progress || !maySee(reader, progress.by)) {
      throw new RequestError(
        'There is no such run, or it is not yours to see.',
        'Ask for it by the address that you were given.',
        {
          kind: 'notFound',
        },
      );
    }
    const isOpen = progress.state === 'queued' || progress.state === 'running';
    return answerJson(200, progress, isOpen ? { 'Retry-After': String(POLL_SECONDS) } : {});
  },
});

function maySee(reader: Reader, by: string): boolean {
  return mayOperate(reader) || reader.id === by;
}

const AcceptedSchema = z.object({
  run: z.string(),
  status: z.string().describe('Where to ask how far it has come.'),
});

/** The answer to a request for long work. */
export const ACCEPTED = {
  202: {
    description: 'It will be done. Location has its status.',
    headers: { Location: 'Address of the run.', 'Retry-After': 'Seconds until it is worth asking.' },
    content: { 'application/json': AcceptedSchema },
  },
} as const;

/** Records who asked for what, and answers that it will be done. */
export async function acceptWork(
  { invocation, door }: HttpQuestion,
  { app }: HttpParts,
  reader: Reader,
  { subject, task }: { readonly subject: string; readonly task: QueuedTask },
): Promise<HttpAnswer> {
  await recordRequest(app, { run: invocation, subject, by: reader.id });
  app.log('info', 'Work was asked for', { run: invocation, subject, reader: reader.id });
  const status = `/api/${door === 'automation' ? 'automation/' : ''}runs/${invocation}`;
  const headers = { Location: status, 'Retry-After': String(POLL_SECONDS) };
  return { ...answerJson(202, { run: invocation, status }, headers), task };
}
