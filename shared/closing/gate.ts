import type { Config } from '../config/schema.ts';
import { type Amount, formatExact, ONE_UNIT, parseAmount } from '../model/money.ts';
import { compareText } from '../model/order.ts';
import type { GateReason } from './life.ts';

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

/** Clusters named in one sentence; the others are counted. */
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
  const found = clusters.flatMap(({ clusterName, negativeIdle, allocated }) => {
    if (!exceeds(negativeIdle, allocated, limit)) return [];
    return [{ clusterName, figure: allocated > 0n ? percent(negativeIdle, allocated) : 'more than all' }];
  });
  if (found.length === 0) return [];
  return [
    {
      name: 'negativeIdle',
      sentence: `The allocation gave out more than the machines had: idle is below zero by ${nameClusters(found)} of what was allocated, and ${asPercent(bands.negativeIdle)} is allowed.`,
      remedy:
        'Look for pods that the allocation counts twice and machines that it does not know; cost.gate.negativeIdle sets what is allowed.',
    },
  ];
}

function judgeBillRatio({ clusters }: GateFacts, bands: GateBands): GateReason[] {
  const { min, max } = bands.billRatio;
  const found = clusters.flatMap(({ clusterName, estimate, billed }) => {
    if (estimate === undefined || billed === undefined || billed <= 0n) return [];
    return isWithin(estimate, billed, min, max)
      ? []
      : [{ clusterName, figure: `${ratio(estimate, billed)} times` }];
  });
  if (found.length === 0) return [];
  return [
    {
      name: 'billRatio',
      sentence: `The allocation’s own estimate is ${nameClusters(found)} the bill, and ${min} to ${max} is allowed.`,
      remedy:
        'Compare the allocation’s prices, currency and days with the bill; cost.gate.billRatio sets the band.',
    },
  ];
}

function judgeMonthRatio(facts: GateFacts, bands: GateBands): GateReason[] {
  if (!facts.over) return [];
  const { min, max } = bands.monthRatio;
  const found = facts.currencies.flatMap(({ currency, total, previous }) =>
    previous === undefined || previous <= 0n || isWithin(total, previous, min, max)
      ? []
      : [`${ratio(total, previous)} times that of ${facts.previousMonth} in ${currency}`],
  );
  if (found.length === 0) return [];
  return [
    {
      name: 'monthRatio',
      sentence: `The total is ${found.join(' and ')}, and ${min} to ${max} is allowed.`,
      remedy:
        'See which clusters grew or went; a real change is released, and cost.gate.monthRatio sets the band.',
    },
  ];
}

function judgeUnowned({ currencies }: GateFacts, bands: GateBands): GateReason[] {
  const limit = scale(bands.unownedShare);
  const found = currencies.flatMap(({ currency, total, unowned }) =>
    exceeds(unowned, total, limit)
      ? [total > 0n ? `${percent(unowned, total)} of the ${currency}` : `some of the ${currency}`]
      : [],
  );
  if (found.length === 0) return [];
  return [
    {
      name: 'unownedShare',
      sentence: `Nobody owns ${found.join(' and ')}, and ${asPercent(bands.unownedShare)} is allowed.`,
      remedy:
        'Label the namespaces that the report lists as unowned, or add ownership rules; cost.gate.unownedShare sets what is allowed.',
    },
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
  const figure = expected === 0 ? 'Nothing' : `Only ${percent(BigInt(read), BigInt(expected))}`;
  return [
    {
      name: 'coverage',
      sentence: `${figure} of what the month needs was read, and ${asPercent(bands.coveredShare)} is asked for${worst.length > 0 ? `; most is missing of ${[...new Set(worst)].join(', ')}` : ''}.`,
      remedy: 'Collect what is missing; cost.gate.coveredShare sets what is asked for.',
    },
  ];
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

/** `12.4 %`, cut after one decimal. */
function percent(part: bigint, whole: bigint): string {
  const permille = (part * 1000n) / whole;
  const sign = permille < 0n ? '−' : '';
  const size = permille < 0n ? -permille : permille;
  return `${sign}${size / 10n}.${size % 10n} %`;
}

function asPercent(share: number): string {
  return `${formatExact(scale(share) * 100n)} %`;
}

/** `2.51`, cut after two decimals; `0.000004` where that would say nothing. */
function ratio(part: Amount, whole: Amount): string {
  const exact = formatExact((part * ONE_UNIT) / whole);
  const [units = '0', decimals = ''] = exact.split('.');
  const significant = /^-?0$/.test(units) ? decimals.search(/[1-9]/) + 1 : 0;
  return decimals === '' ? units : `${units}.${decimals.slice(0, Math.max(2, significant))}`;
}

/** `−12.4 % on aks-prod, …`; the names come from the estate and are escaped where they are shown. */
function nameClusters(found: readonly { readonly clusterName: string; readonly figure: string }[]): string {
  const named = found
    .toSorted((a, b) => compareText(a.clusterName, b.clusterName))
    .slice(0, NAMED)
    .map(({ clusterName, figure }) => `${figure} (${clusterName})`);
  const more = found.length - named.length;
  return `${named.join(', ')}${more > 0 ? ` and out of band on ${more} more clusters` : ''}`;
}
