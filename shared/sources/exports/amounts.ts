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
 * Text with nine digits before the point and 18 after it, as nearly all is, is summed as two 64-bit numbers: its
 * DECIMAL of nine decimals, and the decimals after those, which is many times faster than a DECIMAL of all.
 * Up to 28 decimals are summed as one 128-bit number; exponents and whatever else is rare or wrong are listed.
 */
function sumText(name: string, value: string): AmountSum {
  const [point, head, digits, tail, rest] = ['point', 'head', 'digits', 'tail', 'rest'].map(
    (part) => `${name}_${part}`,
  );
  const unusual = ['e', 'E', '_', '+', '- ', '-\t']
    .map((sign) => `contains(${name}, '${sign}')`)
    .join(' OR ');
  const after = `strlen(${name}) - ${point}`;
  const fine = `regexp_full_match(${name}, '-?[0-9]{1,9}(\\.[0-9]{0,${AMOUNT_DECIMALS}})?')`;
  return {
    inner: [
      `${value} AS ${name}`,
      `strpos(${name}, '.') AS ${point}`,
      `CASE WHEN NOT (${unusual}) THEN TRY_CAST(${name} AS DECIMAL(18, ${HEAD_DECIMALS})) END AS ${head}`,
      // A digit is appended so that a blank at the end, which a cast overlooks, makes it no number.
      `CASE WHEN ${point} > 0 AND ${after} > ${HEAD_DECIMALS}
        THEN TRY_CAST(substr(${name}, ${point} + ${HEAD_DECIMALS + 1}) || '0' AS BIGINT) * ${listPowers(HEAD_DECIMALS, 'BIGINT')}[${after} - ${HEAD_DECIMALS - 1}]
        ELSE 0 END AS ${digits}`,
      // The DECIMAL is rounded, half away from zero: from five on, the next decimals count from the other side.
      `(CASE WHEN starts_with(${name}, '-') THEN -1 ELSE 1 END)
        * (${digits} - CASE WHEN ${digits} >= ${5n * TAIL_UNIT} THEN ${10n * TAIL_UNIT} ELSE 0 END) AS ${tail}`,
      `CASE WHEN (${head} IS NULL OR ${tail} IS NULL) AND ${fine}
        THEN TRY_CAST(replace(${name}, '.', '') AS HUGEINT)
          * ${listPowers(AMOUNT_DECIMALS, 'HUGEINT')}[1 + CASE WHEN ${point} = 0 THEN 0 ELSE ${after} END] END AS ${rest}`,
    ],
    aggregates: [
      `sum(CASE WHEN ${tail} IS NOT NULL THEN ${head} END) AS ${head}_sum`,
      `sum(CASE WHEN ${head} IS NOT NULL THEN ${tail} END) AS ${tail}_sum`,
      `sum(${rest}) AS ${rest}_sum`,
      `list(coalesce(${name}, '')) FILTER (WHERE (${head} IS NULL OR ${tail} IS NULL) AND ${rest} IS NULL) AS ${name}_odd`,
    ],
    coarse: `${tail}_sum // 10`,
    fine: `${rest}_sum`,
    decimal: `CAST(${head}_sum AS ${COARSE_TYPE})`,
    odd: `${name}_odd`,
  };
}

/** Decimals that are summed with the whole part. */
const HEAD_DECIMALS = 9;
/** What the tail counts in, 10⁻¹⁹, makes one tenth of the last decimal of the head. */
const TAIL_UNIT = 10n ** BigInt(HEAD_DECIMALS);

/** The powers of ten that are missing to `decimals`, from all of them to none. */
function listPowers(decimals: number, type: 'BIGINT' | 'HUGEINT'): string {
  const powers = Array.from(
    { length: decimals + 1 },
    (_, has) => `${10n ** BigInt(decimals - has)}::${type}`,
  );
  return `[${powers.join(', ')}]`;
}
