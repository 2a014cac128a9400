import type { CostMetric } from '../../model/cost.ts';
import type { ExportField } from './columns.ts';
import type { ExportRow } from './row.ts';

/** What an export is about: one of the bill's two sums, both (`focus`), or one that cannot be told. */
export type ExportDataset = 'actual' | 'amortized' | 'focus' | 'unknown-metric';

/** Gathers, row by row, what tells an actual export from an amortized one. */
export interface DatasetEvidence {
  /** Commitments that were bought: booked on the purchase day, in the actual dataset only. */
  purchases: number;
  /** Usage that a commitment covers, at a price; the actual dataset has it at zero. */
  coveredAtPrice: number;
  coveredAtZero: number;
  /** Commitments nobody used: a line of its own in the amortized dataset only. */
  unused: number;
}

/** No evidence yet. */
export function noEvidence(): DatasetEvidence {
  return { purchases: 0, coveredAtPrice: 0, coveredAtZero: 0, unused: 0 };
}

/** Takes one row into account. Source: Cost Management, "actual and amortized costs". */
export function weighRow(evidence: DatasetEvidence, row: ExportRow): void {
  if (row.chargeType.startsWith('unused')) evidence.unused++;
  if (row.pricingModel !== 'reservation' && row.pricingModel !== 'savingsplan') return;
  if (row.chargeType === 'purchase' && row.cost !== 0n) evidence.purchases++;
  if (row.chargeType !== 'usage') return;
  if (row.cost === 0n) evidence.coveredAtZero++;
  else evidence.coveredAtPrice++;
}

/** Reads a hint off a name that people or the export itself gave: `ActualCost`, `amortized/part_0.csv`. */
export function datasetByName(name: string): 'actual' | 'amortized' | undefined {
  const actual = /actual/i.test(name);
  const amortized = /amorti[sz]ed/i.test(name);
  if (actual === amortized) return undefined;
  return actual ? 'actual' : 'amortized';
}

/** Decides by what the rows showed; undefined when no commitment is in them, which leaves both sums equal. */
export function datasetByRows(evidence: DatasetEvidence): 'actual' | 'amortized' | undefined {
  if (evidence.unused > 0 || evidence.coveredAtPrice > 0)
    return evidence.purchases > 0 ? undefined : 'amortized';
  return evidence.purchases > 0 || evidence.coveredAtZero > 0 ? 'actual' : undefined;
}

/** A dataset by its manifest, which leaves no doubt. */
export type ExportType = Exclude<ExportDataset, 'unknown-metric'>;

/** The column of each of the bill's two sums; undefined for the sum that a dataset does not hold. */
export const METRIC_FIELDS = {
  focus: { effective: 'effectiveCost', billed: 'billedCost' },
  amortized: { effective: 'cost', billed: undefined },
  actual: { effective: undefined, billed: 'cost' },
} as const satisfies Record<ExportType, Record<CostMetric, ExportField | undefined>>;
