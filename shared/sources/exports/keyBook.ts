import type { ExportKey } from './row.ts';

/**
 * Tags by which AKS, its storage and load balancer drivers say whom a resource serves (learn.microsoft.com,
 * "Use Azure tags in AKS"; azuredisk-csi-driver; cloud-provider-azure; Karpenter), in lower case.
 */
const SERVING_TAGS = [
  'aks-managed-poolname',
  'karpenter.sh_nodepool',
  'kubernetes.io-created-for-pvc-namespace',
  'kubernetes.io-created-for-pvc-name',
  'kubernetes.io-created-for-pv-name',
  'k8s-azure-service',
] as const;

/** Numbers what charges are for, so that millions of charges share a few thousand keys. */
export interface KeyBook {
  /** The number of a key, reduced to the tags that matter; equal keys have one number, whatever else is in them. */
  numberOf(key: ExportKey): number;
  /** Every key by its number. */
  readonly keys: readonly ExportKey[];
}

/** @param tagKeys tags that matter beside those that AKS sets, in any case */
export function createKeyBook(tagKeys: readonly string[]): KeyBook {
  const wanted = [...new Set([...SERVING_TAGS, ...tagKeys.map((key) => key.toLowerCase())])].sort();
  const numbers = new Map<string, number>();
  const keys: ExportKey[] = [];
  return {
    keys,
    numberOf({ tags: allTags, ...key }) {
      const tags = wanted.flatMap((name) => {
        const value = allTags && Object.hasOwn(allTags, name) ? allTags[name] : undefined;
        return value === undefined ? [] : [[name, value] as const];
      });
      const text = writeKey(key, tags);
      const known = numbers.get(text);
      if (known !== undefined) return known;
      const { subscriptionId, resourceId, resourceGroup, meterCategory, currency } = key;
      keys.push({
        subscriptionId,
        resourceId,
        resourceGroup,
        meterCategory,
        currency,
        ...(tags.length > 0 && { tags: Object.fromEntries(tags) }),
      });
      numbers.set(text, keys.length - 1);
      return keys.length - 1;
    },
  };
}

/** The numbers of all keys, sorted by what they are for: the same order whatever order they were met in. */
export function sortKeys(keys: readonly ExportKey[]): number[] {
  const texts = keys.map(({ tags = {}, ...key }) => writeKey(key, Object.entries(tags)));
  return keys.map((_, number) => number).sort((a, b) => ((texts[a] ?? '') < (texts[b] ?? '') ? -1 : 1));
}

function writeKey(
  key: Omit<ExportKey, 'tags'>,
  tags: readonly (readonly [name: string, value: string])[],
): string {
  const { subscriptionId, resourceId, resourceGroup, meterCategory, currency } = key;
  return JSON.stringify([subscriptionId, resourceId, resourceGroup, meterCategory, currency, tags]);
}
