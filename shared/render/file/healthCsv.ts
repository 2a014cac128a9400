import type { HealthProblem, HealthReport } from '../../reports/healthReport.ts';
import { type CsvColumn, writeCsv } from './csvTable.ts';

const COLUMNS: readonly CsvColumn<HealthProblem>[] = [
  { name: 'Problem', valueOf: ({ kind }) => kind },
  { name: 'Of', valueOf: (problem) => nameSubject(problem) },
  { name: 'Period', valueOf: (problem) => ('period' in problem ? problem.period : '') },
  { name: 'Days', valueOf: (problem) => ('days' in problem ? problem.days.join(' ') : '') },
  { name: 'Count', valueOf: (problem) => ({ decimal: String('count' in problem ? problem.count : 1) }) },
  { name: 'State', valueOf: (problem) => ('state' in problem ? problem.state : '') },
  { name: 'Since', valueOf: (problem) => ('since' in problem ? problem.since : '') },
  { name: 'Message', valueOf: (problem) => nameMessage(problem) },
  { name: 'Remedy', valueOf: (problem) => ('remedy' in problem ? problem.remedy : '') },
];

/** A row for each thing that needs the operator; the header alone where nothing does. */
export function streamProblems({ problems }: HealthReport): Generator<Uint8Array<ArrayBuffer>> {
  return writeCsv(COLUMNS, problems);
}

function nameSubject(problem: HealthProblem): string {
  switch (problem.kind) {
    case 'notLookedAt':
      return problem.what;
    case 'failed':
      return `${problem.stage} ${problem.subject}`;
    case 'unread':
      return `${problem.source} ${problem.scope}`;
    case 'notBuilt':
      return problem.report;
    case 'held':
    case 'awaitingClosing':
      return 'chargeback';
    case 'poison':
      return `${problem.queue} ${problem.subject}`.trim();
    case 'undelivered':
      return `${problem.report} ${problem.audience} ${problem.channel}`;
  }
}

function nameMessage(problem: HealthProblem): string {
  if (problem.kind === 'held') return problem.reasons.join(' ');
  return 'message' in problem ? problem.message : '';
}
