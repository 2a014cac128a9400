import { RequestError } from '../model/errors.ts';
import { type Day, type Instant, type Period, parsePeriod, startOf } from '../model/time.ts';
import type { Templates } from './template/template.ts';
import type { Words } from './words/en/en.ts';
import type { Figure } from './words/plural.ts';
import { wordsOf } from './words/words.ts';

/** Writes numbers and dates as a reader of one locale expects them. Amounts stay decimal strings: no float is made. */
export interface Formatter {
  readonly locale: string;
  /** IANA time zone of instants. */
  readonly timeZone: string;
  /** What reports say in the locale's language. */
  readonly words: Words;
  /** `1234.5` in EUR with 2 digits is `€1,234.50`. */
  money(amount: string, currency: string, digits: number): string;
  count(count: number): string;
  /** A number given as decimal text, with every digit. */
  number(decimal: string): string;
  /** An exact amount with every decimal, and its currency: `1,234.5678 EUR`. */
  exact(amount: string, currency: string): string;
  /** A count with its number, for words that have a singular and a plural. */
  figure(count: number): Figure;
  /** A percentage given as decimal text, `87.5`. */
  percent(percent: string): string;
  day(day: Day): string;
  /** `Oct 1 – 31, 2026`, both included. */
  days(from: Day, to: Day): string;
  instant(instant: Instant): string;
  /** `a, b and c` */
  list(items: readonly string[]): string;
  /** `October 2026`, or `Week 47 of 2026, 16 – 22 Nov 2026`. */
  period(id: string): string;
  /** `W47 · Nov 16 – 22, 2026`: a week as a row of a table has it. */
  shortWeek(id: string): string;
}

/** Fraction digits that `Intl` can write. */
const MOST_DIGITS = 100;

const CURRENCY_CODE = /^[A-Za-z]{3}$/;

/** What reports look like to a reader: a BCP 47 locale, and the IANA time zone of instants, UTC without one. */
export interface ReaderHabits {
  readonly locale: string;
  readonly timeZone?: string | undefined;
  /** Mail templates with some of the organisation's own; without them, Purser's. */
  readonly ownTemplates?: Templates | undefined;
}

const formatters = new WeakMap<ReaderHabits, Formatter>();

/**
 * The formatter of these habits, made once: `Intl` takes longer to be asked for a format than to write a mail's numbers.
 * @throws RequestError when there is no such locale
 */
export function formatterOf(habits: ReaderHabits): Formatter {
  const known = formatters.get(habits);
  if (known) return known;
  const formatter = createFormatter(habits);
  formatters.set(habits, formatter);
  return formatter;
}

/**
 * Makes the formatter of a locale. Days, weeks and months are Azure's, which are UTC's; only instants are of a zone,
 * and name it.
 * @param words another catalogue than the language's own
 * @throws RequestError when there is no such locale
 */
export function createFormatter(
  { locale, timeZone = 'UTC' }: ReaderHabits,
  words: Words = wordsOf(checkLocale(locale)),
): Formatter {
  const moneyFormats = new Map<string, Intl.NumberFormat>();
  const counts = new Intl.NumberFormat(locale);
  const decimals = new Intl.NumberFormat(locale, { maximumFractionDigits: MOST_DIGITS });
  const percents = new Intl.NumberFormat(locale, {
    ...{ style: 'unit', unit: 'percent', maximumFractionDigits: 2 },
  });
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  const months = new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'long', timeZone: 'UTC' });
  const lists = new Intl.ListFormat(locale, { type: 'conjunction' });
  const instants = new Intl.DateTimeFormat(locale, {
    ...{ year: 'numeric', month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' },
    timeZoneName: 'short',
    timeZone,
  });

  function formatMoney(amount: string, currency: string, digits: number): string {
    const key = `${currency}|${digits}`;
    const known = moneyFormats.get(key);
    if (known) return known.format(toNumeric(amount));
    const fraction = { minimumFractionDigits: digits, maximumFractionDigits: digits };
    if (!CURRENCY_CODE.test(currency)) {
      return `${new Intl.NumberFormat(locale, fraction).format(toNumeric(amount))} ${currency}`;
    }
    const format = new Intl.NumberFormat(locale, { style: 'currency', currency, ...fraction });
    moneyFormats.set(key, format);
    return format.format(toNumeric(amount));
  }

  function formatPeriod(id: string): string {
    const period: Period = parsePeriod(id);
    if (period.kind === 'month') return months.format(startOf(period.from));
    const [year, week] = period.id.split('-W');
    return words.period.week(Number(week), year ?? '', formatDays(period.from, period.to));
  }

  function formatDays(from: Day, to: Day): string {
    return days.formatRange(startOf(from), startOf(to));
  }

  return {
    locale,
    timeZone,
    words,
    money: formatMoney,
    count: (count) => counts.format(count),
    number: (decimal) => decimals.format(toNumeric(decimal)),
    exact: (amount, currency) => `${decimals.format(toNumeric(amount))} ${currency}`,
    figure: (count) => ({ value: count, text: counts.format(count) }),
    percent: (percent) => percents.format(toNumeric(percent)),
    day: (day) => days.format(startOf(day)),
    days: formatDays,
    instant: (instant) => instants.format(new Date(instant)),
    list: (items) => lists.format(items),
    period: formatPeriod,
    shortWeek: (id) => {
      const { from, to } = parsePeriod(id);
      return words.period.shortWeek(Number(id.split('-W')[1]), formatDays(from, to));
    },
  };
}

function checkLocale(locale: string): string {
  try {
    Intl.getCanonicalLocales(locale);
    return locale;
  } catch (cause) {
    throw new RequestError(
      `There is no locale "${locale}".`,
      'Set "locale" to a BCP 47 tag such as en, de-DE or pt-BR.',
      { cause },
    );
  }
}

/** `Intl.NumberFormat` reads decimal text exactly, at any length; only its type asks for a literal. */
function toNumeric(decimal: string): Intl.StringNumericLiteral {
  return decimal as Intl.StringNumericLiteral;
}
