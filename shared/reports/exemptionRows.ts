import type { ConfiguredExemption } from '../config/schema.ts';
import { listExemptions } from '../governance/exemption.ts';
import { type ReviewedExemption, reviewExemptions } from '../governance/policyExemption.ts';
import { toLine } from '../governance/wording.ts';
import type { Finding, PolicyState } from '../model/governance.ts';
import { compareText } from '../model/order.ts';
import { type Day, dayOf, type Instant } from '../model/time.ts';
import type { ExemptionRow } from './governanceReport.ts';

const URGENCY = ['expired', 'expiring', 'unused', 'active'] as const;

/**
 * Every exemption, Azure's and Purser's own: what needs somebody's attention first, then by its end.
 * @param findings as they stood on `day`
 */
export function listExemptionRows(
  findings: readonly Finding[],
  configured: readonly ConfiguredExemption[],
  policy: ReadonlyMap<string, PolicyState>,
  day: Day,
): readonly ExemptionRow[] {
  const reviewed = reviewExemptions(policy, day).map(toRow);
  const known = new Set(reviewed.map(identify));
  const others = listExemptions(findings, configured, day)
    .map(({ findings: count, ...line }): ExemptionRow => ({ ...line, category: '', count }))
    // Findings name Azure Policy's exemptions by end and reason; those have a row already.
    .filter((row) => row.from === 'purser' || !known.has(identify(row)));
  return [...others, ...reviewed].sort(
    (a, b) =>
      URGENCY.indexOf(a.state) - URGENCY.indexOf(b.state) ||
      compareText(a.until ?? '9999', b.until ?? '9999') ||
      compareText(`${a.from}|${a.about}|${a.reason}`, `${b.from}|${b.about}|${b.reason}`),
  );
}

function toRow({
  exemption,
  assignmentName,
  state,
  spares,
  matchesNothing,
}: ReviewedExemption): ExemptionRow {
  const { displayName, description, category, expiresOn } = exemption;
  return {
    from: 'azure',
    reason: toLine(description || displayName),
    by: '',
    until: expiresOn === undefined ? undefined : lastDayOf(expiresOn),
    about: toLine([displayName, assignmentName].filter(Boolean).join(', of ')),
    category,
    count: spares,
    state: matchesNothing ? 'unused' : state,
  };
}

/** What ends at midnight held for the last time on the day before. */
function lastDayOf(end: Instant): Day {
  return dayOf(new Date(Date.parse(end) - 1));
}

function identify({ until, reason }: ExemptionRow): string {
  return JSON.stringify([until ?? '', reason]);
}
