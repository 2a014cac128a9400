import { permitOperation } from '../../access/permit.ts';
import { requestCollection } from '../../pipeline/answer.ts';
import { CollectionSchema } from '../../pipeline/messages.ts';
import { guardOperation, NO_QUERY } from '../operation.ts';
import { ACCEPTED, acceptWork } from './runs.ts';

/** Reads a window of days now: a first back-fill, or days that were missed. */
export const collectDays = guardOperation({
  id: 'requestCollection',
  audit: 'requestCollection',
  method: 'POST',
  path: 'collections',
  summary: 'Reads days from the sources now: a first back-fill, or days that were missed.',
  query: NO_QUERY,
  body: CollectionSchema,
  answers: ACCEPTED,
  async answer({ question, body }, reader, parts) {
    const denial = permitOperation(reader);
    if (denial) return denial;
    const message = requestCollection(parts.app, body, question.invocation);
    const subject = `collection ${body.from}..${body.to}${body.source ? ` ${body.source}` : ''}`;
    return acceptWork(question, parts, reader, { subject, task: { queue: 'collect', message } });
  },
});
