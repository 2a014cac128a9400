import { type PostureCheck, requireOn } from '../check.ts';
import type { ClusterSubject } from '../subject.ts';

/** Local accounts, which bypass Entra ID. Azure states whether they are disabled; absent means enabled. */
export const localAccounts: PostureCheck<ClusterSubject> = {
  id: 'local-accounts',
  check: ({ cluster }) =>
    requireOn(cluster.localAccountsDisabled, {
      on: 'Local accounts are disabled',
      off: 'Local accounts are enabled: whoever may list admin credentials becomes cluster-admin',
      absent: 'Local accounts are enabled, as they are unless disabled',
    }),
};
