import type { ChargebackReport, CurrencyStatement } from '../../reports/chargebackReport.ts';
import type { Formatter } from '../formatter.ts';
import { nameCluster, nameTeam } from '../view/names.ts';
import type { Words } from '../words/en/en.ts';
import { collectRows, type LineRows } from './lineRows.ts';
import { limitRows } from './rowLimit.ts';
import type { AmountCell, Sheet, SheetCell, SheetColumn } from './sheet.ts';

type SheetName = keyof Words['file']['sheets'];

/** What the sheets of one currency have in common. */
export interface StatementContext {
  readonly report: ChargebackReport;
  readonly statement: CurrencyStatement;
  readonly rows: LineRows;
  readonly formatter: Formatter;
  readonly words: Words['file'];
  /** What formulas call a sheet, and readers; with the currency where there are several. */
  sheet(name: SheetName): { readonly id: string; readonly name: string };
  /** A column of amounts, whose heading names the currency. */
  amountColumn(
    label: string,
    options?: { readonly id?: string; readonly sum?: boolean; readonly width?: number },
  ): SheetColumn;
  amount(amount: string): AmountCell;
  nameTeam(team: { readonly team: string; readonly teamName: string }): string;
  nameCluster(clusterName: string): string;
  /** The first rows, and what the rest comes to; see {@link limitRows}. */
  limit<Item>(
    items: readonly Item[],
    count: number,
    toRow: (item: Item) => readonly SheetCell[],
    totals: ReadonlyMap<number, string>,
  ): Pick<Sheet, 'rows' | 'rest'>;
}

export function createContext(
  report: ChargebackReport,
  statement: CurrencyStatement,
  formatter: Formatter,
  rowLimit: number,
): StatementContext {
  const { currency, digits } = statement;
  const words = formatter.words.file;
  const suffix = report.statements.length > 1 ? ` ${currency}` : '';
  return {
    report,
    statement,
    rows: collectRows(statement, rowLimit),
    formatter,
    words,
    sheet: (name) => ({ id: `${name} ${currency}`, name: `${words.sheets[name]}${suffix}` }),
    amountColumn: (label, { id, sum = true, width = 17 } = {}) => ({
      label: words.ofCurrency(label, currency),
      width,
      sum,
      ...(id !== undefined && { id }),
    }),
    amount: (amount) => ({ amount, digits }),
    nameTeam: (team) => nameTeam(team, formatter.words),
    nameCluster: (clusterName) => nameCluster(clusterName, formatter.words),
    limit: (items, count, toRow, totals) =>
      limitRows(items, count, toRow, {
        ...{ totals, limit: rowLimit },
        say: (hidden) => words.more(formatter.count(hidden)),
      }),
  };
}
