import { addDays } from '../../../shared/model/time.ts';
import { drawGuid } from '../world/chance.ts';
import { findCluster } from '../world/clusters.ts';
import { listPods } from '../world/pods.ts';
import type { World } from '../world/world.ts';

/** A security alert; its properties are in PascalCase, as Resource Graph has them. */
export interface TenantAlert {
  readonly id: string;
  readonly name: string;
  readonly subscriptionId: string;
  readonly location: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Two alerts, on the two clusters that have a sensor. */
export function listAlerts(world: World): readonly TenantAlert[] {
  return [
    raiseAlert(world, {
      cluster: 'aks-shared-prod',
      namespace: 'data-notebooks',
      type: 'K8S_PrivilegedContainer',
      title: 'Privileged container detected',
      description: 'The audit log shows a new container that may do anything on its node.',
      severity: 'Low',
      intent: 'PrivilegeEscalation',
      techniques: ['T1611'],
      daysAgo: 3,
      remediation: ['Find the container.', 'Take the privilege away if it does not need it.'],
    }),
    raiseAlert(world, {
      cluster: 'aks-payments-prod',
      namespace: 'payments-gateway',
      type: 'K8S.NODE_SuspectDownloadArtifacts',
      title: 'Detected suspicious file download',
      description: 'A process in a container fetched a remote file that looks like a tool of attackers.',
      severity: 'High',
      intent: 'Execution',
      techniques: ['T1105'],
      daysAgo: 1,
      remediation: JSON.stringify(['Ask the owner whether the command was meant to run.']),
    }),
  ];
}

interface AlertSpec {
  readonly cluster: string;
  readonly namespace: string;
  readonly type: string;
  readonly title: string;
  readonly description: string;
  readonly severity: 'Informational' | 'Low' | 'Medium' | 'High';
  readonly intent: string;
  readonly techniques: readonly string[];
  readonly daysAgo: number;
  /** An array by the contract, a JSON string in the wild. */
  readonly remediation: readonly string[] | string;
}

function raiseAlert(world: World, spec: AlertSpec): TenantAlert {
  const cluster = findCluster(spec.cluster);
  const day = addDays(world.today, -spec.daysAgo);
  const name = `${drawGuid([world.seed, 'alert', spec.type])}`;
  const raisedAt = `${day}T03:16:14.5970315Z`;
  const pod = listPods(world, cluster.name, day).find(
    ({ workload }) => workload.namespace === spec.namespace && workload.kind === 'Deployment',
  );
  const uri = `https://portal.azure.com/#blade/Microsoft_Azure_Security_AzureDefenderForData/AlertBlade/alertId/${name}/subscriptionId/${cluster.subscriptionId}`;
  return {
    id: `/subscriptions/${cluster.subscriptionId}/resourceGroups/${cluster.resourceGroup}/providers/Microsoft.Security/locations/${cluster.location}/alerts/${name}`,
    name,
    subscriptionId: cluster.subscriptionId,
    location: cluster.location,
    properties: {
      Version: '2022-01-01.0',
      SystemAlertId: name,
      AlertType: spec.type,
      AlertDisplayName: spec.title,
      Description: spec.description,
      Severity: spec.severity,
      Status: 'Active',
      Intent: spec.intent,
      Techniques: spec.techniques,
      ProductName: 'Microsoft Defender for Cloud',
      ProductComponentName: 'Containers',
      VendorName: 'Microsoft',
      CompromisedEntity: cluster.name,
      TimeGeneratedUtc: raisedAt,
      StartTimeUtc: raisedAt,
      EndTimeUtc: raisedAt,
      IsIncident: false,
      AlertUri: uri,
      RemediationSteps: spec.remediation,
      ResourceIdentifiers: [{ type: 'AzureResource', azureResourceId: cluster.id }],
      ExtendedProperties: { Namespace: spec.namespace, 'Pod name': pod?.name ?? '' },
      Entities: [
        { $id: '3', resourceId: cluster.id, type: 'azure-resource' },
        { $id: '4', cloudResource: { $ref: '3' }, name: cluster.name, type: 'K8s-cluster' },
        { $id: '5', name: spec.namespace, cluster: { $ref: '4' }, type: 'K8s-namespace' },
        {
          $id: '6',
          name: pod?.name ?? '',
          namespace: { $ref: '5' },
          containers: [{ $ref: '8' }],
          type: 'K8s-pod',
        },
        { $id: '7', imageId: `${pod?.image}@${pod?.digest}`, type: 'container-image' },
        // Container and pod point to each other, as they do in Azure.
        { $id: '8', name: 'app', image: { $ref: '7' }, pod: { $ref: '6' }, type: 'container' },
      ],
    },
  };
}
