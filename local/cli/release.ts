import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { releaseMonth } from '../../shared/pipeline/release.ts';
import { DECISION_OPTIONS, nameDecider, requireReason } from './decision.ts';
import { requirePeriod } from './report.ts';
import { SESSION_OPTIONS, withPurser } from './session.ts';

/** `release`: lets the data of a held chargeback through the publish gate. */
export async function releasePeriod(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { ...SESSION_OPTIONS, ...DECISION_OPTIONS } });
  const period = requirePeriod(values.period);
  const decision = { by: nameDecider(values.by), reason: requireReason(values.reason) };
  return withPurser(values, async ({ app }) => {
    const { hash, held } = await releaseMonth(app, period, decision, randomUUID());
    console.log(`${period} is released (data ${hash.slice(0, 12)}), though held for ${held.join(', ')}.`);
    console.log(`  → deliver it: npm run purser -- deliver chargeback --period ${period}`);
    return 0;
  });
}
