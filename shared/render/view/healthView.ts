import { type HealthProblem, type HealthReport, needsOperator } from '../../reports/healthReport.ts';
import type { Formatter } from '../formatter.ts';
import { type Frame, frameReport } from './frame.ts';
import { tellProblem } from './healthProblems.ts';
import { type Story, toStory } from './story.ts';
import {
  numberCell,
  numbers,
  type Table,
  type Tile,
  type Tone,
  textCell,
  texts,
  toTable,
  toTile,
  wordCell,
} from './table.ts';

export interface HealthView {
  readonly frame: Frame;
  readonly tiles: readonly Tile[];
  /** All there is to say where nothing needs anybody, else `''`. */
  readonly quiet: string;
  readonly stuck: Table | null;
  readonly notRun: Table | null;
  readonly ran: Table;
  readonly cost: Story;
}

const STUCK: ReadonlySet<HealthProblem['kind']> = new Set(['poison', 'undelivered', 'held']);

const TONES = {
  ...{ notLookedAt: 'bad', failed: 'bad', unread: 'warn', notBuilt: 'bad' },
  ...{ held: 'warn', awaitingClosing: 'plain', poison: 'bad', undelivered: 'bad' },
} as const satisfies Record<HealthProblem['kind'], Tone>;

/** Characters of what happened and what to do that are shown. */
const REMEDY_LENGTH = 400;

/** Formats a health note for reading. */
export function viewHealth(report: HealthReport, formatter: Formatter, rowLimit: number): HealthView {
  const { health } = formatter.words;
  const frame = frameReport(report, formatter, rowLimit);
  const stuck = report.problems.filter(({ kind }) => STUCK.has(kind));
  const notRun = report.problems.filter(({ kind }) => !STUCK.has(kind));
  return {
    // What was not read stands among what did not run, with the rest.
    frame: { ...frame, coverage: { ...frame.coverage, gaps: null } },
    tiles: tilesOf(report, stuck.length, formatter),
    quiet: needsOperator(report) ? '' : health.quiet,
    stuck: tableOfProblems(health.stuckTitle, stuck, formatter, rowLimit),
    notRun: tableOfProblems(health.notRun, notRun, formatter, rowLimit),
    ran: tableOfStages(report, formatter),
    cost: toStory(health.cost, tellCost(report, formatter), formatter),
  };
}

function tilesOf(report: HealthReport, stuck: number, formatter: Formatter): Tile[] {
  const { words, count, figure } = formatter;
  const { health } = words;
  const { stages, cost, waiting, problems, moreProblems } = report;
  const sum = (name: 'executions' | 'failed' | 'retries' | 'throttled'): string =>
    count(stages.reduce((all, line) => all + line[name], 0));
  const orUnknown = (known: number | undefined): string =>
    known === undefined ? health.notKnown : count(known);
  const needed = problems.length + moreProblems;
  const isStuckKnown = waiting.messages !== undefined && waiting.deliveries !== undefined;
  return [
    needed === 0
      ? toTile(health.verdict, health.allWell, health.nothingToDo, 'good')
      : toTile(health.verdict, health.needs(figure(needed)), health.seeBelow, 'bad'),
    cost
      ? toTile(
          health.executions,
          sum('executions'),
          health.executionsNote(sum('failed'), sum('retries'), sum('throttled')),
        )
      : toTile(health.executions, health.notKnown, '', 'warn'),
    isStuckKnown || stuck > 0
      ? toTile(health.stuck, count(stuck), health.stuckNote, stuck > 0 ? 'bad' : 'plain')
      : toTile(health.stuck, health.notKnown, health.stuckNote, 'warn'),
    toTile(
      health.waiting,
      isStuckKnown ? count((waiting.messages ?? 0) + (waiting.deliveries ?? 0)) : health.notKnown,
      health.waitingNote(orUnknown(waiting.messages), orUnknown(waiting.deliveries)),
    ),
    cost
      ? toTile(
          health.cost,
          formatter.money(cost.dollars, 'USD', 2),
          health.costNote(count(cost.gigabyteSeconds)),
        )
      : toTile(health.cost, health.notKnown, '', 'warn'),
  ];
}

function tableOfProblems(
  title: string,
  problems: readonly HealthProblem[],
  formatter: Formatter,
  limit: number,
): Table | null {
  const { health } = formatter.words;
  if (problems.length === 0) return null;
  return toTable({
    title,
    columns: [texts(health.what), texts(health.kind)],
    items: problems,
    toRow: (problem) => {
      const { what, remedy } = tellProblem(problem, formatter);
      return [
        textCell(what, { sub: remedy, subLimit: REMEDY_LENGTH }),
        wordCell(health.kinds[problem.kind], { tone: TONES[problem.kind] }),
      ];
    },
    ...{ limit, formatter, empty: '' },
  });
}

function tableOfStages({ stages, cost }: HealthReport, formatter: Formatter): Table {
  const { words, count } = formatter;
  const { health } = words;
  const ran = stages.filter(({ executions }) => executions > 0);
  return toTable({
    title: health.ran,
    columns: [
      texts(health.stage),
      ...[health.runs, health.failed, health.retries, health.throttled, health.seconds].map(numbers),
    ],
    items: ran,
    toRow: ({ stage, executions, failed, retries, throttled, seconds }) => [
      textCell(health.stages[stage]),
      numberCell(count(executions)),
      numberCell(count(failed), { tone: failed > 0 ? 'bad' : 'plain' }),
      numberCell(count(retries)),
      numberCell(count(throttled), { tone: throttled > 0 ? 'warn' : 'plain' }),
      numberCell(count(Math.round(seconds))),
    ],
    ...{ limit: ran.length, formatter, empty: cost ? health.nothingRan : health.notKnown },
  });
}

function tellCost({ cost }: HealthReport, { words, count, figure, money, day }: Formatter): string[] {
  const { health } = words;
  if (!cost) return [health.costUnknown];
  return [
    health.costSentence(
      figure(cost.executions),
      count(cost.seconds),
      count(cost.instanceMemoryMB),
      money(cost.dollars, 'USD', 2),
      day(cost.pricesOn),
    ),
    health.costBounds,
  ];
}
