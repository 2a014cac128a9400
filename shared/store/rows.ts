import type { TableClient } from '@azure/data-tables';
import { z } from 'zod';
import { StoreError } from '../model/errors.ts';
import type { Problem } from '../model/reading.ts';
import { hasStatus } from './faults.ts';

/**
 * A table row. Columns are texts, never numbers: a whole number would become Int32 and a broken one Double,
 * two types in one column (data-tables 13.3.2).
 */
export type Row = { readonly partitionKey: string; readonly rowKey: string } & Readonly<
  Record<string, string>
>;

/** Characters of a column; the limit of Table Storage is 64 KiB of UTF-16, 32,768 of them. */
const LONGEST_TEXT = 30_000;
const MOST_ATTEMPTS = 50;

/**
 * Spreads a value of any size over the columns `name`, `name2`, `name3`, … as JSON in ASCII: so it can be cut
 * anywhere, and Azurite 3.37 (which garbles characters that two chunks of a request share) takes it as well.
 */
export function toColumns(name: string, value: unknown): Record<string, string> {
  const text = JSON.stringify(value).replace(/[^ -~]/g, escapeUnit);
  const columns: Record<string, string> = {};
  for (let part = 1; (part - 1) * LONGEST_TEXT < text.length; part++) {
    columns[part === 1 ? name : `${name}${part}`] = text.slice(
      (part - 1) * LONGEST_TEXT,
      part * LONGEST_TEXT,
    );
  }
  return columns;
}

/** Puts together what {@link toColumns} spread; undefined when there is none. */
export function fromColumns(name: string, row: Readonly<Record<string, unknown>>): unknown {
  let text = '';
  for (let part = 1; ; part++) {
    const column = row[part === 1 ? name : `${name}${part}`];
    if (typeof column !== 'string') break;
    text += column;
  }
  return text === '' ? undefined : JSON.parse(text);
}

const StoredProblem = z.object({ at: z.string(), message: z.string(), remedy: z.string() });

/** Writes a problem as columns; none when there is none. */
export function problemColumns(problem: Problem | undefined): Record<string, string> {
  return problem ? toColumns('problem', StoredProblem.parse(problem)) : {};
}

export function readProblem(row: Readonly<Record<string, unknown>>): Problem | undefined {
  return StoredProblem.optional().parse(fromColumns('problem', row));
}

/** Reads one row; undefined when there is none. */
export async function findRow(
  table: TableClient,
  partitionKey: string,
  rowKey: string,
): Promise<(Record<string, unknown> & { readonly etag: string }) | undefined> {
  try {
    return await table.getEntity<Record<string, unknown>>(partitionKey, rowKey);
  } catch (error) {
    if (hasStatus(error, 404)) return undefined;
    throw error;
  }
}

/**
 * Changes one row so that of two who do it at once, the later sees what the earlier wrote.
 * @param change gives the row to write, or undefined to leave it; may be asked several times
 */
export async function changeRow(
  table: TableClient,
  partitionKey: string,
  rowKey: string,
  change: (current: Readonly<Record<string, unknown>> | undefined) => Row | undefined,
): Promise<void> {
  for (let tried = 0; tried < MOST_ATTEMPTS; tried++) {
    const current = await findRow(table, partitionKey, rowKey);
    const next = change(current);
    if (!next) return;
    if (current ? await replaceRow(table, next, current.etag) : await createRow(table, next)) return;
  }
  throw new StoreError(
    `The row ${partitionKey} ${rowKey} was changed by others ${MOST_ATTEMPTS} times in a row.`,
    'Try again; if it stays so, look for two installations that share one storage account.',
  );
}

/** Writes a row that is not there yet; returns its etag, or false when it is there. */
export async function createRow(table: TableClient, row: Row): Promise<string | false> {
  try {
    return (await table.createEntity(row)).etag ?? '';
  } catch (error) {
    if (hasStatus(error, 409)) return false;
    throw error;
  }
}

/**
 * Replaces a row that nobody changed since `etag`; returns the new etag, or false when somebody did.
 * `Replace`, because the default merges and would keep columns that are gone.
 */
export async function replaceRow(table: TableClient, row: Row, etag: string): Promise<string | false> {
  try {
    return (await table.updateEntity(row, 'Replace', { etag })).etag ?? '';
  } catch (error) {
    if (hasStatus(error, 404, 412)) return false;
    throw error;
  }
}

/** Reads all rows that a filter selects, or all of the table, by key. */
export async function listRows(table: TableClient, filter?: string): Promise<Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = [];
  const pages = table.listEntities<Record<string, unknown>>(filter ? { queryOptions: { filter } } : {});
  for await (const row of pages) rows.push(row);
  return rows;
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
