import type { Members } from '../config/access.ts';
import type { Config } from '../config/schema.ts';
import { ROLES, type Role } from '../model/role.ts';
import type { Principal } from './principal.ts';

/** What somebody may do: roles for the whole organisation, and ids of teams. */
export interface Rights {
  readonly roles: readonly Role[];
  readonly teams: readonly string[];
}

/** A person as far as their rights depend on it. */
export type Person = Pick<Principal, 'address' | 'groups' | 'appRoles'>;

/** The rights that the configuration gives a person, in its order. */
export function findRights(config: Pick<Config, 'access' | 'teams'>, person: Person): Rights {
  const { access } = config;
  return {
    roles: ROLES.filter((role) => belongs(access.roles[role], person)),
    teams: config.teams.filter((team) => isOfTeam(config, team, person)).map((team) => team.id),
  };
}

/** Groups that would give a person a right which they do not have already, in lower case; each once. */
export function listDecidingGroups(
  config: Pick<Config, 'access' | 'teams'>,
  person: Person,
): readonly string[] {
  const { roles, teams } = findRights(config, person);
  if (roles.includes('platform')) return [];
  const open = [
    ...ROLES.filter((role) => !roles.includes(role)).map((role) => config.access.roles[role]),
    ...Object.entries(config.access.teams)
      .filter(([team]) => !teams.includes(team))
      .map(([, members]) => members),
  ];
  return [...new Set(open.flatMap((members) => members.groups.map((id) => id.toLowerCase())))].sort();
}

function isOfTeam(
  { access }: Pick<Config, 'access'>,
  team: Config['teams'][number],
  person: Person,
): boolean {
  const members = Object.hasOwn(access.teams, team.id) ? access.teams[team.id] : undefined;
  if (members && belongs(members, person)) return true;
  return access.leadsAreMembers && includesAddress(team.leads.mail, person);
}

function belongs(members: Members, person: Person): boolean {
  return (
    members.groups.some((id) => person.groups.includes(id.toLowerCase())) ||
    members.appRoles.some((value) => person.appRoles.includes(value)) ||
    includesAddress(members.addresses, person)
  );
}

function includesAddress(addresses: readonly string[], { address }: Person): boolean {
  return address !== undefined && addresses.some((entry) => entry.toLowerCase() === address);
}
