import type { DefenderState, PolicyState } from '../../model/governance.ts';
import { countLooks } from '../azure/assessed.ts';
import { withRegulatoryControls } from '../azure/compliance.ts';
import { assignGovernance } from '../azure/governanceAssignment.ts';
import { withControls } from '../azure/secureScore.ts';
import type { FileReading, Scoped } from './reading.ts';
import type { Warning } from './warning.ts';

/** Policy and Defender of each subscription that the folder tells of. */
export interface GatheredGovernance {
  readonly policy: ReadonlyMap<string, PolicyState>;
  readonly defender: ReadonlyMap<string, DefenderState>;
  readonly warnings: readonly Warning[];
}

/**
 * Puts together what files say of a subscription. What names no subscription goes to the folder's only one;
 * where there are several it is left out, with a warning.
 */
export function gatherGovernance(
  readings: readonly FileReading[],
  subscriptions: readonly string[],
): GatheredGovernance {
  const only = subscriptions.length === 1 ? subscriptions[0] : undefined;
  const warnings: Warning[] = [];
  const scopesOf = (pick: (reading: FileReading) => ReadonlySet<string>): readonly string[] => {
    const scopes = readings.flatMap((reading) => [...pick(reading)].map((scope) => scope || (only ?? '')));
    return [...new Set(scopes)].filter(Boolean).sort();
  };
  const valuesOf = <T>(pick: (reading: FileReading) => readonly Scoped<T>[], scope: string): readonly T[] =>
    readings.flatMap((reading) =>
      pick(reading).flatMap(({ subscriptionId, value }) =>
        (subscriptionId || only) === scope ? [value] : [],
      ),
    );
  for (const reading of readings) {
    const lost = [...reading.policyScopes, ...reading.defenderScopes].includes('') && only === undefined;
    if (lost)
      warnings.push({ place: reading.file, warning: 'What names no subscription in it is left out.' });
  }
  const policy = new Map<string, PolicyState>();
  for (const scope of scopesOf((reading) => reading.policyScopes)) {
    policy.set(scope, {
      components: valuesOf((reading) => reading.components, scope),
      summaries: [],
      exemptions: [],
      componentsLost: 0,
      warnings: warnUnread(
        readings.filter((reading) => [...reading.policyScopes].some((own) => (own || only) === scope)),
      ),
    });
  }
  const defender = new Map<string, DefenderState>();
  for (const scope of scopesOf((reading) => reading.defenderScopes)) {
    defender.set(scope, {
      assessments: assignGovernance(
        valuesOf((reading) => reading.assessments, scope),
        valuesOf((reading) => reading.assignments, scope),
      ),
      assessed: countLooks(valuesOf((reading) => reading.looks, scope)),
      alerts: valuesOf((reading) => reading.alerts, scope),
      secureScore: withControls(
        valuesOf((reading) => reading.scores, scope)[0],
        valuesOf((reading) => reading.scoreControls, scope),
      ),
      standards: withRegulatoryControls(
        valuesOf((reading) => reading.standards, scope),
        valuesOf((reading) => reading.regulatoryControls, scope),
      ),
      plans: valuesOf((reading) => reading.plans, scope),
      assessmentsLost: valuesOf((reading) => reading.lostAssessments, scope).length,
      warnings: warnUnread(
        readings.filter((reading) => [...reading.defenderScopes].some((own) => (own || only) === scope)),
      ),
    });
  }
  return { policy, defender, warnings };
}

/** What could not be read of the files that told of a subscription; a file with warnings is named. */
function warnUnread(readings: readonly FileReading[]): readonly string[] {
  return readings.flatMap(({ file, warnings }) => warnings.map((warning) => `${file}: ${warning}`));
}
