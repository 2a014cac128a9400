import { matchesPattern } from '../config/pattern.ts';
import { formatMinorUnits, parseAmount, toMinorUnits } from '../model/money.ts';
import type { ChargebackReport, StatementLine } from '../reports/chargebackReport.ts';
import { explainReport } from '../reports/explain.ts';
import { toPlainLine } from './plainText.ts';
import { statementIdOf } from './statementId.ts';

/** Which lines are asked for: names, in which `*` stands for any run of characters. */
export interface LineFilter {
  readonly cluster?: string | undefined;
  readonly namespace?: string | undefined;
}

const WIDTH = 100;
const INDENT = '    ';

/** The proof of each line of a chargeback as plain text, a piece at a time, and what the lines come to. */
export function* renderExplanation(report: ChargebackReport, filter: LineFilter): Generator<string> {
  const { id, from, to } = report.period;
  yield `${statementIdOf(report)}: ${toPlainLine(report.audienceName)}, ${id} (${from} to ${to} UTC), ${report.state}\n\n`;
  const sums = new Map<string, { count: number; amount: bigint }>();
  for (const { line, currency, sentence } of explainReport(report, (line) => isWanted(line, filter))) {
    const sum = sums.get(currency) ?? { count: 0, amount: 0n };
    sums.set(currency, { count: sum.count + 1, amount: sum.amount + (parseAmount(line.amount) ?? 0n) });
    yield `${wrap(toPlainLine(sentence, 4_000))}\n\n`;
  }
  if (sums.size === 0) yield 'No line of the statement is meant.\n';
  for (const [currency, { count, amount }] of sums) {
    const digits = report.statements.find((statement) => statement.currency === currency)?.digits ?? 2;
    const total = formatMinorUnits(toMinorUnits(amount, digits), digits);
    yield `${count} ${count === 1 ? 'line' : 'lines'}, ${total} ${currency} together.\n`;
  }
}

function isWanted(line: StatementLine, { cluster, namespace }: LineFilter): boolean {
  return (
    (cluster === undefined || matchesPattern(line.clusterName, cluster)) &&
    (namespace === undefined || matchesPattern(line.namespace, namespace))
  );
}

/** Breaks a text into lines of at most {@link WIDTH} characters where it has spaces; further lines are indented. */
function wrap(text: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = `${INDENT}${word}`;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join('\n');
}
