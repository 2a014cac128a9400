/**
 * The rules by which a pool becomes charges, each with the sentence that a report's method section prints.
 * Every charge names one of them.
 */
export const RULES = {
  usage:
    'Divided by what each workload used that day: the allocation’s own cost of that resource is the weight.',
  computeUsage:
    'The allocation priced none of this resource that day, so it is divided by what each workload used of CPU, memory and GPU.',
  split: 'A namespace that several teams share, divided by their configured weights.',
  idle: 'Capacity that nobody used, divided in proportion to each workload’s use of the same resource.',
  idleToPlatform: 'Capacity that nobody used, charged to the platform team by configuration.',
  shared:
    'Namespaces that serve everybody, divided in proportion to each workload’s use of the same resource.',
  sharedToPlatform: 'Namespaces that serve everybody, charged to the platform team by configuration.',
  overhead:
    'Control plane, monitoring, security, registry and the rest, divided in proportion to each workload’s use of CPU, memory and GPU.',
  overheadToPlatform:
    'Control plane, monitoring, security, registry and the rest, charged to the platform team by configuration.',
  unmounted: 'Volumes and load balancers that no pod used.',
  unallocated: 'Cost for which the allocation could not say whose it is.',
  nobodyToShare: 'Nobody used the cluster that day, so there was nobody to share it with.',
  outside:
    'Cost of the watched subscriptions that belongs to no cluster, charged to unowned by configuration.',
  noAllocation:
    'The bill has cost for this cluster and day but no allocation was read, so nobody could be charged for it.',
} as const satisfies Readonly<Record<string, string>>;

export type Rule = keyof typeof RULES;
