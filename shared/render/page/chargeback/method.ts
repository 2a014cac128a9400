import { RULES, type Rule } from '../../../allocation/rules.ts';
import { isHeld } from '../../../closing/life.ts';
import { describeParameters } from '../../../reports/parameters.ts';
import type { Formatter } from '../../formatter.ts';
import { toPlainLine } from '../../plainText.ts';
import { statementIdOf } from '../../statementId.ts';
import { type Section, toSection } from '../parts.ts';
import type { Scene } from './scene.ts';

type Fact = Section['facts'][number];

/** How the cost was divided, by which settings, and how far the month has come. */
export function sectionsOfMethod(scene: Scene): readonly Section[] {
  const { report, formatter } = scene;
  const { cost } = formatter.words.page;
  const settings = describeParameters(report.parameters);
  return [
    sectionOfState(scene),
    toSection('method', cost.method, {
      isFolded: true,
      facts: report.method.map(({ rule, text }) => fact(rule, sayRule(rule, text, formatter))),
    }),
    ...(settings.length === 0
      ? []
      : [
          toSection('parameters', cost.parameters, {
            isFolded: true,
            facts: settings.map(({ setting, text }) => fact(setting, text)),
          }),
        ]),
  ];
}

/** How the month stands: what was decided about it, by whom and why. */
function sectionOfState({ report, formatter }: Scene): Section {
  const { cost } = formatter.words.page;
  const labels = cost.stateFacts;
  const { life } = report;
  const facts: Fact[] = [];
  if (life?.closing) {
    const { at, by, reason } = life.closing;
    facts.push(fact(labels.closed, cost.by(formatter.instant(at), by, reason)));
  }
  if (life?.reopened) {
    const { at, by, reason } = life.reopened;
    facts.push(fact(labels.reopened, cost.by(formatter.instant(at), by, reason)));
  }
  if (life && isHeld(life)) facts.push(fact(labels.held, life.held.map(({ name }) => name).join(', ')));
  if (life?.release) {
    const { at, by, reason } = life.release;
    facts.push(fact(labels.released, cost.by(formatter.instant(at), by, reason)));
  }
  if (life && life.corrections.length > 0) {
    const months = life.corrections.map(({ origin }) => formatter.period(origin)).join(', ');
    facts.push(fact(labels.corrects, cost.corrected(months)));
  }
  facts.push(fact(labels.statement, statementIdOf(report)));
  if (report.inputs !== undefined) facts.push(fact(labels.inputs, report.inputs.slice(0, 16)));
  return toSection('state', cost.state, { facts });
}

function fact(term: string, text: string): Fact {
  return { term: toPlainLine(term), text: toPlainLine(text, 2_000), link: '' };
}

/** What a rule says in the reader's language; a statement that was kept with other words keeps them. */
export function sayRule(rule: string, text: string, { words }: Formatter): string {
  return isRule(rule) && RULES[rule] === text ? words.rule[rule] : text;
}

function isRule(text: string): text is Rule {
  return Object.hasOwn(RULES, text);
}
