import type { Day } from './time.ts';

/** A team's part of something that several teams share; weights are relative, above zero. */
export interface OwnerShare {
  readonly team: string;
  readonly weight: bigint;
}

/** Whose a workload is, and why. `reason` is a sentence part for reports: `label team on namespace shop`. */
export type Owner =
  | { readonly kind: 'team'; readonly team: string; readonly reason: string }
  | { readonly kind: 'split'; readonly shares: readonly OwnerShare[]; readonly reason: string }
  | { readonly kind: 'shared'; readonly reason: string }
  | { readonly kind: 'unowned'; readonly reason: string };

/** What ownership is decided from. Labels as Kubernetes has them; sanitised names are matched as well. */
export interface OwnershipSubject {
  readonly clusterName: string;
  readonly namespace: string;
  /** Display name `kind/name`, `''` for the namespace as a whole. */
  readonly workload: string;
  readonly workloadLabels: Readonly<Record<string, string>>;
  readonly namespaceLabels: Readonly<Record<string, string>>;
  /** The UTC day of the cost or finding; undefined for "from now on", where rules that end count no more. */
  readonly day: Day | undefined;
}
