import type { ChargebackReport, CurrencyStatement, PoolTotal, StatementLine } from './chargebackReport.ts';
import { countDays } from './dayMask.ts';
import { readLines } from './lines.ts';

/** What proves one line: all of it is in the report, so a closed statement explains itself. */
export interface Explanation {
  readonly line: StatementLine;
  readonly currency: string;
  /** What the line has its ratio of; undefined for an adjustment. */
  readonly pool: PoolTotal | undefined;
  /** How the rule divides, as the report's method says. */
  readonly rule: string;
  /** All of it in words. */
  readonly sentence: string;
}

/** Makes the function that explains the lines of one statement. */
export function createExplainer(
  report: Pick<ChargebackReport, 'method' | 'period'>,
  { currency, pools }: Pick<CurrencyStatement, 'currency' | 'pools'>,
): (line: StatementLine) => Explanation {
  const rules = new Map(report.method.map(({ rule, text }) => [rule, text]));
  const poolOf = new Map(pools.map((pool) => [`${pool.clusterId}|${pool.category}`, pool]));
  return (line) => {
    const pool = line.kind === 'adjustment' ? undefined : poolOf.get(`${line.clusterId}|${line.category}`);
    const rule = rules.get(line.rule) ?? '';
    const parts = [
      `${describeAmount(line, currency)} ${describeRatio(line, currency, pool)}.`,
      ...(rule === '' ? [] : [`By rule ${line.rule}: ${rule}`]),
      `${line.teamName} pays: ${line.ownerReason}.`,
      describeWhen(line, report.period.id),
    ];
    return { line, currency, pool, rule, sentence: parts.filter(Boolean).join(' ') };
  };
}

/** Explains every line of a report, one at a time, of which `wanted` says so. */
export function* explainReport(
  report: ChargebackReport,
  wanted: (line: StatementLine) => boolean,
): Generator<Explanation> {
  for (const statement of report.statements) {
    const explain = createExplainer(report, statement);
    for (const line of readLines(statement)) if (wanted(line)) yield explain(line);
  }
}

function describeAmount(line: StatementLine, currency: string): string {
  const place = line.namespace === '' ? line.clusterName : `${line.namespace} on ${line.clusterName}`;
  return `${line.amount} ${currency} (exactly ${line.exact}) for ${place}:`;
}

function describeRatio(
  { ratio, kind, category, part, clusterName, origin }: StatementLine,
  currency: string,
  pool: PoolTotal | undefined,
): string {
  const what = `${kind} cost of ${category}${part === '' ? '' : `, part ${part}`}`;
  if (kind === 'adjustment')
    return origin === '' ? `an agreed adjustment of ${category}` : `a correction of ${category} of ${origin}`;
  if (!pool) return what;
  const whole = `${pool.effective.exact} ${currency} that ${category} of ${clusterName} cost`;
  return ratio === ''
    ? `${what}; no ratio, because costs and credits of the ${whole} cancel out`
    : `${what}; ratio ${ratio} of the ${whole}`;
}

function describeWhen({ days, origin }: StatementLine, period: string): string {
  if (days === '' || origin !== '') return '';
  const count = countDays(days);
  return `Charged on ${count === 1 ? 'day' : 'days'} ${days.replaceAll(' ', ', ')} of ${period}.`;
}
