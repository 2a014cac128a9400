import { type PostureCheck, requireOff } from '../check.ts';
import type { RegistrySubject } from '../subject.ts';

/** Admin user of a registry. Absent means off. */
export const adminUser: PostureCheck<RegistrySubject> = {
  id: 'registry-admin-user',
  check: ({ registry }) =>
    requireOff(registry.adminUser, {
      on: 'The admin user is enabled',
      off: 'The admin user is disabled',
      absent: 'The admin user was never enabled',
    }),
};
