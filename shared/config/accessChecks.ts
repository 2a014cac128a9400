import type { Members } from './access.ts';
import { type CrossCheck, checkTeam, complain } from './crossCheck.ts';
import { type Complaint, quoteValue } from './problem.ts';
import type { Sections } from './sections.ts';

/** What must agree within `access`, and between it and the teams. */
export const ACCESS_CHECKS: readonly CrossCheck[] = [
  checkMemberTeams,
  checkAutomationTeams,
  checkTenants,
  checkRepetitions,
];

function* checkMemberTeams({ access, teamIds }: Sections): Iterable<Complaint> {
  for (const [team, members] of Object.entries(access?.teams ?? {})) {
    const path = ['access', 'teams', team];
    yield* checkTeam(path, team, teamIds, 'key');
    if (isEmpty(members)) {
      yield complain(path, 'lets nobody in', 'Name groups, appRoles or addresses, or remove the entry.');
    }
  }
}

function* checkAutomationTeams({ access, teamIds }: Sections): Iterable<Complaint> {
  for (const [index, team] of (access?.automation.teams ?? []).entries()) {
    yield* checkTeam(['access', 'automation', 'teams', index], team, teamIds, 'value');
  }
}

/** Without a tenant nobody signs in, which is right for an automation only: whoever names people means more. */
function* checkTenants({ access }: Sections): Iterable<Complaint> {
  if (!access || access.tenants.length > 0 || listMembers(access).every(([, members]) => isEmpty(members))) {
    return;
  }
  yield complain(
    ['access'],
    'names who may read, and no tenant that they sign in to',
    'Add "tenants:" with the id of your Entra tenant.',
  );
}

/** The same entry twice is a slip: the second was meant to be another. */
function* checkRepetitions({ access }: Sections): Iterable<Complaint> {
  if (!access) return;
  const lists: readonly (readonly [readonly PropertyKey[], readonly string[]])[] = [
    [['access', 'tenants'], access.tenants],
    ...listMembers(access).flatMap(([path, members]) => [
      [[...path, 'groups'], members.groups] as const,
      [[...path, 'appRoles'], members.appRoles] as const,
      [[...path, 'addresses'], members.addresses] as const,
    ]),
    [['access', 'automation', 'roles'], access.automation.roles],
    [['access', 'automation', 'teams'], access.automation.teams],
  ];
  for (const [path, list] of lists) {
    const seen = new Set<string>();
    for (const [index, entry] of list.entries()) {
      const name = entry.toLowerCase();
      if (seen.has(name)) {
        yield complain([...path, index], `repeats ${quoteValue(entry)}`, 'Remove it, or name another.');
      }
      seen.add(name);
    }
  }
}

/** Every place that says who belongs. */
function listMembers(
  access: NonNullable<Sections['access']>,
): readonly (readonly [readonly PropertyKey[], Members])[] {
  const places = [
    ['roles', access.roles],
    ['teams', access.teams],
  ] as const;
  return places.flatMap(([place, group]) =>
    Object.entries(group).map(([name, members]) => [['access', place, name], members] as const),
  );
}

function isEmpty(members: Members): boolean {
  return members.groups.length + members.appRoles.length + members.addresses.length === 0;
}
