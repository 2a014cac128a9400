import type { Day } from '../../model/time.ts';

/**
 * A cell of a workbook. An amount has its currency's digits and may be worked out by the workbook itself; an exact
 * decimal is kept as text with every digit; a percentage is decimal text, `12.5`; a label stands beside its figure.
 */
export type SheetCell =
  | string
  | { readonly label: string }
  | { readonly count: number }
  | { readonly exact: string }
  | { readonly percent: string }
  | { readonly day: Day }
  | AmountCell;

export interface AmountCell {
  readonly amount: string;
  readonly digits: number;
  /** Written in place of the amount when it comes to the very amount; which Excel then shows as the sum that it is. */
  readonly formula?: Formula;
}

/** How a workbook works an amount out: figures and sums of columns added, and others taken away. */
export interface Formula {
  readonly add: readonly Term[];
  readonly subtract?: readonly Term[];
}

export type Term = { readonly cell: CellReference } | { readonly sum: ColumnReference };

/** All figures of a column; with `where` those of rows whose count in one column is that of the own row in another. */
export interface ColumnReference {
  readonly sheet: string;
  readonly column: string;
  readonly where?: { readonly column: string; readonly is: string };
}

/** One figure; of the own sheet and row where they are not named. */
export interface CellReference {
  readonly sheet?: string;
  readonly row?: string;
  readonly column: string;
}

export interface SheetColumn {
  /** What formulas call it. */
  readonly id?: string;
  readonly label: string;
  readonly width: number;
  /** Summed below the rows. */
  readonly sum?: boolean;
  /** Long words are broken into lines. */
  readonly wrap?: boolean;
}

/** One sheet: what it is about, a frozen heading, rows, and sums under the columns that are to be summed. */
export interface Sheet {
  /** What formulas call it. */
  readonly id: string;
  readonly name: string;
  /** Above the heading; the first row is the sheet's title. */
  readonly lead?: readonly (readonly SheetCell[])[];
  readonly columns: readonly SheetColumn[];
  readonly rows: readonly (readonly SheetCell[])[];
  /** What formulas call the rows, in their order; then the order has a meaning and rows are not to be sorted. */
  readonly rowIds?: readonly string[];
  /** What is left out because the workbook would be too large: how much, where it is, and its amounts. */
  readonly rest?: readonly SheetCell[];
  /** Said in place of rows. */
  readonly empty?: string;
}
