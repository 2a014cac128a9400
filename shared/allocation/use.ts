import type { OwnedRow } from './usage.ts';

/** Rows and what each of them counts, always above zero. */
export interface Users {
  readonly rows: readonly OwnedRow[];
  readonly weights: readonly bigint[];
}

/** Everything that was used of something, idle included, and the workloads that share what nobody used. */
export interface Use {
  readonly all: Users;
  readonly sharers: Users;
}

/** Use of something that nobody used. */
export const NOBODY: Use = { all: { rows: [], weights: [] }, sharers: { rows: [], weights: [] } };

/** Idle, unmounted and unallocated rows and shared namespaces take no part of what is shared. */
export function isSharer({ row, owner }: OwnedRow): boolean {
  return row.kind === 'workload' && owner.kind !== 'shared';
}

/** The use of something by rows, of which those count that weigh anything. */
export function toUse(rows: readonly OwnedRow[], weights: readonly bigint[]): Use {
  const all = toUsers(rows, weights);
  const sharing = all.rows.map(isSharer);
  if (!sharing.includes(false)) return { all, sharers: all };
  return {
    all,
    sharers: {
      rows: all.rows.filter((_, index) => sharing[index]),
      weights: all.weights.filter((_, index) => sharing[index]),
    },
  };
}

/** Leaves out what counts nothing. */
export function toUsers(rows: readonly OwnedRow[], weights: readonly bigint[]): Users {
  const counting: OwnedRow[] = [];
  const counts: bigint[] = [];
  rows.forEach((row, index) => {
    const weight = weights[index] ?? 0n;
    if (weight <= 0n) return;
    counting.push(row);
    counts.push(weight);
  });
  return { rows: counting, weights: counts };
}

/**
 * The use of something by those told to use it and by those of whom nothing is told. The second count by the
 * part that `share` is of `whole`, both at or above zero.
 */
export function joinUse(told: Use, untold: Use, share: bigint, whole: bigint): Use {
  if (untold.all.rows.length === 0) return told;
  if (told.all.rows.length === 0) return untold;
  return {
    all: joinUsers(told.all, untold.all, share, whole),
    sharers: joinUsers(told.sharers, untold.sharers, share, whole),
  };
}

function joinUsers(told: Users, untold: Users, share: bigint, whole: bigint): Users {
  return {
    rows: [...told.rows, ...untold.rows],
    weights: [
      ...told.weights.map((weight) => weight * whole),
      ...untold.weights.map((weight) => weight * share),
    ],
  };
}
