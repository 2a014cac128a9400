import { RequestError } from '../model/errors.ts';
import { type Day, type Instant, type Period, parsePeriod, startOf } from '../model/time.ts';
import type { Words } from './words/en/en.ts';
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
  /** A percentage given as decimal text, `87.5`. */
  percent(percent: string): string;
  day(day: Day): string;
  instant(instant: Instant): string;
  /** `October 2026`, or `Week 47 of 2026, 16 – 22 Nov 2026`. */
  period(id: string): string;
}

const CURRENCY_CODE = /^[A-Za-z]{3}$/;

/** How a reader writes: a BCP 47 locale, and the IANA time zone of instants, UTC without one. */
export interface ReaderHabits {
  readonly locale: string;
  readonly timeZone?: string | undefined;
}

/**
 * Makes the formatter of a locale. Days, weeks and months are Azure's, which are UTC's; only instants are of a zone,
 * and name it.
 * @throws RequestError when there is no such locale
 */
export function createFormatter({ locale, timeZone = 'UTC' }: ReaderHabits): Formatter {
  checkLocale(locale);
  const words = wordsOf(locale);
  const moneyFormats = new Map<string, Intl.NumberFormat>();
  const counts = new Intl.NumberFormat(locale);
  const percents = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  const months = new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'long', timeZone: 'UTC' });
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
    return words.period.week(
      Number(week),
      year ?? '',
      days.formatRange(startOf(period.from), startOf(period.to)),
    );
  }

  return {
    locale,
    timeZone,
    words,
    money: formatMoney,
    count: (count) => counts.format(count),
    percent: (percent) => `${percents.format(toNumeric(percent))} %`,
    day: (day) => days.format(startOf(day)),
    instant: (instant) => instants.format(new Date(instant)),
    period: formatPeriod,
  };
}

function checkLocale(locale: string): void {
  try {
    Intl.getCanonicalLocales(locale);
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
