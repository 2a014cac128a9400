import { UNOWNED } from '../model/cost.ts';
import { toArmId } from '../model/estate.ts';
import { type CrossCheck, checkTeam, complain } from './crossCheck.ts';
import type { Complaint } from './problem.ts';
import { quoteValue } from './problem.ts';
import type { Sections } from './sections.ts';

/** What must agree within the cost section, and between it and the teams. */
export const COST_CHECKS: readonly CrossCheck[] = [
  checkPlatformTeam,
  checkShares,
  checkAgreements,
  checkUnitCosts,
  checkExtras,
];

function* checkPlatformTeam({ cost, teamIds }: Sections): Iterable<Complaint> {
  if (!cost) return;
  if (cost.platformTeam !== undefined) {
    yield* checkTeam(['cost', 'platformTeam'], cost.platformTeam, teamIds, 'value');
    return;
  }
  for (const part of ['idle', 'shared', 'overhead'] as const) {
    if (cost[part] !== 'platform') continue;
    yield complain(
      ['cost', part],
      'goes to the platform team, and cost.platformTeam does not say which that is',
      'Add "platformTeam:" under cost with the id of a team, or write proportional.',
    );
  }
}

/** Fixed shares are given with `fixed`, and only then. */
function* checkShares({ cost, teamIds }: Sections): Iterable<Complaint> {
  if (!cost) return;
  for (const part of ['shared', 'overhead'] as const) {
    const given = cost[`${part}Shares`];
    if (cost[part] === 'fixed' && given === undefined) {
      yield complain(
        ['cost', part],
        `is fixed, and cost.${part}Shares does not say who gets how much`,
        `Add "${part}Shares:" under cost, such as { shop: 70, search: 30 }.`,
      );
    }
    if (cost[part] !== 'fixed' && given !== undefined) {
      yield complain(
        ['cost', `${part}Shares`],
        `counts for nothing while cost.${part} is ${cost[part]}`,
        `Write "${part}: fixed", or remove the shares.`,
      );
    }
    for (const team of Object.keys(given ?? {})) {
      yield* checkTeam(['cost', `${part}Shares`, team], team, teamIds, 'key');
    }
  }
}

function* checkAgreements({ agreements, cost, teamIds }: Sections): Iterable<Complaint> {
  for (const [index, agreement] of agreements.entries()) {
    if (!agreement) continue;
    const path = ['cost', 'agreements', index];
    const { counterpart, teams, from, to } = agreement;
    if (counterpart !== undefined && counterpart !== UNOWNED)
      yield* checkTeam([...path, 'counterpart'], counterpart, teamIds, 'value');
    if (counterpart === undefined && cost?.platformTeam === undefined) {
      yield complain(
        path,
        'has no counterpart, and cost.platformTeam does not name one',
        'Add "counterpart:" with the team that takes the other side, or "unowned".',
      );
    }
    for (const [place, team] of teams.entries()) {
      if (!team.includes('*')) yield* checkTeam([...path, 'teams', place], team, teamIds, 'value');
    }
    if (from !== undefined && to !== undefined && from > to)
      yield complain([...path, 'to'], 'lies before from', 'Write the later day under to.');
  }
}

function* checkUnitCosts({ unitCosts, teamIds }: Sections): Iterable<Complaint> {
  for (const [index, { team }] of unitCosts.entries()) {
    if (team !== undefined) yield* checkTeam(['unitCosts', index, 'team'], team, teamIds, 'value');
  }
}

/** A cost that two extras claim would be charged twice. */
function* checkExtras({ extras }: Sections): Iterable<Complaint> {
  const first = new Map<string, string>();
  for (const [index, extra] of extras.entries()) {
    for (const [place, resourceId] of (extra?.resourceIds ?? []).entries()) {
      const id = toArmId(resourceId);
      const owner = first.get(id);
      if (owner === undefined) first.set(id, extra?.name ?? '');
      else {
        yield complain(
          ['cost', 'extras', index, 'resourceIds', place],
          `is already in ${quoteValue(owner)}`,
          'Name a resource in one extra only; its cost can be charged once.',
        );
      }
    }
  }
}
