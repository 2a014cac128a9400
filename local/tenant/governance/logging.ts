import { PRODUCTION, WORKSPACE_ID } from '../world/clusters.ts';

/** Categories of the activity log (learn.microsoft.com, "Azure activity log event schema"). */
const ACTIVITY = [
  'Administrative',
  'Security',
  'ServiceHealth',
  'Alert',
  'Recommendation',
  'Policy',
  'Autoscale',
  'ResourceHealth',
];

/** Days that the workspace keeps the activity log. */
export const ACTIVITY_LOG_DAYS = 90;

/** Categories of a cluster's control plane that are exported, by cluster; the cluster for tests exports none. */
const EXPORTED: Readonly<Record<string, readonly string[]>> = {
  'aks-payments-prod': ['kube-audit-admin', 'guard', 'kube-apiserver'],
  'aks-shared-prod': ['kube-apiserver', 'cluster-autoscaler'],
};
const CONTROL_PLANE = [
  'kube-apiserver',
  'kube-audit',
  'kube-audit-admin',
  'kube-controller-manager',
  'kube-scheduler',
  'cluster-autoscaler',
  'guard',
];

/** Diagnostic settings of a cluster as Azure Monitor describes them (2021-05-01-preview). */
export function listClusterSettings(id: string, name: string): readonly unknown[] {
  const exported = EXPORTED[name];
  return exported ? [describeSetting(id, 'to-log-analytics', CONTROL_PLANE, exported)] : [];
}

/** Diagnostic settings of a subscription: where its activity log goes. */
export function listSubscriptionSettings(subscriptionId: string): readonly unknown[] {
  if (subscriptionId !== PRODUCTION) return [];
  return [
    describeSetting(`/subscriptions/${subscriptionId}`, 'activity-to-log-analytics', ACTIVITY, ACTIVITY),
  ];
}

function describeSetting(
  scope: string,
  name: string,
  categories: readonly string[],
  enabled: readonly string[],
): unknown {
  return {
    id: `${scope.toLowerCase()}/providers/microsoft.insights/diagnosticSettings/${name}`,
    type: 'Microsoft.Insights/diagnosticSettings',
    name,
    properties: {
      storageAccountId: null,
      workspaceId: WORKSPACE_ID,
      eventHubAuthorizationRuleId: null,
      eventHubName: null,
      metrics: [],
      logs: categories.map((category) => ({
        category,
        categoryGroup: null,
        enabled: enabled.includes(category),
        retentionPolicy: { enabled: false, days: 0 },
      })),
      logAnalyticsDestinationType: null,
    },
  };
}
