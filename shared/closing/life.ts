import type { Instant } from '../model/time.ts';

/** What the publish gate may find absurd in a chargeback; each has its band in `cost.gate`. */
export const GATE_REASONS = ['negativeIdle', 'billRatio', 'monthRatio', 'unownedShare', 'coverage'] as const;
export type GateReasonName = (typeof GATE_REASONS)[number];

/** Why the gate holds a chargeback back. */
export interface GateReason {
  readonly name: GateReasonName;
  /** Not in a team's own statement, which is told the name alone, and not where version 2 wrote it. */
  readonly figures?: GateFigures;
  /** Only of version 2, which said it in English. */
  readonly sentence?: string;
  readonly remedy?: string;
}

/** What is out of its band, and the band. Percentages and ratios are decimal text; a few clusters are named. */
export type GateFigures =
  | {
      readonly kind: 'negativeIdle';
      /** `figure`: idle below zero in percent of what was allocated; undefined where nothing was. */
      readonly clusters: readonly ClusterFigure[];
      /** Further clusters that are out of the band. */
      readonly more: number;
      readonly allowedPercent: string;
    }
  | {
      readonly kind: 'billRatio';
      /** `figure`: the allocation's own estimate over the bill. */
      readonly clusters: readonly ClusterFigure[];
      readonly more: number;
      readonly min: string;
      readonly max: string;
    }
  | {
      readonly kind: 'monthRatio';
      readonly previousMonth: string;
      /** The total over that of the month before. */
      readonly currencies: readonly { readonly currency: string; readonly ratio: string }[];
      readonly min: string;
      readonly max: string;
    }
  | {
      readonly kind: 'unownedShare';
      /** `percent` is undefined where the whole is not above zero. */
      readonly currencies: readonly { readonly currency: string; readonly percent: string | undefined }[];
      readonly allowedPercent: string;
    }
  | {
      readonly kind: 'coverage';
      /** Undefined where nothing was expected. */
      readonly readPercent: string | undefined;
      /** What misses most, by name. */
      readonly missing: readonly string[];
      readonly askedPercent: string;
    };

export interface ClusterFigure {
  readonly clusterName: string;
  readonly figure: string | undefined;
}

/** What stands against closing a month, and may be accepted by name. */
export const OBSTACLES = [...GATE_REASONS, 'reconciliation'] as const;
export type ObstacleName = (typeof OBSTACLES)[number];

/** What a person decided, for the record. */
export interface Decision {
  readonly at: Instant;
  readonly by: string;
  readonly reason: string;
}

/** Lets exactly one state of the data through the gate. */
export interface Release extends Decision {
  /** Hash of the report that the gate held. */
  readonly hash: string;
  /** Names of the reasons it was held for. */
  readonly held: readonly GateReasonName[];
}

/** Opens a closed month again; the revision it names stays readable. */
export interface Reopening extends Decision {
  readonly revision: number;
  /** Hash of that revision's data. */
  readonly hash: string;
}

/** How a month was closed. */
export interface Closing extends Decision {
  /** 1 for the first, one more after each re-opening. */
  readonly revision: number;
  /** What stood against it and was accepted; then the reason says why, else it may be empty. */
  readonly accepted: readonly ObstacleName[];
  /** What the statement was made from: as long as that is the same, nothing of the month is to be corrected. */
  readonly basis: string;
}

/** A team's correction of a closed month that is too small to be booked yet. */
export interface WaitingCorrection {
  readonly team: string;
  readonly currency: string;
  /** With every decimal. */
  readonly exact: string;
}

/** What became of the corrections of one earlier month. */
export interface Correction {
  /** The corrected month, `2026-10`. */
  readonly origin: string;
  /** Its revision that this statement corrects. */
  readonly revision: number;
  /** By team, then currency; found again next month, because they are still not booked. */
  readonly waiting: readonly WaitingCorrection[];
  /** Why its corrections are not known; undefined when they are. */
  readonly problem: string | undefined;
  /** What they were computed from; no part of the report's identity, as with its own readings. */
  readonly basis: string;
  /** Hash of what the month came to, booked or waiting; `''` when that is not known. */
  readonly outcome: string;
}

/** Where a statement stands in the life of its month. */
export interface StatementLife {
  /** Why the gate holds it back; empty when it has nothing against it. */
  readonly held: readonly GateReason[];
  /** Who let it through all the same. */
  readonly release: Release | undefined;
  /** Only in a closed statement. */
  readonly closing: Closing | undefined;
  /** Why the revision before was opened again, where there is one. */
  readonly reopened: Reopening | undefined;
  /** Earlier months first. */
  readonly corrections: readonly Correction[];
}

/** How a month stands: what the closed revisions and re-openings on record come to. */
export interface MonthStanding {
  /** The latest closed revision; 0 when it was never closed. */
  readonly revision: number;
  /** Hash of that revision's data; `''` when there is none. */
  readonly hash: string;
  /** Who opened that revision again; undefined while it stands closed, and when it was never closed. */
  readonly reopening: Reopening | undefined;
}

/** Whether the month is closed now: re-opened is not. */
export function isClosed({ revision, reopening }: MonthStanding): boolean {
  return revision > 0 && reopening === undefined;
}

/** Whether the gate keeps the statement from finance and the teams. */
export function isHeld(life: StatementLife | undefined): boolean {
  return (
    life !== undefined && life.held.length > 0 && life.release === undefined && life.closing === undefined
  );
}
