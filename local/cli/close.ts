import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { parseAccepted } from '../../shared/closing/obstacles.ts';
import { closeMonth } from '../../shared/pipeline/close.ts';
import { DECISION_OPTIONS, nameDecider } from './decision.ts';
import { requirePeriod } from './report.ts';
import { SESSION_OPTIONS, withPurser } from './session.ts';

/** `close`: freezes the chargeback of a month that is over. */
export async function closePeriod(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { ...SESSION_OPTIONS, ...DECISION_OPTIONS, accept: { type: 'string' } },
  });
  const period = requirePeriod(values.period);
  const request = {
    by: nameDecider(values.by),
    accept: parseAccepted(values.accept),
    reason: values.reason?.trim() ?? '',
  };
  return withPurser(values, async ({ app }) => {
    const { statements, life } = await closeMonth(app, period, request, randomUUID());
    const { revision = 1, accepted = [] } = life?.closing ?? {};
    for (const { currency, total } of statements)
      console.log(`${period} is closed as revision ${revision}: ${total.amount} ${currency}`);
    if (accepted.length > 0)
      console.log(`It was closed over ${accepted.join(', ')}; the statement says why.`);
    return 0;
  });
}
