import type { Finding } from '../model/governance.ts';
import type { Day } from '../model/time.ts';

/**
 * Tells when a finding was last seen. One that is there as it was is not written again with every reading, so
 * that the day its scope was last read is the day it was last seen, unless it is marked as not seen since.
 */
export function fillLastSeen(finding: Finding, appliedDays: ReadonlyMap<string, Day>): Finding {
  const { state, scope, lastSeen, notSeenSince } = finding;
  const applied = appliedDays.get(scope);
  if (state === 'resolved' || notSeenSince !== undefined || applied === undefined) return finding;
  return applied > lastSeen ? { ...finding, lastSeen: applied } : finding;
}
