import { Cron } from 'croner';
import { ConfigurationError } from '../../shared/model/errors.ts';

/** When a timer runs, in UTC. */
export interface Schedule {
  /** The expression as six fields. */
  readonly expression: string;
  /** The first occurrence later than the instant. */
  next(after: Date): Date;
}

interface Field {
  readonly name: string;
  readonly lowest: number;
  readonly highest: number;
  readonly names: readonly string[];
}

const MONTHS = 'January February March April May June July August September October November December';
const WEEKDAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday';

const FIELDS: readonly Field[] = [
  { name: 'second', lowest: 0, highest: 59, names: [] },
  { name: 'minute', lowest: 0, highest: 59, names: [] },
  { name: 'hour', lowest: 0, highest: 23, names: [] },
  { name: 'day', lowest: 1, highest: 31, names: [] },
  { name: 'month', lowest: 1, highest: 12, names: MONTHS.split(' ') },
  { name: 'day of the week', lowest: 0, highest: 6, names: WEEKDAYS.split(' ') },
];

/**
 * Reads an NCRONTAB expression: `{second} {minute} {hour} {day} {month} {day of the week}`, or five fields without the
 * seconds. The grammar is that of NCrontab (atifaziz/NCrontab, CrontabFieldImpl.cs): lists, ranges, steps, names by any
 * prefix; a day and a weekday must both hold. What croner would take besides (L, #, ?, W, weekday 7) is refused, because
 * Azure would refuse it after deployment. So are ranges that run backwards, which NCrontab turns round in silence.
 * @throws ConfigurationError naming the field
 */
export function parseSchedule(expression: string): Schedule {
  const given = expression.trim().split(/\s+/);
  const fields = given.length === 5 ? ['0', ...given] : given;
  if (fields.length !== FIELDS.length) {
    throw badSchedule(expression, `it has ${given.length} fields, not six (or five, without the seconds)`);
  }
  const plain = FIELDS.map((field, index) => parseField(fields[index] ?? '', field, expression)).join(' ');
  const cron = new Cron(plain, { mode: '6-part', domAndDow: true, timezone: 'UTC', paused: true });
  if (!cron.nextRun()) throw badSchedule(expression, 'that day never comes');
  return {
    expression: fields.join(' '),
    next(after) {
      const next = cron.nextRun(after);
      if (!next) throw badSchedule(expression, 'it never occurs again');
      return next;
    },
  };
}

/** The field in numbers only, as croner reads it. */
function parseField(text: string, field: Field, expression: string): string {
  return text
    .split(',')
    .map((part) => parsePart(part, field, expression))
    .join(',');
}

function parsePart(part: string, field: Field, expression: string): string {
  const match = /^(?<base>[^/]+)(?:\/(?<step>\d+))?$/.exec(part);
  if (!match?.groups) throw badPart(part, field, expression);
  const { base = '', step } = match.groups;
  const suffix = step === undefined ? '' : `/${Number(step)}`;
  if (step !== undefined && (Number(step) < 1 || Number(step) > field.highest)) {
    throw badPart(part, field, expression);
  }
  if (base === '*') return `*${suffix}`;
  const [first = '', last, ...more] = base.split('-');
  const from = parseValue(first, field, expression);
  if (last === undefined) return suffix === '' ? String(from) : `${from}-${field.highest}${suffix}`;
  const to = parseValue(last, field, expression);
  if (more.length > 0 || to < from) throw badPart(part, field, expression);
  return `${from}-${to}${suffix}`;
}

function parseValue(text: string, field: Field, expression: string): number {
  const value = /^\d+$/.test(text) ? Number(text) : valueOfName(text, field);
  if (value === undefined || value < field.lowest || value > field.highest) {
    throw badPart(text, field, expression);
  }
  return value;
}

function valueOfName(text: string, field: Field): number | undefined {
  if (!/^[a-z]+$/i.test(text)) return undefined;
  const index = field.names.findIndex((name) => name.toLowerCase().startsWith(text.toLowerCase()));
  return index < 0 ? undefined : index + field.lowest;
}

function badPart(part: string, field: Field, expression: string): ConfigurationError {
  const names = field.names.length > 0 ? ', or a name' : '';
  return badSchedule(
    expression,
    `"${part}" is no ${field.name} (${field.lowest} to ${field.highest}${names}, with * , - and /)`,
  );
}

function badSchedule(expression: string, why: string): ConfigurationError {
  return new ConfigurationError(
    `The schedule "${expression}" is no NCRONTAB expression: ${why}.`,
    'Write {second} {minute} {hour} {day} {month} {day of the week}, in UTC: 0 30 2 * * * is every day at 02:30.',
  );
}
