import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { reopenMonth } from '../../shared/pipeline/reopen.ts';
import { DECISION_OPTIONS, nameDecider, requireReason } from './decision.ts';
import { requirePeriod } from './report.ts';
import { SESSION_OPTIONS, withPurser } from './session.ts';

/** `reopen`: makes a closed month provisional again; its closed revision stays readable. */
export async function reopenPeriod(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { ...SESSION_OPTIONS, ...DECISION_OPTIONS } });
  const period = requirePeriod(values.period);
  const decision = { by: nameDecider(values.by), reason: requireReason(values.reason) };
  return withPurser(values, async ({ app }) => {
    const { revision, hash } = await reopenMonth(app, period, decision, randomUUID());
    console.log(`${period} is open again; revision ${revision} (data ${hash.slice(0, 12)}) stays readable.`);
    console.log(`  → when it is right: npm run purser -- close --period ${period}`);
    return 0;
  });
}
