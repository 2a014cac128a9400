import type { Config } from '../config/schema.ts';
import { needsOperator } from '../reports/healthReport.ts';
import type { Report } from '../reports/report.ts';
import { identityOf } from './directory.ts';

/** What somebody can ask not to be sent. */
export type OptionalKind = Config['audiences']['optOut'][number]['kinds'][number];

/**
 * What a report is to those who may opt out; undefined for what nobody can: the organisation's chargeback, and a health
 * note of something wrong.
 */
export function optionalKindOf(report: Report): OptionalKind | undefined {
  if (report.kind === 'chargeback' && report.audience === 'organisation') return undefined;
  if (report.kind === 'health' && needsOperator(report)) return undefined;
  return report.kind === 'digest' && report.focus === 'overdue' ? 'overdue' : report.kind;
}

/** Whether an address has asked not to get something. */
export function hasOptedOut(config: Config, kind: OptionalKind | undefined, address: string): boolean {
  if (kind === undefined) return false;
  return config.audiences.optOut.some(
    (entry) => identityOf(entry.address) === identityOf(address) && entry.kinds.includes(kind),
  );
}
