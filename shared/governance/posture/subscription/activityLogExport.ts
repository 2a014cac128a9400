import { comply, doubt, type PostureCheck, violate } from '../check.ts';
import { sends } from '../diagnosticSetting.ts';
import type { SubscriptionSubject } from '../subject.ts';

/** What an investigation needs of the activity log: changes, Defender's alerts, and policy's decisions. */
const CATEGORIES = ['Administrative', 'Security', 'Policy'];

/** Export of the activity log to a workspace: by one setting or by several together. */
export const activityLogExport: PostureCheck<SubscriptionSubject> = {
  id: 'activity-log-export',
  check({ diagnostics }) {
    if (diagnostics === undefined) return doubt('The diagnostic settings were not read');
    const toWorkspaces = diagnostics.filter(({ workspaceId }) => workspaceId !== '');
    if (toWorkspaces.length === 0) return violate('The activity log goes to no workspace');
    const missing = CATEGORIES.filter(
      (category) => !toWorkspaces.some((setting) => sends(setting, category, ['allLogs'])),
    );
    return missing.length === 0
      ? comply('The activity log goes to a workspace')
      : violate(`Not exported to a workspace: ${missing.join(', ')}`);
  },
};
