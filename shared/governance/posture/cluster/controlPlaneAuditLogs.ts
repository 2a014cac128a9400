import { comply, doubt, type PostureCheck, violate } from '../check.ts';
import { sends } from '../diagnosticSetting.ts';
import type { ClusterSubject } from '../subject.ts';

/** `kube-audit-admin` leaves out reads; both are in the groups (learn.microsoft.com, "Monitor AKS"). */
const AUDIT_CATEGORIES = ['kube-audit', 'kube-audit-admin'];
const GROUPS = ['allLogs', 'audit'];

/**
 * Export of the Kubernetes audit log. A setting whose logs are all off, or without a destination, exports
 * nothing.
 */
export const controlPlaneAuditLogs: PostureCheck<ClusterSubject> = {
  id: 'control-plane-audit-logs',
  check({ diagnostics }) {
    if (diagnostics === undefined) return doubt('The diagnostic settings were not read');
    if (diagnostics.length === 0) return violate('There is no diagnostic setting');
    const exporting = diagnostics.find(
      (setting) =>
        setting.hasDestination && AUDIT_CATEGORIES.some((category) => sends(setting, category, GROUPS)),
    );
    if (exporting) return comply(`The setting ${exporting.name} exports the audit log`);
    const idle = diagnostics.every(({ enabled }) => enabled.length === 0);
    return violate(idle ? 'All logs of the diagnostic settings are off' : 'No setting exports the audit log');
  },
};
