import type { PolicyState } from '../model/governance.ts';
import { listByKey } from './input.ts';

/** How an initiative, or a policy that is assigned by itself, stands over all subscriptions. */
export interface InitiativeCompliance {
  /** Of the initiative, or of the single definition. */
  readonly id: string;
  /** The initiative's name; where nobody tells it, the assignment's. */
  readonly name: string;
  readonly isInitiative: boolean;
  readonly assignments: number;
  /**
   * Resources by state, added up over assignments: one that several assignments of the initiative hold for counts
   * in each.
   */
  readonly resources: Readonly<Record<string, number>>;
  /** Policies of the initiative that some resource breaks, of those that were evaluated. */
  readonly policies: { readonly nonCompliant: number; readonly total: number };
}

/** Compliance by initiative with its denominators, sorted by name. */
export function summarizeInitiatives(
  policies: ReadonlyMap<string, PolicyState>,
): readonly InitiativeCompliance[] {
  const summaries = listByKey(policies).flatMap(([, state]) => state.summaries);
  const groups = Map.groupBy(
    summaries,
    ({ setDefinitionId, definitions, assignmentId }) =>
      setDefinitionId || (definitions[0]?.definitionId ?? assignmentId),
  );
  return [...groups]
    .map(([id, group]) => {
      const broken = new Map<string, boolean>();
      const resources = new Map<string, number>();
      for (const { definitions, resources: own } of group) {
        for (const [state, count] of Object.entries(own)) {
          resources.set(state, (resources.get(state) ?? 0) + count);
        }
        for (const { definitionId, referenceId, nonCompliantResources } of definitions) {
          const key = JSON.stringify([definitionId, referenceId.toLowerCase()]);
          broken.set(key, (broken.get(key) ?? false) || nonCompliantResources > 0);
        }
      }
      const named = group.find(({ setDisplayName }) => setDisplayName !== '');
      const [first] = group;
      return {
        id,
        name: named?.setDisplayName ?? first?.displayName ?? id,
        isInitiative: (first?.setDefinitionId ?? '') !== '',
        assignments: group.length,
        resources: Object.fromEntries([...resources].sort(([a], [b]) => (a < b ? -1 : 1))),
        policies: { nonCompliant: [...broken.values()].filter(Boolean).length, total: broken.size },
      };
    })
    .sort((a, b) => (a.name < b.name || (a.name === b.name && a.id < b.id) ? -1 : 1));
}
