import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { closeMonth } from '../../shared/pipeline/close.ts';
import { requirePeriod } from './report.ts';
import { SESSION_OPTIONS, withPurser } from './session.ts';

/** `close`: freezes the chargeback of a month that is over. */
export async function closePeriod(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { ...SESSION_OPTIONS, period: { type: 'string' } } });
  return withPurser(values, async ({ app }) => {
    const closed = await closeMonth(app, requirePeriod(values.period), randomUUID());
    for (const { currency, total } of closed.statements)
      console.log(`${closed.period.id} is closed: ${total.amount} ${currency}`);
    return 0;
  });
}
