import type { DefenderState, RegulatoryControl, RegulatoryStandard } from '../model/governance.ts';
import { listByKey } from './input.ts';

/** A regulatory standard over all subscriptions that are held against it; a control counts once in each. */
export interface StandardSummary {
  readonly name: string;
  readonly subscriptions: number;
  readonly passed: number;
  readonly failed: number;
  /** Switched off by somebody: no pass. */
  readonly skipped: number;
  /** Nobody judges them automatically: no pass. */
  readonly unsupported: number;
  /** `passed + failed`, what a share of passes is a share of. */
  readonly judged: number;
  /** Controls that fail anywhere, those with the most failed assessments first. */
  readonly failing: readonly {
    readonly name: string;
    readonly title: string;
    readonly subscriptions: number;
    readonly failedAssessments: number;
  }[];
}

/** Adds up what subscriptions are held against, by standard, sorted by name. */
export function summarizeStandards(defender: ReadonlyMap<string, DefenderState>): readonly StandardSummary[] {
  const standards = listByKey(defender).flatMap(([, state]) => state.standards);
  return [...Map.groupBy(standards, ({ name }) => name)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, group]) => {
      const total = (count: (standard: RegulatoryStandard) => number): number =>
        group.reduce((sum, standard) => sum + count(standard), 0);
      const passed = total((standard) => standard.passed);
      const failed = total((standard) => standard.failed);
      return {
        name,
        subscriptions: group.length,
        passed,
        failed,
        skipped: total((standard) => standard.skipped),
        unsupported: total((standard) => standard.unsupported),
        judged: passed + failed,
        failing: listFailing(group.flatMap(({ controls }) => controls)),
      };
    });
}

function listFailing(controls: readonly RegulatoryControl[]): StandardSummary['failing'] {
  const failed = controls.filter(({ state }) => state === 'failed');
  return [...Map.groupBy(failed, ({ name }) => name)]
    .map(([name, group]) => ({
      name,
      title: group[0]?.title ?? '',
      subscriptions: group.length,
      failedAssessments: group.reduce((sum, control) => sum + control.failed, 0),
    }))
    .sort((a, b) => b.failedAssessments - a.failedAssessments || (a.name < b.name ? -1 : 1));
}
