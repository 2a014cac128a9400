import type { Complaint } from './problem.ts';
import { quoteValue } from './problem.ts';
import type { Sections } from './sections.ts';
import { closestWord } from './spelling.ts';

/** Compares one place of the file with another. */
export type CrossCheck = (sections: Sections) => Iterable<Complaint>;

/** A complaint about the value of a setting. */
export function complain(path: readonly PropertyKey[], message: string, remedy: string): Complaint {
  return { path, part: 'value', message, remedy };
}

/** Complains when a setting names a team that is not in the file. */
export function* checkTeam(
  path: readonly PropertyKey[],
  team: string,
  teamIds: ReadonlySet<string>,
  part: Complaint['part'],
): Iterable<Complaint> {
  if (teamIds.has(team)) return;
  const meant = closestWord(team, teamIds);
  const remedy = meant ? `Did you mean ${meant}?` : `Add the team under teams, or name one that is there.`;
  yield { path, part, message: `names ${quoteValue(team)}, which is no team of this file`, remedy };
}
