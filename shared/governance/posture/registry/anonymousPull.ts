import { type PostureCheck, requireOff } from '../check.ts';
import type { RegistrySubject } from '../subject.ts';

/** Pulls without signing in. Absent means off. */
export const anonymousPull: PostureCheck<RegistrySubject> = {
  id: 'registry-anonymous-pull',
  check: ({ registry }) =>
    requireOff(registry.anonymousPull, {
      on: 'Anybody may pull without signing in',
      off: 'Pulls need a sign-in',
      absent: 'Pulls need a sign-in, as nothing else was chosen',
    }),
};
