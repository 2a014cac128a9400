import { matchesPattern } from '../config/pattern.ts';
import type { ConfiguredExemption } from '../config/schema.ts';
import type { Exemption, Finding, ObservedFinding } from '../model/governance.ts';
import { addDays, type Day } from '../model/time.ts';

/** Days before its end from which an exemption is announced as expiring. */
const EXPIRING_DAYS = 30;

/**
 * Excuses what the configuration excuses, and takes back what nobody excuses any longer: an exemption holds
 * until its last day and not one day more, Azure's as well as Purser's own. Where both excuse, Azure's is named.
 */
export function excuseFinding(
  observed: ObservedFinding,
  configured: readonly ConfiguredExemption[],
  day: Day,
): ObservedFinding {
  const { exemption, ...finding } = observed;
  if (observed.exempt && (exemption === undefined || holds(exemption, day))) return observed;
  const entry = configured.find((one) => holds(one, day) && excuses(one, observed));
  if (!entry) return observed.exempt ? { ...finding, exempt: false } : observed;
  const { reason, by, until } = entry;
  return { ...finding, exempt: true, exemption: { from: 'purser', reason, by, until: until as Day } };
}

/** Whether an exemption still holds on a day. */
export function holds({ until }: { readonly until: string | undefined }, day: Day): boolean {
  return until === undefined || until >= day;
}

/** Whether an exemption ends within 30 days of `day`, and has not ended yet. */
export function isExpiring(exemption: Pick<Exemption, 'until'>, day: Day): boolean {
  return (
    exemption.until !== undefined && holds(exemption, day) && exemption.until <= addDays(day, EXPIRING_DAYS)
  );
}

/** Whether an entry of the configuration is about a finding, whenever it holds. */
export function excuses(entry: ConfiguredExemption, finding: ObservedFinding): boolean {
  const isWithin = (pattern: string | undefined, value: string): boolean =>
    pattern === undefined || matchesPattern(value, pattern);
  return (
    isWithin(entry.control, finding.control) &&
    isWithin(entry.finding, finding.id) &&
    isWithin(entry.namespace, finding.namespace) &&
    isWithin(entry.cluster, finding.clusterName)
  );
}

/** An exemption as reports list it. */
export interface ExemptionLine extends Exemption {
  /** What it is about, in the words of the configuration; `''` for Azure's. */
  readonly about: string;
  /** Findings that it is about and that are not resolved. */
  readonly findings: number;
  /** `unused`: it holds and no finding is there that it is about. */
  readonly state: 'active' | 'expiring' | 'expired' | 'unused';
}

/**
 * Every exemption, never silently: each entry of the configuration, also one that matches nothing, then Azure's
 * of findings by their end, reason and author.
 * @param findings as they stood on `day`
 */
export function listExemptions(
  findings: readonly Finding[],
  configured: readonly ConfiguredExemption[],
  day: Day,
): readonly ExemptionLine[] {
  const standing = findings.filter(({ state }) => state !== 'resolved');
  const own = configured.map((entry): ExemptionLine => {
    const { reason, by } = entry;
    const until = entry.until as Day;
    const count = standing.filter((finding) => excuses(entry, finding)).length;
    const state = judgeExemption({ until }, count, day);
    return { from: 'purser', reason, by, until, about: describeEntry(entry), findings: count, state };
  });
  const byAzure = standing.filter(({ exempt, exemption }) => exempt && exemption?.from !== 'purser');
  const groups = Map.groupBy(byAzure, ({ exemption }) =>
    JSON.stringify([exemption?.until ?? '9999', exemption?.reason, exemption?.by]),
  );
  const azure = [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, group]): ExemptionLine => {
      const { reason = '', by = '', until = undefined } = group[0]?.exemption ?? {};
      const state = judgeExemption({ until }, group.length, day);
      return { from: 'azure', reason, by, until, about: '', findings: group.length, state };
    });
  return [...own, ...azure];
}

function judgeExemption(
  exemption: Pick<Exemption, 'until'>,
  count: number,
  day: Day,
): ExemptionLine['state'] {
  if (!holds(exemption, day)) return 'expired';
  if (count === 0) return 'unused';
  return isExpiring(exemption, day) ? 'expiring' : 'active';
}

/** `control privileged-containers, namespace shop` */
function describeEntry(entry: ConfiguredExemption): string {
  const parts = (['control', 'finding', 'cluster', 'namespace'] as const).flatMap((key) =>
    entry[key] === undefined ? [] : [`${key} ${entry[key]}`],
  );
  return parts.join(', ');
}
