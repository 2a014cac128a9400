import { parseArmId } from '../../model/estate.ts';
import type {
  Assessment,
  DefenderPlan,
  RegulatoryStandard,
  SecureScore,
  SecureScoreControl,
  SecurityAlert,
} from '../../model/governance.ts';
import { parseAlert } from '../azure/alert.ts';
import { type Look, toLook } from '../azure/assessed.ts';
import { parseAssessment } from '../azure/assessment.ts';
import {
  type ControlOfStandard,
  parseRegulatoryControl,
  parseRegulatoryStandard,
} from '../azure/compliance.ts';
import { type GovernanceAssignment, parseGovernanceAssignment } from '../azure/governanceAssignment.ts';
import type { Note } from '../azure/lenient.ts';
import { parsePlan } from '../azure/posture.ts';
import { parseSecureScore, parseSecureScoreControl } from '../azure/secureScore.ts';
import { parseSubAssessment } from '../azure/subAssessment.ts';
import type { Scoped } from './reading.ts';
import type { ResourceKind } from './recognition.ts';

/** What one file told of Defender for Cloud. */
export interface DefenderReading {
  /** Subscriptions that something of Defender was read of, unhealthy or not. */
  readonly defenderScopes: Set<string>;
  readonly assessments: Scoped<Assessment>[];
  /** Why assessments are left out. */
  readonly lostAssessments: Scoped<string>[];
  readonly looks: Scoped<Look>[];
  readonly assignments: Scoped<GovernanceAssignment>[];
  readonly alerts: Scoped<SecurityAlert>[];
  readonly scores: Scoped<SecureScore>[];
  readonly scoreControls: Scoped<SecureScoreControl>[];
  readonly standards: Scoped<RegulatoryStandard>[];
  readonly regulatoryControls: Scoped<ControlOfStandard>[];
  readonly plans: Scoped<DefenderPlan>[];
}

const DEFENDER_KINDS = [
  'assessment',
  'subAssessment',
  'governanceAssignment',
  'alert',
  'secureScore',
  'secureScoreControl',
  'regulatoryStandard',
  'regulatoryControl',
  'plan',
] as const satisfies readonly ResourceKind[];
type DefenderKind = (typeof DEFENDER_KINDS)[number];

/** Whether rows of a kind are Defender's. */
export function isDefenderKind(kind: ResourceKind): kind is DefenderKind {
  return DEFENDER_KINDS.some((own) => own === kind);
}

/** A file that has told nothing of Defender yet. */
export function emptyDefenderReading(): DefenderReading {
  return {
    defenderScopes: new Set(),
    assessments: [],
    lostAssessments: [],
    looks: [],
    assignments: [],
    alerts: [],
    scores: [],
    scoreControls: [],
    standards: [],
    regulatoryControls: [],
    plans: [],
  };
}

/**
 * Reads one row into a reading.
 * @param subscriptionId `''` when neither the row nor its request names one
 * @throws SourceError `malformed`
 */
export function readDefenderRow(
  reading: DefenderReading,
  kind: DefenderKind,
  row: Readonly<Record<string, unknown>>,
  subscriptionId: string,
  note: Note,
): void {
  const scope = <T>(value: T): Scoped<T> => ({ subscriptionId, value });
  switch (kind) {
    case 'assessment': {
      const value = parseAssessment(row, note);
      const look = toLook(row);
      if (value && concernsClusters(value)) reading.assessments.push(scope(value));
      if (look) reading.looks.push(scope(look));
      break;
    }
    case 'subAssessment': {
      const value = parseSubAssessment(row, note);
      if (value) reading.assessments.push(scope(value));
      break;
    }
    case 'governanceAssignment':
      reading.assignments.push(scope(parseGovernanceAssignment(row, note)));
      break;
    case 'alert': {
      const value = parseAlert(row, note);
      const own = parseArmId(value.clusterId).subscriptionId || subscriptionId;
      reading.alerts.push({ subscriptionId: own, value });
      reading.defenderScopes.add(own);
      return;
    }
    case 'secureScore':
      reading.scores.push(scope(parseSecureScore(row)));
      break;
    case 'secureScoreControl':
      reading.scoreControls.push(scope(parseSecureScoreControl(row)));
      break;
    case 'regulatoryStandard':
      reading.standards.push(scope(parseRegulatoryStandard(row)));
      break;
    case 'regulatoryControl':
      reading.regulatoryControls.push(scope(parseRegulatoryControl(row)));
      break;
    case 'plan':
      reading.plans.push(scope(parsePlan(row, note)));
  }
  reading.defenderScopes.add(subscriptionId);
}

/** Recordings of a whole subscription hold virtual machines and databases as well. */
function concernsClusters(assessment: Assessment): boolean {
  if (assessment.resourceType === '.containerimage') return true;
  return /\/microsoft\.(containerservice\/managedclusters|containerregistry\/registries|compute\/virtualmachinescalesets\/aks)/.test(
    assessment.resourceId,
  );
}
