import { app } from '@azure/functions';
import { answerUnknown } from '../shared/http/unknown.ts';
import { toQuestion, toResponse } from './http/exchange.ts';

/** Whatever no other route takes, so that also an address or a method that is not there is answered in our words. */
app.http('answerUnknown', {
  route: '{*path}',
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
  authLevel: 'anonymous',
  handler: async (request, context) =>
    toResponse(answerUnknown(toQuestion(request, 'browser', context.invocationId))),
});
