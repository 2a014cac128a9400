import { comply, doubt, exclude, type PostureCheck, violate } from '../check.ts';
import { sends } from '../diagnosticSetting.ts';
import type { SubscriptionSubject } from '../subject.ts';

/** How long the exported activity log is kept: the longest of the workspaces that get its changes counts. */
export const activityLogRetention: PostureCheck<SubscriptionSubject> = {
  id: 'activity-log-retention',
  check({ diagnostics, activityLogDays, settings }) {
    if (diagnostics === undefined) return doubt('The diagnostic settings were not read');
    const workspaces = diagnostics
      .filter((setting) => setting.workspaceId !== '' && sends(setting, 'Administrative', ['allLogs']))
      .map(({ workspaceId }) => workspaceId);
    if (workspaces.length === 0) return exclude('The activity log goes to no workspace');
    const known = workspaces.flatMap((workspace) => activityLogDays?.get(workspace) ?? []);
    const longest = Math.max(0, ...known);
    if (longest >= settings.activityLogDays) return comply(`Kept for ${longest} days`);
    if (known.length < workspaces.length) return doubt('The retention of the workspace was not read');
    return violate(`Kept for ${longest} days of ${settings.activityLogDays}`);
  },
};
