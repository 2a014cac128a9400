import type { Config } from '../config/schema.ts';
import { type Amount, formatExact, ONE_UNIT, parseAmount } from '../model/money.ts';
import { compareText } from '../model/order.ts';
import type { ClusterFigure, GateFigures, GateReason } from './life.ts';

/** The bands of the configuration, `cost.gate`. */
export type GateBands = Config['cost']['gate'];

/** What one cluster's allocation says, beside what was billed for the same days. */
export interface ClusterFacts {
  readonly clusterName: string;
  /** Cost of its workloads and idle at the allocation's own prices; undefined where it knows no prices. */
  readonly estimate: Amount | undefined;
  /** What was billed for the same days; undefined when that was in several currencies. */
  readonly billed: Amount | undefined;
  /** Cost of its workloads at the allocation's own prices, without idle. */
  readonly allocated: Amount;
  /** By how much its idle was below zero, as a positive amount, summed over the days on which it was. */
  readonly negativeIdle: Amount;
}

/** One currency's figures of the month. */
export interface CurrencyFacts {
  readonly currency: string;
  readonly total: Amount;
  /** Charged to nobody's team although the configuration does not say so. */
  readonly unowned: Amount;
  /** Total of the month before; undefined when there is none to compare with. */
  readonly previous: Amount | undefined;
}

/** Everything the gate looks at. */
export interface GateFacts {
  /** `2026-10`. */
  readonly month: string;
  /** The month before, for its name. */
  readonly previousMonth: string;
  /** Whether the month is over: a part of it cannot be compared with a whole one. */
  readonly over: boolean;
  readonly currencies: readonly CurrencyFacts[];
  readonly clusters: readonly ClusterFacts[];
  readonly coverage: readonly {
    readonly name: string;
    readonly expectedDays: number;
    readonly readDays: number;
  }[];
}

/** Clusters that a reason names; the others are counted. */
const NAMED = 3;

/**
 * Judges whether a chargeback may go out: a reason for each band that it is out of, in the order of
 * {@link GATE_REASONS}, none when it may.
 */
export function judgeChargeback(facts: GateFacts, bands: GateBands): readonly GateReason[] {
  return [
    ...judgeNegativeIdle(facts, bands),
    ...judgeBillRatio(facts, bands),
    ...judgeMonthRatio(facts, bands),
    ...judgeUnowned(facts, bands),
    ...judgeCoverage(facts, bands),
  ];
}

function judgeNegativeIdle({ clusters }: GateFacts, bands: GateBands): GateReason[] {
  const limit = scale(bands.negativeIdle);
  const found = clusters.flatMap(({ clusterName, negativeIdle, allocated }) =>
    exceeds(negativeIdle, allocated, limit)
      ? [{ clusterName, figure: allocated > 0n ? percent(negativeIdle, allocated) : undefined }]
      : [],
  );
  return found.length === 0
    ? []
    : [
        toReason({
          ...{ kind: 'negativeIdle', ...nameClusters(found) },
          allowedPercent: asPercent(bands.negativeIdle),
        }),
      ];
}

function judgeBillRatio({ clusters }: GateFacts, bands: GateBands): GateReason[] {
  const { min, max } = bands.billRatio;
  const found = clusters.flatMap(({ clusterName, estimate, billed }) => {
    if (estimate === undefined || billed === undefined || billed <= 0n) return [];
    return isWithin(estimate, billed, min, max) ? [] : [{ clusterName, figure: ratio(estimate, billed) }];
  });
  return found.length === 0
    ? []
    : [toReason({ kind: 'billRatio', ...nameClusters(found), min: String(min), max: String(max) })];
}

function judgeMonthRatio({ over, currencies, previousMonth }: GateFacts, bands: GateBands): GateReason[] {
  if (!over) return [];
  const { min, max } = bands.monthRatio;
  const found = currencies.flatMap(({ currency, total, previous }) =>
    previous === undefined || previous <= 0n || isWithin(total, previous, min, max)
      ? []
      : [{ currency, ratio: ratio(total, previous) }],
  );
  return found.length === 0
    ? []
    : [
        toReason({
          ...{ kind: 'monthRatio', previousMonth, currencies: found },
          ...{ min: String(min), max: String(max) },
        }),
      ];
}

function judgeUnowned({ currencies }: GateFacts, bands: GateBands): GateReason[] {
  const limit = scale(bands.unownedShare);
  const found = currencies.flatMap(({ currency, total, unowned }) =>
    exceeds(unowned, total, limit)
      ? [{ currency, percent: total > 0n ? percent(unowned, total) : undefined }]
      : [],
  );
  return found.length === 0
    ? []
    : [
        toReason({
          ...{ kind: 'unownedShare', currencies: found },
          allowedPercent: asPercent(bands.unownedShare),
        }),
      ];
}

function judgeCoverage({ coverage }: GateFacts, bands: GateBands): GateReason[] {
  const expected = coverage.reduce((sum, entry) => sum + entry.expectedDays, 0);
  const read = coverage.reduce((sum, entry) => sum + entry.readDays, 0);
  if (expected > 0 && BigInt(read) * ONE_UNIT >= scale(bands.coveredShare) * BigInt(expected)) return [];
  const worst = coverage
    .filter((entry) => entry.readDays < entry.expectedDays)
    .toSorted(
      (a, b) => b.expectedDays - b.readDays - (a.expectedDays - a.readDays) || compareText(a.name, b.name),
    )
    .slice(0, NAMED)
    .map((entry) => entry.name);
  return [
    toReason({
      kind: 'coverage',
      readPercent: expected === 0 ? undefined : percent(BigInt(read), BigInt(expected)),
      missing: [...new Set(worst)],
      askedPercent: asPercent(bands.coveredShare),
    }),
  ];
}

function toReason(figures: GateFigures): GateReason {
  return { name: figures.kind, figures };
}

/** Whether `part` is more than a share of `whole`; with nothing to be a share of, anything above zero is. */
function exceeds(part: Amount, whole: Amount, limit: Amount): boolean {
  if (part <= 0n) return false;
  return whole <= 0n || part * ONE_UNIT > limit * whole;
}

/** Whether `part` over `whole`, which is above zero, lies in the band. */
function isWithin(part: Amount, whole: Amount, min: number, max: number): boolean {
  return part * ONE_UNIT >= scale(min) * whole && part * ONE_UNIT <= scale(max) * whole;
}

/** A setting as an exact amount, so that it compares with exact sums. */
function scale(setting: number): Amount {
  return parseAmount(setting) ?? 0n;
}

/** `12.4`, cut after one decimal. */
function percent(part: bigint, whole: bigint): string {
  const permille = (part * 1000n) / whole;
  const sign = permille < 0n ? '-' : '';
  const size = permille < 0n ? -permille : permille;
  return `${sign}${size / 10n}.${size % 10n}`;
}

function asPercent(share: number): string {
  return formatExact(scale(share) * 100n);
}

/** `2.51`, cut after two decimals; `0.000004` where that would say nothing. */
function ratio(part: Amount, whole: Amount): string {
  const exact = formatExact((part * ONE_UNIT) / whole);
  const [units = '0', decimals = ''] = exact.split('.');
  const significant = /^-?0$/.test(units) ? decimals.search(/[1-9]/) + 1 : 0;
  return decimals === '' ? units : `${units}.${decimals.slice(0, Math.max(2, significant))}`;
}

/** Names the first of some clusters, and counts the others. */
function nameClusters(found: readonly ClusterFigure[]): {
  readonly clusters: readonly ClusterFigure[];
  readonly more: number;
} {
  const sorted = found.toSorted((a, b) => compareText(a.clusterName, b.clusterName));
  return { clusters: sorted.slice(0, NAMED), more: Math.max(0, sorted.length - NAMED) };
}
