import type { ExportDataset } from './dataset.ts';

/** Assumed where neither the rows nor the configuration name a currency. */
const ASSUMED_CURRENCY = 'USD';

/** Rows of an export that were left out, or read only in part. */
export interface Tally {
  /** Taken for rows that name none. */
  readonly currency: string;
  empty: number;
  noCurrency: number;
  badTags: number;
  /** Rows by the provider, other than Microsoft, that they are of. */
  readonly foreign: Map<string, number>;
}

/** Nothing odd yet. */
export function openTally(currency: string = ASSUMED_CURRENCY): Tally {
  return { currency, empty: 0, noCurrency: 0, badTags: 0, foreign: new Map() };
}

/** Takes rows of another provider into account. */
export function countForeign(tally: Tally, provider: string, rows: number): void {
  tally.foreign.set(provider, (tally.foreign.get(provider) ?? 0) + rows);
}

/**
 * Says in sentences what a reader must know before trusting an export.
 * @param rows how many were read
 */
export function describeOddities(tally: Tally, rows: number, dataset: ExportDataset): string[] {
  const warnings: string[] = [];
  if (tally.noCurrency > 0) {
    warnings.push(`${tally.noCurrency} of ${rows} rows name no currency; ${tally.currency} is assumed.`);
  }
  if (dataset === 'unknown-metric' && rows > 0) {
    warnings.push(
      'Neither the name nor the rows tell whether the costs are actual or amortized; they are taken for both.',
    );
  }
  for (const [provider, count] of [...tally.foreign].sort(([a], [b]) => (a < b ? -1 : 1))) {
    warnings.push(`${count} rows of the provider ${provider} are left out; only Microsoft's are read.`);
  }
  if (tally.empty > 0) warnings.push(`${tally.empty} empty rows are left out.`);
  if (tally.badTags > 0)
    warnings.push(`The tags of ${tally.badTags} rows cannot be read; those rows count without tags.`);
  return warnings;
}
