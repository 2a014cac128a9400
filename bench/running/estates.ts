/** The estates that are simulated: what hangs on their size. */
export interface Estate {
  readonly clusters: number;
  readonly subscriptions: number;
  readonly teams: number;
  /** Resources of a cluster on the bill of a day, by meter category: nodes, disks, addresses, logs. */
  readonly billRowsPerClusterDay: number;
  /** Channels that are not mail: a webhook a team. */
  readonly teamsChannels: number;
}

const CLUSTERS_PER_SUBSCRIPTION = 10;
const BILL_ROWS = 40;

/** An estate as large organisations have them: ten clusters a subscription, two teams a cluster up to 600. */
export function describeEstate(clusters: number): Estate {
  const teams = Math.min(600, clusters * 2);
  return {
    clusters,
    subscriptions: Math.ceil(clusters / CLUSTERS_PER_SUBSCRIPTION),
    teams,
    billRowsPerClusterDay: BILL_ROWS,
    teamsChannels: Math.ceil(teams / 2),
  };
}
