import type { Config } from '../config/schema.ts';
import type { OwnerShare } from '../model/ownership.ts';
import { toShares, toWeight } from '../ownership/shares.ts';
import { createTeamFinder } from '../ownership/teams.ts';

/** What an allocation tells of each workload, by which cost can be shared. */
export type SharingMetric = 'cpuRequests' | 'ramRequests' | 'cpuUsage' | 'ramUsage';

/** Who takes capacity that nobody used. `separate` charges it to nobody's team, as idle. */
export type IdleSharing =
  | { readonly method: 'proportional' | 'separate' }
  | { readonly method: 'platform'; readonly team: string };

/** Who takes what serves everybody. `even` counts those with direct use on the cluster that day. */
export type CommonSharing =
  | { readonly method: 'proportional' | 'even' }
  | { readonly method: 'fixed'; readonly shares: readonly OwnerShare[] }
  | { readonly method: 'metric'; readonly metric: SharingMetric }
  | { readonly method: 'platform'; readonly team: string };

/** Relative prices of machine time, in millionths. */
export interface MachineWeights {
  readonly cpuCoreHour: bigint;
  readonly ramGibHour: bigint;
  readonly gpuHour: bigint;
}

/** The sharing policy of one run. */
export interface SharingPolicy {
  readonly idle: IdleSharing;
  /** Whose idle capacity is shared: of the node pool among those on it, or of the cluster among all. */
  readonly idleBy: 'nodePool' | 'cluster';
  readonly shared: CommonSharing;
  readonly overhead: CommonSharing;
  /** By what machines are divided; undefined for the allocation source's own prices. */
  readonly weights: MachineWeights | undefined;
  /** The team that the value of a tag means, by id or alias in any case. */
  readonly findTeam: (value: string) => string | undefined;
}

/** The sharing policy that the configuration asks for. */
export function toSharingPolicy(config: Pick<Config, 'cost' | 'teams'>): SharingPolicy {
  const { cost, teams } = config;
  return {
    idle: chooseIdle(cost),
    idleBy: cost.idleBy,
    shared: chooseCommon(cost.shared, cost.sharedShares, cost.platformTeam),
    overhead: chooseCommon(cost.overhead, cost.overheadShares, cost.platformTeam),
    weights: cost.weights && {
      cpuCoreHour: toWeight(cost.weights.cpuCoreHour),
      ramGibHour: toWeight(cost.weights.ramGibHour),
      gpuHour: toWeight(cost.weights.gpuHour),
    },
    findTeam: createTeamFinder(teams),
  };
}

/** What is missing to follow a method was refused when the configuration was read; proportional needs nothing. */
function chooseIdle({ idle, platformTeam }: Config['cost']): IdleSharing {
  if (idle !== 'platform') return { method: idle };
  return platformTeam === undefined ? { method: 'proportional' } : { method: 'platform', team: platformTeam };
}

function chooseCommon(
  method: Config['cost']['shared'],
  shares: Config['cost']['sharedShares'],
  platformTeam: string | undefined,
): CommonSharing {
  switch (method) {
    case 'proportional':
    case 'even':
      return { method };
    case 'fixed':
      return shares === undefined ? { method: 'proportional' } : { method, shares: toShares(shares) };
    case 'platform':
      return platformTeam === undefined ? { method: 'proportional' } : { method, team: platformTeam };
    default:
      return { method: 'metric', metric: method };
  }
}
