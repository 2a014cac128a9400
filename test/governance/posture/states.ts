import { parseManagedCluster } from '../../../shared/governance/posture/managedCluster.ts';
import { parseRegistryResource } from '../../../shared/governance/posture/registryResource.ts';
import type { DiagnosticSetting, PostureState } from '../../../shared/model/posture.ts';
import { PROD, PRODUCTION, REGISTRY } from '../estate.ts';

/** Posture of the production subscription, with nothing in it but what is given; everything was read. */
export function postureState(parts: Partial<PostureState> = {}): PostureState {
  return {
    clusters: [],
    registries: [],
    diagnostics: [],
    activityLog: [],
    ancestors: [],
    locationAssignments: [],
    exemptions: [],
    versions: [],
    warnings: [],
    ...parts,
  };
}

/** The production cluster, whose properties are given. */
export function ofCluster(properties: object, diagnostics?: readonly DiagnosticSetting[], id = PROD) {
  const cluster = parseManagedCluster({ id, location: 'westeurope', properties });
  if (!cluster) throw new Error('the twin is no managed cluster');
  return { clusters: [{ cluster, diagnostics }] };
}

/** The registry of the estate, whose properties are given. */
export function ofRegistry(properties: object) {
  const registry = parseRegistryResource({ id: REGISTRY, sku: { name: 'Premium' }, properties });
  if (!registry) throw new Error('the twin is no registry');
  return { registries: [registry] };
}

export function withPosture(parts: Partial<PostureState> = {}, subscriptionId = PRODUCTION) {
  return { posture: new Map([[subscriptionId, postureState(parts)]]) };
}
