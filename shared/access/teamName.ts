import type { Config } from '../config/schema.ts';
import { UNOWNED } from '../model/cost.ts';

/**
 * The id of a team as a request names it: as it is written in the configuration, or `unowned`. Nothing is folded,
 * trimmed or decoded once more: ids are lower-case ASCII letters, digits and hyphens, so that whatever only resembles
 * one (another case, full-width letters, invisible characters, `%2e`) is another text, and a text is no team.
 * @returns undefined for every other text
 */
export function parseTeam(text: string, config: Pick<Config, 'teams'>): string | undefined {
  return [...config.teams.map((team) => team.id), UNOWNED].find((id) => id === text);
}
