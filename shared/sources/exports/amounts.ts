import { AMOUNT_DECIMALS, type Amount } from '../../model/money.ts';

/**
 * Exact sums in DuckDB. An amount is held as two whole numbers, because one of 28 decimals leaves DuckDB's
 * 128 bits no more than ten digits before the point, which a bill in rupiah exceeds: `coarse` counts units of
 * 10⁻¹⁸ and takes all that has 18 decimals or fewer, `fine` counts units of 10⁻²⁸ and takes the rest. A
 * DECIMAL of 18 decimals is another way of writing `coarse`, kept as it comes: changing it costs more than
 * summing it. DuckDB raises an error where a sum would overflow; it never wraps.
 */
export interface SplitAmount {
  readonly coarse: bigint;
  readonly fine: bigint;
}

const COARSE_DECIMALS = 18;
const FINE_IN_COARSE = 10n ** BigInt(AMOUNT_DECIMALS - COARSE_DECIMALS);

/** The type of a DECIMAL that counts coarse units. */
export const COARSE_TYPE = `DECIMAL(38, ${COARSE_DECIMALS})`;
const NO_UNITS = 'NULL::HUGEINT';
const NO_DECIMAL = `NULL::${COARSE_TYPE}`;

/** The sum of a column that is not there. */
export const NO_SUM: AmountSum = {
  inner: [],
  aggregates: [],
  coarse: NO_UNITS,
  fine: NO_UNITS,
  decimal: NO_DECIMAL,
  odd: 'NULL::VARCHAR[]',
};

/** Divides an amount into its two numbers. */
export function splitAmount(amount: Amount): SplitAmount {
  return { coarse: amount / FINE_IN_COARSE, fine: amount % FINE_IN_COARSE };
}

/** Puts an amount together again. */
export function joinAmount({ coarse, fine }: SplitAmount): Amount {
  return coarse * FINE_IN_COARSE + fine;
}

/** How a column of amounts is summed: the statement's parts, to be put where their name says. */
export interface AmountSum {
  /** Columns of the innermost SELECT, each `expression AS name`. */
  readonly inner: readonly string[];
  /** Aggregates of the grouping SELECT. */
  readonly aggregates: readonly string[];
  /** Expressions over the groups: sums of coarse and fine units and of DECIMAL, and the list of texts that only Purser can read. */
  readonly coarse: string;
  readonly fine: string;
  readonly decimal: string;
  readonly odd: string;
}

/** The decimals of an exact Parquet column such as `DECIMAL(38,18)`; undefined for any other type. */
function readScale(type: string): number | undefined {
  const scale = /^DECIMAL\(\d+,\s*(\d+)\)$/.exec(type)?.[1];
  return scale === undefined ? undefined : Number(scale);
}

/**
 * Says how a column is summed.
 * @param name what the parts are called in the statement; an SQL name
 * @param value the column's expression
 * @param type its type in the file; a floating-point number counts as the shortest decimal that denotes it,
 *   which is how DuckDB writes it
 */
export function sumColumn(name: string, value: string, type: string): AmountSum {
  const scale = readScale(type);
  return scale !== undefined && scale <= COARSE_DECIMALS
    ? sumDecimal(name, value)
    : sumText(name, type === 'VARCHAR' ? value : `CAST(${value} AS VARCHAR)`);
}

/** A DECIMAL is summed as such; a null amount is unreadable, and is handed out to be found. */
function sumDecimal(name: string, value: string): AmountSum {
  return {
    inner: [`${value} AS ${name}`],
    aggregates: [`sum(${name}) AS ${name}_sum`, `count(*) - count(${name}) AS ${name}_nulls`],
    coarse: NO_UNITS,
    fine: NO_UNITS,
    decimal: `CAST(${name}_sum AS ${COARSE_TYPE})`,
    odd: `CASE WHEN ${name}_nulls > 0 THEN [''] END`,
  };
}

/**
 * Plain decimals are summed as whole numbers, which DuckDB reads from text many times faster than DECIMAL;
 * exponents and whatever else is rare or wrong go to the list.
 */
function sumText(name: string, value: string): AmountSum {
  const coarse = `regexp_full_match(${name}, '-?[0-9]{1,18}(\\.[0-9]{0,${COARSE_DECIMALS}})?')`;
  const fine = `regexp_full_match(${name}, '-?[0-9]{1,9}\\.[0-9]{${COARSE_DECIMALS + 1},${AMOUNT_DECIMALS}}')`;
  const kind = `${name}_kind`;
  return {
    inner: [`${value} AS ${name}`, `CASE WHEN ${coarse} THEN 1 WHEN ${fine} THEN 2 ELSE 0 END AS ${kind}`],
    aggregates: [
      `sum(CASE WHEN ${kind} = 1 THEN ${countUnits(name, COARSE_DECIMALS)} END) AS ${name}_coarse`,
      `sum(CASE WHEN ${kind} = 2 THEN ${countUnits(name, AMOUNT_DECIMALS)} END) AS ${name}_fine`,
      `list(coalesce(${name}, '')) FILTER (WHERE ${kind} = 0) AS ${name}_odd`,
    ],
    coarse: `${name}_coarse`,
    fine: `${name}_fine`,
    decimal: NO_DECIMAL,
    odd: `${name}_odd`,
  };
}

/** Units of 10^-decimals that a plain decimal text counts: its digits without the point, times the power that is missing. */
function countUnits(text: string, decimals: number): string {
  const powers = Array.from(
    { length: decimals + 1 },
    (_, missing) => `${10n ** BigInt(decimals - missing)}::HUGEINT`,
  );
  const point = `strpos(${text}, '.')`;
  const has = `CASE WHEN ${point} = 0 THEN 0 ELSE strlen(${text}) - ${point} END`;
  return `TRY_CAST(replace(${text}, '.', '') AS HUGEINT) * [${powers.join(', ')}][1 + ${has}]`;
}
