import { type PostureCheck, requireOn } from '../check.ts';
import type { ClusterSubject } from '../subject.ts';

/** The run command (`az aks command invoke`). Azure states whether it is disabled; absent means enabled. */
export const runCommand: PostureCheck<ClusterSubject> = {
  id: 'run-command',
  check: ({ cluster }) =>
    requireOn(cluster.runCommandDisabled, {
      on: 'The run command is disabled',
      off: 'The run command is enabled',
      absent: 'The run command is enabled, as it is unless disabled',
    }),
};
