import type { ResourceGraphClient } from '@azure/arm-resourcegraph';
import { z } from 'zod';
import { matchesPattern } from '../../config/pattern.ts';
import type { Config } from '../../config/schema.ts';
import { SourceError } from '../../model/errors.ts';
import { parseArmId, type Subscription, toArmId } from '../../model/estate.ts';
import type { InventorySource } from '../source.ts';
import { parseCluster, parseRegistry } from './cluster.ts';
import { queryGraph } from './graph.ts';
import { nameRow, optionalText, readPayload } from './payload.ts';

const WHERE = { source: 'Resource Graph, inventory', scope: 'estate' };
const ROLE = 'Reader';

const SUBSCRIPTIONS = `resourcecontainers
| where type =~ 'microsoft.resources/subscriptions'
| project id, name, type, subscriptionId
| order by id asc`;

const RESOURCES = `resources
| where type in~ ('microsoft.containerservice/managedclusters', 'microsoft.containerregistry/registries')
| project id, name, type, subscriptionId, resourceGroup, location, tags, sku, properties
| order by id asc`;

/** Reads clusters and registries of the configured subscriptions from Resource Graph. */
export function createInventorySource(client: ResourceGraphClient, azure: Config['azure']): InventorySource {
  return {
    async readInventory() {
      const wanted = [...new Set(azure.subscriptions.map((id) => id.toLowerCase()))].toSorted();
      const reading = { where: WHERE, role: ROLE } as const;
      const subscriptions = (await queryGraph(client, SUBSCRIPTIONS, wanted, reading)).map(parseSubscription);
      checkAllVisible(wanted, subscriptions);
      const resources = await queryGraph(client, RESOURCES, wanted, reading);
      const ofType = (type: string): readonly unknown[] =>
        resources.filter((row) => parseArmId(toArmId(nameRow(row))).type === type);
      return {
        subscriptions,
        clusters: ofType('microsoft.containerservice/managedclusters')
          .map(parseCluster)
          .filter((cluster) => azure.clusters.some((pattern) => matchesPattern(cluster.name, pattern))),
        registries: ofType('microsoft.containerregistry/registries').map(parseRegistry),
      };
    },
  };
}

const SubscriptionSchema = z.object({ id: z.string(), name: optionalText });

function parseSubscription(row: unknown): Subscription {
  const { id: written, name } = readPayload(SubscriptionSchema, row, { ...WHERE, scope: nameRow(row) });
  const id = parseArmId(toArmId(written)).subscriptionId;
  return { id, name: name || id };
}

/** Resource Graph answers 200 without the rows that the identity may not see, so absence is checked, never assumed. */
function checkAllVisible(wanted: readonly string[], seen: readonly Subscription[]): void {
  const visible = new Set(seen.map((subscription) => subscription.id));
  const hidden = wanted.filter((id) => !visible.has(id)).map((id) => `/subscriptions/${id}`);
  if (hidden.length === 0) return;
  const list = hidden.join(', ');
  throw new SourceError(
    { source: WHERE.source, scope: list },
    'forbidden',
    'Resource Graph does not show what the configuration names.',
    `Grant Purser's identity the role "${ROLE}" on ${list}, or take it out of azure.subscriptions.`,
  );
}
