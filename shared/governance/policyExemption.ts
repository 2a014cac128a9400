import { parseArmId } from '../model/estate.ts';
import type { PolicyExemption, PolicyState } from '../model/governance.ts';
import { addDays, type Day } from '../model/time.ts';
import { findControl } from './catalogue.ts';
import { listByKey } from './input.ts';

/** Days before its end in which an exemption is pointed out. */
const NOTICE_DAYS = 30;

/** An exemption of Azure Policy, and what has become of it by a day. */
export interface ReviewedExemption {
  readonly exemption: PolicyExemption;
  /** Name of the assignment; `''` when Azure shows no such assignment any more. */
  readonly assignmentName: string;
  /** `expiring` within 30 days; one that never expires stays `active`. */
  readonly state: 'active' | 'expiring' | 'expired';
  /** Components, clusters and registries that are exempt because of it. */
  readonly spares: number;
  /** True for one that still holds and spares nothing: its assignment is gone, or nothing is left to spare. */
  readonly matchesNothing: boolean;
}

/**
 * Reviews the exemptions of Azure Policy that concern clusters and registries, each once however many subscriptions
 * show it, sorted by id.
 */
export function reviewExemptions(
  policies: ReadonlyMap<string, PolicyState>,
  day: Day,
): readonly ReviewedExemption[] {
  const exemptions = new Map<string, PolicyExemption>();
  const spared = new Map<string, number>();
  const assignments = new Map<string, string>();
  const judging = new Set<string>();
  for (const [, state] of listByKey(policies)) {
    for (const exemption of state.exemptions) exemptions.set(exemption.id, exemption);
    for (const { exemptionId, assignmentId } of state.components) {
      judging.add(assignmentId);
      if (exemptionId !== '') spared.set(exemptionId, (spared.get(exemptionId) ?? 0) + 1);
    }
    for (const { assignmentId, displayName, definitions } of state.summaries) {
      assignments.set(assignmentId, displayName);
      if (definitions.some(({ definitionId }) => findControl('policy', definitionId)))
        judging.add(assignmentId);
    }
  }
  return listByKey(exemptions)
    .filter(([id, exemption]) => spared.has(id) || concernsEstate(exemption, assignments, judging))
    .map(([id, exemption]) => {
      const state = stateOf(exemption, day);
      const spares = spared.get(id) ?? 0;
      return {
        exemption,
        assignmentName: assignments.get(exemption.assignmentId) ?? '',
        state,
        spares,
        matchesNothing: state !== 'expired' && spares === 0 && !exemption.selective,
      };
    });
}

/** A wide exemption from an assignment about machines or databases is none of ours. */
function concernsEstate(
  { scope, assignmentId }: PolicyExemption,
  assignments: ReadonlyMap<string, string>,
  judging: ReadonlySet<string>,
): boolean {
  const { type } = parseArmId(scope);
  const isNarrow = type !== '' && type !== 'microsoft.management/managementgroups';
  return isNarrow || judging.has(assignmentId) || !assignments.has(assignmentId);
}

function stateOf({ expiresOn }: PolicyExemption, day: Day): ReviewedExemption['state'] {
  if (expiresOn === undefined) return 'active';
  if (expiresOn < `${day}T00:00:00.000Z`) return 'expired';
  return expiresOn < `${addDays(day, NOTICE_DAYS)}T00:00:00.000Z` ? 'expiring' : 'active';
}
