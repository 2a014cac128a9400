import { PRODUCTION } from '../world/clusters.ts';

/** Secure score of a subscription; `percentage` is a fraction, rounded to four digits. */
export function describeSecureScore(subscriptionId: string): Readonly<Record<string, unknown>> {
  const score = subscriptionId === PRODUCTION ? { max: 56, current: 38.25 } : { max: 41, current: 17.5 };
  return {
    displayName: 'ASC score',
    environment: 'Azure',
    score: { ...score, percentage: Math.round((score.current / score.max) * 10_000) / 10_000 },
    weight: subscriptionId === PRODUCTION ? 412 : 96,
  };
}

/** Defender plans of a subscription: production pays for containers, development does not. */
export function listPlans(
  subscriptionId: string,
): readonly { readonly name: string; readonly properties: Readonly<Record<string, unknown>> }[] {
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
    { name: 'KeyVaults', properties: tier(production) },
    { name: 'VirtualMachines', properties: tier(false) },
  ];
}

function tier(paid: boolean): Readonly<Record<string, unknown>> {
  return { pricingTier: paid ? 'Standard' : 'Free', freeTrialRemainingTime: 'PT0S' };
}
