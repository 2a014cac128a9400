import type { ResourceGraphClient } from '@azure/arm-resourcegraph';
import type { DefenderState } from '../../model/governance.ts';
import type { DefenderSource } from '../source.ts';
import { parseAlert } from './alert.ts';
import { parseAssessment } from './assessment.ts';
import { queryGraph } from './graph.ts';
import { readRows } from './payload.ts';
import { parsePlan, parseSecureScore } from './posture.ts';

const ROLE = 'Security Reader';

/** Clusters, registries, images, and the machines of node pools (AKS names their scale sets `aks…`). */
const ASSESSMENTS = `securityresources
| where type =~ 'microsoft.security/assessments'
| where tostring(properties.status.code) in~ ('Unhealthy', 'NotApplicable')
| extend rid = tolower(coalesce(tostring(properties.resourceDetails.Id), tostring(properties.resourceDetails.ResourceId), tostring(properties.resourceDetails.id), id))
| where rid contains '/microsoft.containerservice/managedclusters/'
  or rid contains '/microsoft.containerregistry/registries/'
  or rid contains '/microsoft.compute/virtualmachinescalesets/aks'
  or tostring(properties.resourceDetails.ResourceType) =~ '.containerimage'
| project id, name, type, subscriptionId, properties
| order by id asc`;

const ALERTS = `securityresources
| where type =~ 'microsoft.security/locations/alerts'
| where tostring(properties) contains '/microsoft.containerservice/managedclusters/'
| project id, name, type, subscriptionId, properties
| order by id asc`;

const SCORES = `securityresources
| where type =~ 'microsoft.security/securescores' and name =~ 'ascScore'
| project id, name, type, subscriptionId, properties
| order by id asc`;

const PLANS = `securityresources
| where type =~ 'microsoft.security/pricings'
| project id, name, type, subscriptionId, properties
| order by id asc`;

/** Reads Defender for Cloud from Resource Graph, where nothing that the SDK's types lack is lost. */
export function createDefenderSource(parts: {
  readonly graph: ResourceGraphClient;
  readonly log: (message: string) => void;
}): DefenderSource {
  return {
    async readDefender(subscriptionId): Promise<DefenderState> {
      const id = subscriptionId.toLowerCase();
      const where = { source: 'Defender for Cloud', scope: `/subscriptions/${id}` };
      const read = async <T>(query: string, parse: (row: unknown) => T | undefined): Promise<T[]> => {
        const rows = await queryGraph(parts.graph, query, [id], { where, role: ROLE });
        return readRows(rows, parse, where, parts.log);
      };
      const assessments = await read(ASSESSMENTS, parseAssessment);
      const alerts = await read(ALERTS, parseAlert);
      const scores = await read(SCORES, parseSecureScore);
      const plans = await read(PLANS, parsePlan);
      if (plans.length === 0) {
        parts.log(
          `${where.source} (${where.scope}): Azure shows no plans at all, not even unpaid ones. ` +
            `Grant the role "${ROLE}", or register the provider Microsoft.Security.`,
        );
      }
      return { assessments, alerts, secureScore: scores[0], plans };
    },
  };
}
