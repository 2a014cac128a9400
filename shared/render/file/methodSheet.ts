import { RULES } from '../../allocation/rules.ts';
import type { ChargebackReport } from '../../reports/chargebackReport.ts';
import { describeParameters } from '../../reports/parameters.ts';
import type { Formatter } from '../formatter.ts';
import { statementIdOf } from '../statementId.ts';
import { lookUp } from './findingColumns.ts';
import type { Sheet } from './sheet.ts';

/** How the cost was divided: each rule that was used, and the settings that the amounts hang on. */
export function sheetOfMethod(report: ChargebackReport, formatter: Formatter): Sheet {
  const { sheets, columns, method, states, summary } = formatter.words.file;
  const { from, to } = report.period;
  const days = summary.days(formatter.days(from, to));
  return {
    ...{ id: 'method', name: sheets.method },
    columns: [
      { label: columns.setting, width: 32 },
      { label: columns.text, width: 110, wrap: true },
    ],
    rows: [
      [method.statement, method.statementText(statementIdOf(report), states[report.state], days)],
      ...(report.inputs === undefined ? [] : [[method.inputs, method.inputsText(report.inputs)]]),
      ...report.method.map(({ rule, text }) => [rule, translateRule(rule, text, formatter)]),
      ...describeParameters(report.parameters).map(({ setting, text }) => [method.setting(setting), text]),
    ],
  };
}

/** In the reader's language as long as the rule says what it said when the statement was made; else in its own words. */
function translateRule(rule: string, text: string, { words }: Formatter): string {
  return RULE_TEXTS[rule] === text ? lookUp(words.rule, rule) : text;
}

const RULE_TEXTS: Readonly<Record<string, string>> = RULES;
