import { SourceError } from '../../model/errors.ts';
import { countDays, openCharges } from './charges.ts';
import { type ExportColumns, isFocus } from './columns.ts';
import { type ExportType, METRIC_FIELDS } from './dataset.ts';
import type { FileSum, SumParts } from './fileSum.ts';
import { sumByGroups } from './groups.ts';
import { matchExportColumns, readExportRows, type Where } from './rows.ts';
import { openTable, type TextTable } from './table.ts';
import { openTally } from './tally.ts';

/**
 * Adds a file of an export to the month's charges. DuckDB groups and sums it without handing out its rows;
 * what it cannot read or hold (a wrong date, a row that breaks off, a sum beyond its numbers) makes Purser
 * read that file again row by row, which either succeeds or says what is wrong and where.
 * @throws SourceError malformed
 */
export async function sumFile(path: string, where: Where, parts: SumParts): Promise<FileSum> {
  const text = await openTable(path, where, parts.vouched);
  const columns = matchExportColumns(text.headers, where);
  if (isFocus(columns) !== (parts.type === 'focus')) throw otherDataset(where, parts.type);
  const summed = text.endsCleanly ? await sumByGroups(text, columns, parts) : undefined;
  return summed ?? (await sumByRows(await openTable(path, where), columns, where, parts));
}

async function sumByRows(
  text: TextTable,
  columns: ExportColumns,
  where: Where,
  parts: SumParts,
): Promise<FileSum> {
  const tally = openTally(parts.currency);
  const holds = METRIC_FIELDS[parts.type];
  const sums = openCharges();
  let rows = 0;
  for await (const batch of readExportRows(text, columns, where, tally)) {
    rows += batch.length;
    for (const row of batch) {
      const effective = holds.effective && (row.effective ?? row.cost);
      const billed = holds.billed && (row.billed ?? row.cost);
      sums.add(parts.book.numberOf(row.base), countDays(row.base.day), effective, billed);
    }
  }
  await parts.table.add(parts.run, sums.charges());
  let foreign = 0;
  for (const count of tally.foreign.values()) foreign += count;
  return { rows: rows + tally.empty + foreign, tally };
}

function otherDataset(where: Where, type: ExportType): SourceError {
  return new SourceError(
    where,
    'malformed',
    `its manifest says that it is a ${type} export, and its columns are not those of one`,
    'Run the export again; if it stays so, report this message.',
  );
}
