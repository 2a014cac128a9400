import type { Principal } from './principal.ts';

/** Where to ask for the groups that a sign-in leaves out. */
export interface GroupDirectory {
  /**
   * Which of some groups a person is in, directly or by another group; ids in lower case.
   * @returns `forbidden` when Purser may not ask, `unavailable` when no answer could be had
   */
  findGroups(
    person: Pick<Principal, 'tenant' | 'objectId'>,
    groups: readonly string[],
  ): Promise<readonly string[] | 'forbidden' | 'unavailable'>;
}
