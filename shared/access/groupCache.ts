import type { Clock } from '../model/time.ts';
import type { GroupDirectory } from './groups.ts';

type Found = Awaited<ReturnType<GroupDirectory['findGroups']>>;

/** How long an answer counts: also how long somebody who left a group can still read. */
const KEPT_MS = 5 * 60_000;
/** A permission that is granted should help soon. */
const REFUSAL_KEPT_MS = 30_000;
const MOST_ANSWERS = 5000;

/** Remembers for some minutes what a directory said; many requests of one person at once ask it once. */
export function rememberGroups(directory: GroupDirectory, clock: Clock): GroupDirectory {
  const answers = new Map<string, { readonly found: Promise<Found>; until: number }>();
  return {
    findGroups(person, groups) {
      const key = JSON.stringify([person.tenant, person.objectId, groups]);
      const now = clock.now().getTime();
      const known = answers.get(key);
      if (known && known.until > now) return known.found;
      const found = directory.findGroups(person, groups);
      const answer = { found, until: now + KEPT_MS };
      answers.delete(key);
      answers.set(key, answer);
      const [oldest] = answers.keys();
      if (answers.size > MOST_ANSWERS && oldest !== undefined) answers.delete(oldest);
      const shorten = (milliseconds: number): void => {
        answer.until = Math.min(answer.until, clock.now().getTime() + milliseconds);
      };
      found.then(
        (groupsFound) => {
          if (groupsFound === 'forbidden') shorten(REFUSAL_KEPT_MS);
          if (groupsFound === 'unavailable') shorten(0);
        },
        () => shorten(0),
      );
      return found;
    },
  };
}
