import type { CostGroup, Effect } from '../analysis/movement.ts';

/** Why a cost changed between two periods. Effects sum to their change, movers and the rest to the whole. */
export interface CostMovement {
  readonly change: string;
  readonly effects: readonly { readonly effect: Effect; readonly amount: string }[];
  /** The largest change first, in either direction. */
  readonly movers: readonly MoverLine[];
  /** Places that changed too little to be listed. */
  readonly rest: { readonly count: number; readonly amount: string };
}

/** One place whose cost changed. */
export interface MoverLine {
  readonly clusterName: string;
  /** `''` for what belongs to the cluster as a whole. */
  readonly namespace: string;
  readonly before: string;
  readonly after: string;
  readonly change: string;
  readonly effects: readonly {
    readonly effect: Effect;
    readonly group: CostGroup;
    readonly amount: string;
    /** Of `usage`: the change of the quantity, `31` for 31 % more; undefined otherwise. */
    readonly quantityPercent: string | undefined;
  }[];
}
