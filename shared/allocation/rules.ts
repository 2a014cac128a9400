/**
 * The rules by which a pool becomes charges, each with the sentence that a report's method section prints.
 * Every charge names one of them.
 */
export const RULES = {
  usage:
    'Divided by what each workload used that day: the allocation’s own cost of that resource is the weight.',
  usageByWeights:
    'Machines, divided by what each workload used that day: its core-hours, GiB-hours and GPU-hours at the configured weights.',
  computeUsage:
    'The allocation priced none of this resource that day, so it is divided by what each workload used of CPU, memory and GPU.',
  nodePool:
    'Machines and system disks of one node pool, divided by what each workload used on that pool that day: the allocation’s own cost of CPU, memory and GPU is the weight. Use that the allocation places on no pool counts in every pool, in proportion to the pool’s cost.',
  nodePoolByWeights:
    'Machines and system disks of one node pool, divided by what each workload used on that pool that day: its core-hours, GiB-hours and GPU-hours at the configured weights. Use that the allocation places on no pool counts in every pool, in proportion to the pool’s cost.',
  split: 'A namespace that several teams share, divided by their configured weights.',
  claim:
    'A disk or snapshot made for a volume claim, charged to the owner of the namespace that its tag names; several owners of one namespace share it by their use of volumes, or else of CPU, memory and GPU.',
  service:
    'A public address or load balancer made for a service, charged to the owner of the namespace that its tag names; several owners of one namespace share it by their use of load balancers, or else of CPU, memory and GPU.',
  unmounted:
    'Volumes and load balancers that no pod used, charged to the owner of their namespace where they have one.',
  tagged:
    'A resource outside the clusters, charged to the team that its tag names, or to unowned when the tag names no team.',
  unallocated: 'Cost for which the allocation could not say whose it is.',
  idle: 'Capacity that nobody used, divided in proportion to each workload’s use of the same resource on that cluster, or of CPU, memory and GPU where nobody used any.',
  idleOfPool:
    'Capacity of a node pool that nobody used, divided among those on the pool in proportion to what each workload used there.',
  idleOfUnusedPool:
    'Capacity of a node pool that nobody used and on which no team ran anything that day, divided in proportion to each workload’s use of CPU, memory and GPU on the whole cluster.',
  idleToPlatform: 'Capacity that nobody used, charged to the platform team by configuration.',
  idleSeparate:
    'Capacity that nobody used, shown apart by configuration: it is charged to unowned as idle, and to no team.',
  shared:
    'Namespaces that serve everybody, divided in proportion to each workload’s use of the same resource, or of CPU, memory and GPU where nobody used any.',
  sharedEvenly:
    'Namespaces that serve everybody, divided evenly by configuration among all who used the cluster that day; what nobody owns counts as one of them.',
  sharedByShares: 'Namespaces that serve everybody, divided by the configured shares.',
  sharedByCpuRequests:
    'Namespaces that serve everybody, divided by configuration in proportion to each workload’s CPU requests.',
  sharedByRamRequests:
    'Namespaces that serve everybody, divided by configuration in proportion to each workload’s memory requests.',
  sharedByCpuUsage:
    'Namespaces that serve everybody, divided by configuration in proportion to each workload’s CPU usage.',
  sharedByRamUsage:
    'Namespaces that serve everybody, divided by configuration in proportion to each workload’s memory usage.',
  sharedUntold:
    'Namespaces that serve everybody. The allocation told none of the configured metric that day, so they are divided in proportion to each workload’s use of the same resource, or of CPU, memory and GPU where nobody used any.',
  sharedToPlatform: 'Namespaces that serve everybody, charged to the platform team by configuration.',
  overhead:
    'Control plane, monitoring, security, registry, unused reservations and the rest, divided in proportion to each workload’s use of CPU, memory and GPU.',
  overheadEvenly:
    'Control plane, monitoring, security, registry, unused reservations and the rest, divided evenly by configuration among all who used the cluster that day; what nobody owns counts as one of them.',
  overheadByShares:
    'Control plane, monitoring, security, registry, unused reservations and the rest, divided by the configured shares.',
  overheadByCpuRequests:
    'Control plane, monitoring, security, registry, unused reservations and the rest, divided by configuration in proportion to each workload’s CPU requests.',
  overheadByRamRequests:
    'Control plane, monitoring, security, registry, unused reservations and the rest, divided by configuration in proportion to each workload’s memory requests.',
  overheadByCpuUsage:
    'Control plane, monitoring, security, registry, unused reservations and the rest, divided by configuration in proportion to each workload’s CPU usage.',
  overheadByRamUsage:
    'Control plane, monitoring, security, registry, unused reservations and the rest, divided by configuration in proportion to each workload’s memory usage.',
  overheadUntold:
    'Control plane, monitoring, security, registry, unused reservations and the rest. The allocation told none of the configured metric that day, so they are divided in proportion to each workload’s use of CPU, memory and GPU.',
  overheadToPlatform:
    'Control plane, monitoring, security, registry, unused reservations and the rest, charged to the platform team by configuration.',
  nobodyToShare: 'No team used the cluster’s machines that day, so there was nobody to share it with.',
  outside:
    'Cost of the watched subscriptions that belongs to no cluster, charged to unowned by configuration.',
  noAllocation:
    'The bill has cost for this cluster and day but no allocation was read, so nobody could be charged for it.',
  discount:
    'An agreed discount: a percentage of what a team is charged is taken off, and its counterpart is charged it instead.',
  markup: 'An agreed mark-up: a percentage of what a team is charged is added, and its counterpart gets it.',
  credit: 'An agreed credit: an amount a month is taken off, and the counterpart is charged it instead.',
  restatement:
    'A closed month whose bill Azure changed since: the difference to what was booked for it, for each team.',
  reassignment:
    'A closed month whose ownership or allocation was corrected since: what one team was charged and another has to pay.',
  reopening:
    'Corrections of a month that was opened again and carries its changes itself: what was booked for it before is taken back.',
} as const satisfies Readonly<Record<string, string>>;

export type Rule = keyof typeof RULES;
