import { z } from 'zod';
import { isDenial } from '../../access/denial.ts';
import { permitOperation } from '../../access/permit.ts';
import type { Reader } from '../../access/reader.ts';
import { RequestError } from '../../model/errors.ts';
import type { DeliveryWish } from '../../model/tasks.ts';
import { requestDeliveries } from '../../pipeline/answer.ts';
import { guardOperation, NO_QUERY } from '../operation.ts';
import { namedIn, permitWanted, REPORT_PATH } from './report.ts';
import { ACCEPTED, acceptWork } from './runs.ts';

const WishSchema = z.strictObject({
  to: z
    .enum(['me', 'audiences'])
    .default('me')
    .describe('me: a preview to your own address. audiences: everybody the report is for.'),
  team: z.string().max(200).exactOptional().describe('A team’s part only.'),
  again: z
    .boolean()
    .default(false)
    .describe('To audiences: also what went out already, as a deliberate repeat.'),
});

/** Sends a report now: to whoever asks, or to everybody it is for. */
export const sendReport = guardOperation({
  id: 'requestDelivery',
  audit: 'requestDelivery',
  method: 'POST',
  path: 'reports/{kind}/{period}/deliveries',
  summary: 'Sends a report now: to you, or, by those who run Purser, to everybody it is for.',
  pathParameters: REPORT_PATH,
  query: NO_QUERY,
  body: WishSchema,
  answers: ACCEPTED,
  wanted: ({ path, body }) => ({ ...path, team: body.team }),
  async answer({ question, path, body }, reader, parts) {
    const { app } = parts;
    const denial = body.to === 'audiences' ? permitOperation(reader) : undefined;
    if (denial) return denial;
    const wanted = permitWanted(app, reader, { ...namedIn(path), team: body.team });
    if (isDenial(wanted)) return wanted;
    const { kind, period, team } = wanted;
    const wish: DeliveryWish = {
      ...(body.to === 'me' && { to: addressOf(reader) }),
      ...(team !== undefined && { team }),
      ...(body.again && { again: true }),
    };
    const message = requestDeliveries(app, { kind, period: period.id }, question.invocation, wish);
    const subject = `${kind} ${period.id}${team ? ` of ${team}` : ''} to ${wish.to ?? 'audiences'}`;
    return acceptWork(question, parts, reader, { subject, task: { queue: 'report', message } });
  },
});

function addressOf({ address }: Reader): string {
  if (address !== undefined) return address;
  throw new RequestError(
    'There is no address of yours to send to.',
    'Sign in with an account that has one, or have it sent to its audiences.',
  );
}
