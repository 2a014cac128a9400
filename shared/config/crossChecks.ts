import { ACCESS_CHECKS } from './accessChecks.ts';
import { AUDIENCE_CHECKS } from './audienceChecks.ts';
import { COST_CHECKS } from './costChecks.ts';
import { type CrossCheck, checkTeam, complain } from './crossCheck.ts';
import { MAIL_CHECKS } from './mailChecks.ts';
import type { Complaint } from './problem.ts';
import { quoteValue } from './problem.ts';
import type { Sections } from './sections.ts';

/** What must agree between one place of the file and another, one function a rule. */
const CROSS_CHECKS: readonly CrossCheck[] = [
  checkTeamNames,
  checkRuleTeams,
  ...COST_CHECKS,
  ...ACCESS_CHECKS,
  ...AUDIENCE_CHECKS,
  ...MAIL_CHECKS,
  checkSubscriptions,
];

/** Everything in the file that contradicts something else in it. */
export function crossCheck(sections: Sections): readonly Complaint[] {
  return CROSS_CHECKS.flatMap((check) => [...check(sections)]);
}

/** A label value must lead to one team: ids and aliases compare in any case. */
function* checkTeamNames({ teams }: Sections): Iterable<Complaint> {
  const taken = new Map<string, { readonly team: number; readonly as: string }>();
  for (const [index, team] of teams.entries()) {
    if (!team) continue;
    const first = taken.get(team.id);
    if (first?.as === 'id') {
      yield complain(
        ['teams', index, 'id'],
        `is ${quoteValue(team.id)}, which entry ${first.team + 1} is already called`,
        'Give each team an id of its own.',
      );
    } else taken.set(team.id, { team: index, as: 'id' });
  }
  for (const [index, team] of teams.entries()) {
    for (const [place, alias] of (team?.aliases ?? []).entries()) {
      const name = alias.toLowerCase();
      const first = taken.get(name);
      if (first && first.team !== index) {
        yield complain(
          ['teams', index, 'aliases', place],
          `is ${quoteValue(alias)}, which is also the ${first.as} of entry ${first.team + 1}`,
          'Let one value of a label mean one team.',
        );
      } else if (!first) taken.set(name, { team: index, as: 'alias' });
    }
  }
}

function* checkRuleTeams({ rules, teamIds }: Sections): Iterable<Complaint> {
  for (const [index, rule] of rules.entries()) {
    const path = ['ownership', 'rules', index];
    if (rule?.team !== undefined) yield* checkTeam([...path, 'team'], rule.team, teamIds, 'value');
    for (const team of Object.keys(rule?.split ?? {})) {
      yield* checkTeam([...path, 'split', team], team, teamIds, 'key');
    }
  }
}

function* checkSubscriptions({ azure }: Sections): Iterable<Complaint> {
  const seen = new Set<string>();
  for (const [index, subscription] of (azure?.subscriptions ?? []).entries()) {
    const id = subscription.toLowerCase();
    if (seen.has(id)) {
      yield complain(
        ['azure', 'subscriptions', index],
        'stands here a second time',
        'Remove one of the two.',
      );
    }
    seen.add(id);
  }
}
