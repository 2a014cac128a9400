import { z } from 'zod';
import { type ArmId, parseArmId, toArmId } from '../../model/estate.ts';
import { type Amount, parseAmount } from '../../model/money.ts';
import { type Day, parseDay } from '../../model/time.ts';
import type { Where } from './failure.ts';
import { malformed, readPayload } from './payload.ts';

/** A row of a Cost Management answer; what the query did not group by is missing. */
export interface CostRowDraft {
  /** Undefined when the answer is not by day. */
  readonly day: Day | undefined;
  /** `''` where the charge hangs on no resource, or the answer is not by resource. */
  readonly resourceId: ArmId;
  /** Lower case; `''` where there is none. */
  readonly resourceGroup: string;
  /** `''` when the answer is not by meter category. */
  readonly meterCategory: string;
  /** ISO 4217. */
  readonly currency: string;
  readonly amount: Amount;
}

const cell = z.union([z.string(), z.number(), z.null()]);
type Cell = z.output<typeof cell>;

const AnswerSchema = z.object({
  properties: z.object({
    nextLink: z.string().nullish(),
    columns: z.array(z.object({ name: z.string() })),
    rows: z.array(z.array(cell)),
  }),
});

/** The sum is named after the column it adds up; sums in US dollars are never taken for the bill's currency. */
const AMOUNT_COLUMNS = ['cost', 'pretaxcost', 'totalcost'];
const DAY_COLUMNS = ['usagedate', 'date'];

/**
 * Reads one page of a Cost Management Query answer (API 2022-10-01 and its neighbours). Columns are found
 * by name, since their order follows the query. No answer (204) means no rows.
 * @param payload the body, undefined for 204
 * @throws SourceError `malformed`; no row is left out, for a bill with a row less is a wrong bill
 */
export function parseCostAnswer(
  payload: unknown,
  where: Where,
): { readonly rows: readonly CostRowDraft[]; readonly nextLink: string | undefined } {
  if (payload === undefined || payload === null || payload === '') return { rows: [], nextLink: undefined };
  const { columns, rows, nextLink } = readPayload(AnswerSchema, payload, where).properties;
  const names = columns.map((column) => column.name.toLowerCase());
  const places = {
    amount: findColumn(names, AMOUNT_COLUMNS),
    currency: findColumn(names, ['currency']),
    day: findColumn(names, DAY_COLUMNS),
    resource: findColumn(names, ['resourceid']),
    group: findColumn(names, ['resourcegroupname', 'resourcegroup']),
    meter: findColumn(names, ['metercategory']),
  };
  if (places.amount === undefined) throw malformed(where, 'no column Cost or PreTaxCost');
  if (places.currency === undefined) throw malformed(where, 'no column Currency');
  const drafts = rows.map((row, index) => readRow(row, index, names.length, places, where));
  return { rows: drafts, nextLink: nextLink || undefined };
}

type Places = Readonly<
  Record<'amount' | 'currency' | 'day' | 'resource' | 'group' | 'meter', number | undefined>
>;

function readRow(
  row: readonly Cell[],
  index: number,
  width: number,
  places: Places,
  where: Where,
): CostRowDraft {
  if (row.length !== width) {
    throw malformed(where, `row ${index + 1} has ${row.length} cells for ${width} columns`);
  }
  const at = (place: number | undefined): Cell => (place === undefined ? null : (row[place] ?? null));
  const resource = String(at(places.resource) ?? '').trim();
  const resourceId = resource === '' ? '' : toArmId(resource);
  const named = String(at(places.group) ?? '').toLowerCase();
  const amount = parseAmount(at(places.amount) ?? '');
  const currency = at(places.currency);
  if (amount === undefined) throw malformed(where, `row ${index + 1} has no readable cost`);
  if (typeof currency !== 'string' || !/^[A-Za-z]{3}$/.test(currency)) {
    throw malformed(where, `row ${index + 1} has no readable currency`);
  }
  return {
    day: places.day === undefined ? undefined : readDay(at(places.day), index, where),
    resourceId,
    resourceGroup: parseArmId(resourceId).resourceGroup || named,
    meterCategory: String(at(places.meter) ?? ''),
    currency: currency.toUpperCase(),
    amount,
  };
}

/** `20261031` as a number or text, or `2026-10-31T00:00:00`. */
function readDay(value: Cell, index: number, where: Where): Day {
  const text = String(value ?? '').trim();
  const dashed = /^\d{8}$/.test(text) ? text.replace(/^(....)(..)(..)$/, '$1-$2-$3') : text.slice(0, 10);
  const day = parseDay(dashed);
  if (day === undefined) throw malformed(where, `row ${index + 1} has no readable date`);
  return day;
}

function findColumn(names: readonly string[], wanted: readonly string[]): number | undefined {
  for (const name of wanted) {
    const place = names.indexOf(name);
    if (place >= 0) return place;
  }
  return undefined;
}
