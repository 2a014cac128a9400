import type { ResourceGraphClient } from '@azure/arm-resourcegraph';
import { z } from 'zod';
import { type TaggedResource, toArmId } from '../../model/estate.ts';
import { compareText } from '../../model/order.ts';
import type { ResourceSource } from '../source.ts';
import { queryGraph } from './graph.ts';
import { nameRow, optionalText, readPayload, readRows } from './payload.ts';

const ROLE = 'Reader';

/**
 * Tags by which AKS and its drivers say whom a resource serves (learn.microsoft.com, "Use Azure tags in AKS";
 * cloud-provider-azure; azuredisk-csi-driver; Karpenter's, with the slash of the label as an underscore).
 */
const SERVING_TAGS = [
  'aks-managed-poolname',
  'karpenter.sh_nodepool',
  'kubernetes.io-created-for-pvc-namespace',
  'kubernetes.io-created-for-pvc-name',
  'kubernetes.io-created-for-pv-name',
  'k8s-azure-service',
] as const;

/** States of a disk that costs money and serves nothing; `Reserved` belongs to a machine that is deallocated. */
const UNUSED_DISK = /^(unattached|reserved)$/i;

/** Reads which resources of a subscription are tagged with whom they serve, from Resource Graph. */
export function createResourceSource(
  client: ResourceGraphClient,
  parts: { readonly tagKeys: readonly string[]; readonly log: (message: string) => void },
): ResourceSource {
  const keys = new Set([...SERVING_TAGS, ...parts.tagKeys.map((key) => key.toLowerCase())]);
  const query = writeQuery([...keys]);
  return {
    async readResources(subscriptionId) {
      const id = subscriptionId.toLowerCase();
      const where = { source: 'Resource Graph, tagged resources', scope: `/subscriptions/${id}` };
      const rows = await queryGraph(client, query, [id], { where, role: ROLE });
      return readRows(rows, (row) => parseTaggedResource(row, keys), where, parts.log);
    },
  };
}

/**
 * Keys of tags count without regard to case in Azure, and `tags['key']` of the query language does not: so
 * the keys are looked for in the text of all tags, where `contains` folds case.
 */
function writeQuery(keys: readonly string[]): string {
  const conditions = keys.map((key) => `tostring(tags) contains ${quoteKql(`${JSON.stringify(key)}:`)}`);
  return `resources
| where ${conditions.join(' or ')}
| project id, type, tags, diskState = tostring(properties.diskState)
| order by id asc`;
}

/** A literal of the query language: backslash and quotes escaped; JSON's escapes leave no control characters. */
export function quoteKql(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

const ResourceSchema = z.object({
  id: z.string().min(1),
  diskState: optionalText,
  tags: z
    .record(z.string(), z.string().nullable())
    .nullish()
    .transform((tags) => tags ?? {}),
});

/**
 * Reads a row as Resource Graph gives it: the tags that matter, keys in lower case and sorted; values as written.
 * @returns undefined when none of its tags says anything
 * @throws SourceError `malformed`
 */
export function parseTaggedResource(row: unknown, keys: ReadonlySet<string>): TaggedResource | undefined {
  const where = { source: 'Resource Graph, tagged resource', scope: nameRow(row) };
  const { id, tags, diskState } = readPayload(ResourceSchema, row, where);
  const telling = Object.entries(tags)
    .map(([key, value]): [string, string] => [key.toLowerCase(), value ?? ''])
    .filter(([key, value]) => keys.has(key) && value !== '')
    .toSorted(([a], [b]) => compareText(a, b));
  if (telling.length === 0) return undefined;
  return { id: toArmId(id), tags: Object.fromEntries(telling), attached: !UNUSED_DISK.test(diskState) };
}
