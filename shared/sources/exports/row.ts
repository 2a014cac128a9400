import type { CostRow } from '../../model/cost.ts';
import { parseArmId, toArmId } from '../../model/estate.ts';
import { type Amount, parseAmount } from '../../model/money.ts';
import { type Day, dayOf, parseDay } from '../../model/time.ts';
import type { ExportField } from './columns.ts';

/** The text of one field of the row at hand; `''` when the file lacks the column, or holds nothing or NULL. */
export type FieldReader = (field: ExportField) => string;

/** What a charge is for, all but its day and amount. */
export type ExportKey = Omit<CostRow, 'amount' | 'day'>;

/** One line of an export, with the amounts it has; both for FOCUS, else the one that the dataset is about. */
export interface ExportRow {
  readonly base: ExportKey & { readonly day: Day };
  readonly cost: Amount | undefined;
  readonly effective: Amount | undefined;
  readonly billed: Amount | undefined;
  readonly chargeType: string;
  readonly pricingModel: string;
  /** Azure itself bills this machine as a node of AKS (`VMProperties` of the additional info). */
  readonly aksMachine: boolean;
}

/** FOCUS files may hold several providers. */
interface ForeignRow {
  readonly kind: 'foreign';
  readonly provider: string;
}

export type ParsedRow =
  | { readonly kind: 'row'; readonly row: ExportRow }
  /** Nothing is in it, or nothing but a date. */
  | { readonly kind: 'empty' }
  | ForeignRow
  | { readonly kind: 'unreadable'; readonly field: ExportField; readonly text: string };

/** What telling rows apart needs to know of the whole file. */
export interface RowContext {
  readonly focus: boolean;
  /** The currency to assume where the file has no such column. */
  readonly currency: string;
  /** Told of each row, or group of rows, whose currency had to be assumed. */
  readonly onNoCurrency: () => void;
  /** Told of each row, or group of rows, whose tags are not JSON, with or without braces. */
  readonly onBadTags: () => void;
}

const CONTENT: readonly ExportField[] = [
  'cost',
  'billedCost',
  'effectiveCost',
  'subscription',
  'resourceId',
  'resourceGroup',
  'meterCategory',
  'currency',
  'tags',
];

/** Reads one row of an export. Nothing is guessed: a date or an amount that is none makes it unreadable. */
export function parseExportRow(read: FieldReader, context: RowContext): ParsedRow {
  if (CONTENT.every((field) => read(field) === '')) return { kind: 'empty' };
  const parsed = parseExportKey(read, context);
  if (parsed.kind === 'foreign') return parsed;
  const day = parseExportDay(read('date'));
  if (!day) return { kind: 'unreadable', field: 'date', text: read('date') };
  const amounts: Partial<Record<'cost' | 'billedCost' | 'effectiveCost', Amount>> = {};
  for (const field of context.focus ? (['billedCost', 'effectiveCost'] as const) : (['cost'] as const)) {
    const amount = parseAmount(read(field));
    if (amount === undefined) return { kind: 'unreadable', field, text: read(field) };
    amounts[field] = amount;
  }
  return {
    kind: 'row',
    row: {
      base: { day, ...parsed.key },
      cost: amounts.cost,
      effective: amounts.effectiveCost,
      billed: amounts.billedCost,
      chargeType: read('chargeType').toLowerCase(),
      pricingModel: read('pricingModel').toLowerCase(),
      aksMachine: read('additionalInfo').includes('Microsoft.AKS'),
    },
  };
}

/** Reads what a row, or a group of rows that agree in this, is for. */
export function parseExportKey(
  read: FieldReader,
  context: Omit<RowContext, 'focus'>,
): { readonly kind: 'key'; readonly key: ExportKey } | ForeignRow {
  const provider = read('provider');
  if (provider !== '' && !/microsoft|azure/i.test(provider)) return { kind: 'foreign', provider };
  const resourceId = read('resourceId') === '' ? '' : toArmId(read('resourceId'));
  const id = parseArmId(resourceId);
  const tags = read('tags') === '' ? undefined : parseTags(read('tags'));
  if (tags === undefined && read('tags') !== '') context.onBadTags();
  if (read('currency') === '') context.onNoCurrency();
  return {
    kind: 'key',
    key: {
      subscriptionId: lastSegment(read('subscription')) || id.subscriptionId,
      resourceId,
      resourceGroup: read('resourceGroup').toLowerCase() || id.resourceGroup,
      meterCategory: read('meterCategory'),
      currency: read('currency').toUpperCase() || context.currency,
      ...(tags && { tags }),
    },
  };
}

/**
 * Reads a date the ways exports write it: `09/22/2023` (month first, in every language), `2023-09-22`,
 * `20230922`, and instants in ISO 8601 or as SQL prints them. An instant without an offset is in UTC.
 */
export function parseExportDay(text: string): Day | undefined {
  const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?: .*)?$/.exec(text);
  if (american) {
    const [, month = '', day = '', year = ''] = american;
    return parseDay(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
  }
  const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (compact) return parseDay(compact.slice(1).join('-'));
  const iso =
    /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?)?$/.exec(
      text,
    );
  if (!iso) return undefined;
  const [, date = '', time, offset = 'Z'] = iso;
  if (!time || /^(Z|[+-]00(:?00)?)$/.test(offset)) return parseDay(date);
  const instant = new Date(
    `${date}T${time}${offset.replace(/^([+-]\d{2}):?(\d{2})?$/, (_, h, m = '00') => `${h}:${m}`)}`,
  );
  return Number.isNaN(instant.getTime()) ? undefined : dayOf(instant);
}

/**
 * Reads resource tags: JSON with or without its braces. Keys come in lower case, since Azure's are
 * case-insensitive; of keys that differ by case alone the last one wins.
 * @returns undefined when it is neither
 */
export function parseTags(text: string): Readonly<Record<string, string>> | undefined {
  try {
    const parsed: unknown = JSON.parse(text.trimStart().startsWith('{') ? text : `{${text}}`);
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return undefined;
    return Object.fromEntries(
      Object.entries(parsed).map(([key, value]) => [
        key.trim().toLowerCase(),
        typeof value === 'string' ? value : JSON.stringify(value),
      ]),
    );
  } catch {
    return undefined;
  }
}

/** Trims a field. Exports of databases write the word NULL where nothing is. */
export function trimField(value: string | null | undefined): string {
  const text = value?.trim() ?? '';
  return text === 'NULL' ? '' : text;
}

/** FOCUS writes the subscription as an ARM id. */
function lastSegment(text: string): string {
  return text.slice(text.lastIndexOf('/') + 1).toLowerCase();
}
