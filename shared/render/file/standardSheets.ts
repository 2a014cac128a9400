import type { GovernanceReport } from '../../reports/governanceReport.ts';
import type { Formatter } from '../formatter.ts';
import type { Sheet, SheetCell } from './sheet.ts';

const count = (value: number): SheetCell => ({ count: value });

function narrow(labels: readonly string[]): Sheet['columns'] {
  return labels.map((label) => ({ label, width: 16 }));
}

/** The secure score of the organisation and each subscription, and what would raise it. */
export function sheetOfScore({ secureScore }: GovernanceReport, formatter: Formatter): Sheet {
  const { governanceFile: words, file, scan } = formatter.words;
  const { columns } = words;
  const points = (amount: string): SheetCell => ({ amount, digits: 1 });
  return {
    ...{ id: 'score', name: words.sheets.score },
    columns: [
      { label: columns.of, width: 24 },
      { label: columns.name, width: 50, wrap: true },
      ...narrow([columns.now, columns.points, columns.pointsOf, columns.gain]),
      ...narrow([columns.healthy, columns.unhealthy, columns.notApplicable]),
    ],
    rows: [
      [words.organisation, '', secureScore ? { percent: secureScore.percent } : file.notRead],
      [words.change, '', '', secureScore?.change === undefined ? file.notKnown : points(secureScore.change)],
      ...(secureScore?.subscriptions ?? []).map(({ name, current, max }): SheetCell[] => [
        ...[scan.kinds.subscription, name, ''],
        ...[points(String(current)), points(String(max))],
      ]),
      ...(secureScore?.unread ?? []).map((name) => [scan.kinds.subscription, name, file.notRead]),
      ...(secureScore?.controls ?? []).map((one): SheetCell[] => [
        ...[columns.control, one.title],
        one.percent === undefined ? words.notCounted : { percent: one.percent },
        ...['', ''],
        points(one.gain),
        ...[one.healthy, one.unhealthy, one.notApplicable].map(count),
      ]),
    ],
  };
}

/** Regulatory standards in controls, and which of them fail. */
export function sheetsOfStandards({ standards }: GovernanceReport, formatter: Formatter): Sheet[] {
  const { governanceFile: words } = formatter.words;
  const { columns } = words;
  return [
    {
      ...{ id: 'standards', name: words.sheets.standards },
      columns: [
        { label: columns.standard, width: 50 },
        ...narrow([columns.subscriptions, columns.passed, columns.failed]),
        ...narrow([columns.judged, columns.skipped, columns.unsupported]),
      ],
      rows: standards.map((one): SheetCell[] => [
        one.name,
        ...[one.subscriptions, one.passed, one.failed, one.judged, one.skipped, one.unsupported].map(count),
      ]),
      empty: words.none,
    },
    {
      ...{ id: 'failing', name: words.sheets.failing },
      columns: [
        { label: columns.standard, width: 40 },
        { label: columns.control, width: 20 },
        { label: columns.title, width: 60, wrap: true },
        ...narrow([columns.subscriptions, columns.failedAssessments]),
      ],
      rows: standards.flatMap(({ name, failing }) =>
        failing.map((control): SheetCell[] => [
          ...[name, control.name, control.title],
          ...[control.subscriptions, control.failedAssessments].map(count),
        ]),
      ),
      empty: words.none,
    },
  ];
}

/** Compliance with what Azure Policy was assigned. */
export function sheetOfInitiatives({ initiatives }: GovernanceReport, formatter: Formatter): Sheet {
  const { governanceFile: words } = formatter.words;
  const { columns } = words;
  return {
    ...{ id: 'initiatives', name: words.sheets.initiatives },
    columns: [
      { label: columns.initiative, width: 50 },
      ...narrow([columns.assignments, columns.nonCompliantResources, columns.resources]),
      ...narrow([columns.nonCompliantPolicies, columns.policies]),
    ],
    rows: initiatives.map((one): SheetCell[] => [
      one.name,
      ...[one.assignments, one.nonCompliantResources, one.resources].map(count),
      ...[one.nonCompliantPolicies, one.policies].map(count),
    ]),
    empty: words.none,
  };
}

/** Objects of each cluster that break a control. */
export function sheetOfViolations({ violations }: GovernanceReport, formatter: Formatter): Sheet {
  const { governanceFile: words } = formatter.words;
  const { columns } = words;
  return {
    ...{ id: 'violations', name: words.sheets.violations },
    columns: [
      { label: columns.control, width: 30 },
      { label: columns.title, width: 60, wrap: true },
      { label: columns.cluster, width: 24 },
      { label: columns.objects, width: 12 },
    ],
    rows: violations.map(({ control, title, clusterName, objects }): SheetCell[] => [
      ...[control, title, clusterName],
      /^\d{1,15}$/.test(objects) ? { count: Number(objects) } : objects,
    ]),
    empty: words.none,
  };
}
