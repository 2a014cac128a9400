import type { ResourceGraphClient } from '@azure/arm-resourcegraph';
import { SourceError } from '../../model/errors.ts';
import type { DefenderState } from '../../model/governance.ts';
import type { DefenderSource } from '../source.ts';
import { parseAlert } from './alert.ts';
import { countLooks, parseLook } from './assessed.ts';
import { parseAssessment } from './assessment.ts';
import { parseRegulatoryControl, parseRegulatoryStandard, withRegulatoryControls } from './compliance.ts';
import { ALERTS, ASSESSED, ASSESSMENTS, ASSIGNMENTS, POSTURE } from './defenderQueries.ts';
import type { Where } from './failure.ts';
import { assignGovernance, parseGovernanceAssignment } from './governanceAssignment.ts';
import { queryGraph } from './graph.ts';
import type { Note } from './lenient.ts';
import { createNotes } from './notes.ts';
import { nameRow } from './payload.ts';
import { parsePlan } from './posture.ts';
import { type ReadRows, readEach, requireMost } from './rows.ts';
import { parseSecureScore, parseSecureScoreControl, withControls } from './secureScore.ts';

const ROLE = 'Security Reader';

/** Runs a query of one subscription. */
type Ask = (query: string) => Promise<readonly unknown[]>;

/**
 * Reads Defender for Cloud from Resource Graph, where nothing that the SDK's types lack is lost. The
 * recommendations must be readable; what else Azure answers in another shape than expected is named in the
 * state's warnings.
 */
export function createDefenderSource(parts: {
  readonly graph: ResourceGraphClient;
  readonly log: (message: string) => void;
}): DefenderSource {
  return {
    async readDefender(subscriptionId) {
      const id = subscriptionId.toLowerCase();
      const where = { source: 'Defender for Cloud', scope: `/subscriptions/${id}` };
      const ask: Ask = (query) => queryGraph(parts.graph, query, [id], { where, role: ROLE });
      const state = await readState(ask, where);
      for (const warning of state.warnings) parts.log(`${where.source} (${where.scope}): ${warning}`);
      return state;
    },
  };
}

async function readState(ask: Ask, where: Where): Promise<DefenderState> {
  const warnings: string[] = [];
  const notes = createNotes();
  const read = <T>(
    rows: readonly unknown[],
    what: string,
    parse: (row: unknown, note: Note) => T | undefined,
  ): ReadRows<T> => {
    const result = readEach(rows, what, (row) => parse(row, notes.forRow(nameRow(row))));
    warnings.push(...result.warnings);
    return result;
  };
  const askAside = async (query: string, what: string): Promise<readonly unknown[] | undefined> => {
    try {
      return await ask(query);
    } catch (error) {
      if (!(error instanceof SourceError) || error.failure !== 'malformed') throw error;
      warnings.push(`Azure's answer about ${what} cannot be read: ${error.message}`);
      return undefined;
    }
  };

  const rows = await ask(ASSESSMENTS);
  const assessments = read(rows, 'assessments', parseAssessment);
  requireMost(assessments, rows.length, where);
  const assignments = read(
    (await askAside(ASSIGNMENTS, 'due dates')) ?? [],
    'governance assignments',
    parseGovernanceAssignment,
  );
  const looks = await askAside(ASSESSED, 'what was looked at');
  const alerts = read((await askAside(ALERTS, 'alerts')) ?? [], 'alerts', parseAlert);
  const posture = await askAside(POSTURE, 'plans, secure score and standards');
  const byType = Map.groupBy(posture ?? [], typeOf);
  const of = (type: string): readonly unknown[] => byType.get(`microsoft.security/${type}`) ?? [];
  const scores = of('securescores').filter(isOverall);
  const controls = of('securescores/securescorecontrols').filter(isOverall);
  const plans = read(of('pricings'), 'Defender plans', parsePlan).values.toSorted((a, b) =>
    a.name < b.name ? -1 : 1,
  );
  const state = {
    assessments: assignGovernance(assessments.values, assignments.values),
    assessed: looks && countLooks(read(looks, 'states of clusters and registries', parseLook).values),
    alerts: alerts.values,
    secureScore: withControls(
      read(scores, 'secure scores', parseSecureScore).values[0],
      read(controls, 'controls of the secure score', parseSecureScoreControl).values,
    ),
    standards: withRegulatoryControls(
      read(of('regulatorycompliancestandards'), 'regulatory standards', parseRegulatoryStandard).values,
      read(
        of('regulatorycompliancestandards/regulatorycompliancecontrols'),
        'controls of regulatory standards',
        parseRegulatoryControl,
      ).values,
    ),
    plans,
    assessmentsLost: assessments.lost,
  };
  return {
    ...state,
    warnings: [
      ...warnings,
      ...notes.toSentences('The rest of them is used.'),
      ...(posture === undefined ? [] : nameMissing(state)),
    ],
  };
}

/** A missing role looks like an empty answer, so what every subscription has is missed when it is not there. */
function nameMissing(state: Omit<DefenderState, 'warnings'>): readonly string[] {
  if (state.plans.length === 0) {
    return [
      'Azure shows no plans at all, not even unpaid ones, so nothing read here means safe. ' +
        `Grant the role "${ROLE}", or register the provider Microsoft.Security.`,
    ];
  }
  const missing: string[] = [];
  if (state.secureScore === undefined) {
    missing.push(
      'Azure shows no secure score: give it a day after the first plan, then see Defender for Cloud.',
    );
  }
  if (state.standards.length === 0 && state.plans.some(({ enabled }) => enabled)) {
    missing.push(
      'Azure shows no regulatory standard: assign one in Defender for Cloud, Regulatory compliance.',
    );
  }
  return missing;
}

/** Only `ascScore` is Azure's own; other scores are of other clouds. */
function isOverall(row: unknown): boolean {
  return /\/securescores\/ascscore(\/|$)/i.test(nameRow(row));
}

function typeOf(row: unknown): string {
  const type = typeof row === 'object' && row !== null && 'type' in row ? row.type : undefined;
  return typeof type === 'string' ? type.toLowerCase() : '';
}
