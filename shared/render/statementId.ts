import { partOf } from '../reports/audience.ts';
import type { ChargebackReport } from '../reports/chargebackReport.ts';
import { hashReport } from '../reports/identity.ts';

/** Reports are frozen, and hashing a large one takes as long as rendering it: each is hashed once. */
const known = new WeakMap<ChargebackReport, string>();

/** What a statement is called on a journal and in files: period, team, and the hash of its data. */
export function statementIdOf(report: ChargebackReport): string {
  const id = known.get(report);
  if (id !== undefined) return id;
  const part = partOf(report.audience);
  const fresh = ['AKS', report.period.id, ...(part ? [part] : []), hashReport(report).slice(0, 8)].join('-');
  known.set(report, fresh);
  return fresh;
}
