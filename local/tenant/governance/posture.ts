import { PRODUCTION } from '../world/clusters.ts';

/** What a resource provider gives for a row, under the name that its id ends with. */
export interface NamedProperties {
  readonly name: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Defender plans of a subscription: production pays for containers, development does not. */
export function listPlans(subscriptionId: string): readonly NamedProperties[] {
  const production = subscriptionId === PRODUCTION;
  return [
    {
      name: 'Containers',
      properties: {
        ...tier(production),
        extensions: [
          { name: 'ContainerRegistriesVulnerabilityAssessments', isEnabled: production ? 'True' : 'False' },
          { name: 'AgentlessDiscoveryForKubernetes', isEnabled: production ? 'True' : 'False' },
          { name: 'ContainerSensor', isEnabled: production ? 'True' : 'False' },
        ],
      },
    },
    { name: 'CloudPosture', properties: tier(production) },
    { name: 'KeyVaults', properties: { ...tier(production), subPlan: 'PerKeyVault' } },
    { name: 'VirtualMachines', properties: tier(false) },
  ];
}

function tier(paid: boolean): Readonly<Record<string, unknown>> {
  return { pricingTier: paid ? 'Standard' : 'Free', freeTrialRemainingTime: 'PT0S' };
}
