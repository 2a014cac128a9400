import type { TeamConfig } from '../config/schema.ts';

/** Makes the function that knows a team by its id or an alias, in any case, blanks around it aside. */
export function createTeamFinder(
  teams: readonly Pick<TeamConfig, 'id' | 'aliases'>[],
): (value: string) => string | undefined {
  const names = new Map([
    ...teams.flatMap(({ id, aliases }) => aliases.map((alias) => [alias.toLowerCase(), id] as const)),
    ...teams.map(({ id }) => [id.toLowerCase(), id] as const),
  ]);
  return (value) => names.get(value.trim().toLowerCase());
}

/** Quotes what should have named a team. It comes from anybody: it is shown short, on one line. */
export function quoteValue(value: string): string {
  const text = [...value.replace(/\p{C}/gu, ' ')];
  return `"${text.length > 60 ? `${text.slice(0, 60).join('')}…` : text.join('')}"`;
}
