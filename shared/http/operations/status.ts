import { z } from 'zod';
import { permitOperation } from '../../access/permit.ts';
import { readStatus } from '../../pipeline/status.ts';
import { answerJson } from '../exchange.ts';
import { guardOperation } from '../operation.ts';

const list = z.array(z.looseObject({}));
const StatusSchema = z.looseObject({
  at: z.iso.datetime(),
  organisation: z.string(),
  coverage: list.describe('Of the last 35 days, by source and scope: read days and the last problem.'),
  reports: list.describe('What is kept.'),
  held: list.describe('Chargebacks that the publish gate holds back.'),
  deliveries: list.describe('The ledger, newest first.'),
  runs: list.describe('Units of work, newest first.'),
  waiting: list.describe('Messages in queues.'),
  poison: list.describe('Messages that were given up.'),
});

/** How the whole runs: what is read, what failed, what waits, what went out. */
export const readWholeStatus = guardOperation({
  id: 'readStatus',
  audit: 'readStatus',
  method: 'GET',
  path: 'status',
  summary: 'Tells those who run Purser what is read, what failed, what waits and what went out.',
  query: z.strictObject({
    kind: z.string().max(200).optional().describe('Only reports and deliveries of this kind.'),
    period: z.string().max(200).optional().describe('Only those of this month or week.'),
    audience: z.string().max(200).optional().describe('Only those of this audience, or of this team.'),
  }),
  answers: { 200: { description: 'The status.', content: { 'application/json': StatusSchema } } },
  async answer({ query }, reader, { app, queues }) {
    return permitOperation(reader) ?? answerJson(200, await readStatus(app, queues, query));
  },
});
