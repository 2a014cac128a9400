import { ACTORS, ATTACK_SURFACES, SEVERITIES } from '../../model/governance.ts';
import { compareText } from '../../model/order.ts';
import type { FindingLine } from '../../reports/findingLine.ts';
import type { GovernanceReport } from '../../reports/governanceReport.ts';
import type { Formatter } from '../formatter.ts';
import { toPlainLine } from '../plainText.ts';
import { nameTeam as nameOwner } from '../view/names.ts';
import { sayNothingOpen } from '../view/scanRows.ts';
import { findingColumns } from './findingTable.ts';
import { hiddenOf, listItems } from './listing.ts';
import { type Choice, type Section, toSection } from './parts.ts';
import { linkTo, type PageRequest, pathOf } from './request.ts';

/** What findings can be chosen by. The team is `of`, because `team` in an address asks for a team's own report. */
const FACETS = ['of', 'surface', 'severity', 'actor', 'state', 'cluster', 'control'] as const;
type Facet = (typeof FACETS)[number];
export type FindingChoice = Readonly<Partial<Record<Facet, string | undefined>>>;

/** The findings that the address chooses, with how many there are of each other choice. */
export function sectionOfFindings(
  report: GovernanceReport,
  request: PageRequest,
  formatter: Formatter,
): Section {
  const { governance, listing } = formatter.words.page;
  const chosen: FindingChoice = Object.fromEntries(
    FACETS.map((facet) => [facet, request.query.get(facet) || undefined]),
  );
  const nameTeam = nameTeams(report, formatter);
  const shown = report.findings.filter((finding) => matches(finding, chosen));
  const isChosen = Object.values(chosen).some((value) => value !== undefined) || request.query.has('find');
  const { table, form } = listItems<FindingLine>(
    {
      id: 'findings-table',
      caption: governance.findings,
      items: shown,
      columns: findingColumns(formatter, nameTeam),
      find: ({ title, clusterName, namespace, workload, detail, team, control }) =>
        [title, clusterName, namespace, workload, detail, team, control].join(' '),
      empty: isChosen
        ? listing.nothingChosen
        : toPlainLine(sayNothingOpen(governance.nothingOpen, report.unscanned, formatter), 400),
      place: chosen,
    },
    request,
    formatter,
  );
  return toSection('findings', governance.findings, {
    note: governance.shown(formatter.figure(shown.length), formatter.count(report.findings.length)),
    form: {
      id: 'findings-form',
      label: governance.choose,
      action: `${pathOf(request.address)}#findings`,
      hidden: hiddenOf(request.address, {}),
      choices: FACETS.map((facet) => toChoice(facet, report.findings, chosen, nameTeam, formatter)),
      find:
        form?.find ??
        (request.query.has('find')
          ? { id: 'findings-words', label: listing.find, value: request.query.get('find') ?? '' }
          : null),
      submit: listing.apply,
      resetLink: isChosen ? `${linkTo(request.address, {})}#findings` : '',
      reset: listing.reset,
      filters: form?.filters ?? '',
    },
    table,
  });
}

/** Names of teams as the report has them; several that share a finding are named one by one. */
function nameTeams({ surfaces }: GovernanceReport, { words }: Formatter): (team: string) => string {
  const names = new Map(surfaces.map((row) => [row.team, nameOwner(row, words)]));
  return (team) => names.get(team) ?? team;
}

function matches(finding: FindingLine, chosen: FindingChoice, but?: Facet): boolean {
  return FACETS.every((facet) => {
    const value = chosen[facet];
    return facet === but || value === undefined || keyOf(finding, facet) === value;
  });
}

function keyOf(finding: FindingLine, facet: Facet): string {
  switch (facet) {
    case 'of':
      return finding.team;
    case 'cluster':
      return finding.clusterName === '' ? NO_CLUSTER : finding.clusterName;
    default:
      return finding[facet];
  }
}

/** What stands for findings that are on no cluster. */
const NO_CLUSTER = '-';

/** The values of one facet with how many findings each has under the other choices. */
function toChoice(
  facet: Facet,
  findings: readonly FindingLine[],
  chosen: FindingChoice,
  nameTeam: (team: string) => string,
  formatter: Formatter,
): Choice {
  const { governance, listing } = formatter.words.page;
  const counts = new Map<string, { count: number; title: string }>();
  let all = 0;
  for (const finding of findings) {
    const value = keyOf(finding, facet);
    const known = counts.get(value) ?? { count: 0, title: finding.title };
    counts.set(value, known);
    if (!matches(finding, chosen, facet)) continue;
    known.count += 1;
    all += 1;
  }
  const name = (value: string): string =>
    facet === 'of' ? nameTeam(value) : nameValue(facet, value, counts.get(value)?.title ?? '', formatter);
  const values = [...counts.keys()].sort(
    (a, b) => orderOf(facet, a) - orderOf(facet, b) || compareText(name(a), name(b)),
  );
  const option = (value: string, text: string, count: number) => ({
    value,
    text: `${toPlainLine(text, 80)} (${formatter.count(count)})`,
    isChosen: value === (chosen[facet] ?? ''),
  });
  return {
    id: `choose-${facet}`,
    name: facet,
    label: governance.facets[facet],
    options: [
      option('', listing.any, all),
      ...values.map((value) => option(value, name(value), counts.get(value)?.count ?? 0)),
    ],
  };
}

const ORDERS: Readonly<Partial<Record<Facet, readonly string[]>>> = {
  surface: ATTACK_SURFACES,
  severity: SEVERITIES,
  actor: ACTORS,
  state: ['open', 'exempt', 'resolved'],
};

function orderOf(facet: Facet, value: string): number {
  return ORDERS[facet]?.indexOf(value) ?? 0;
}

function nameValue(
  facet: Facet,
  value: string,
  title: string,
  { words: { page, finding } }: Formatter,
): string {
  const names: Readonly<Partial<Record<Facet, Readonly<Record<string, string>>>>> = {
    surface: finding.surfaces,
    severity: page.severities,
    actor: finding.actors,
    state: page.findingStates,
  };
  if (facet === 'control') return title;
  if (facet === 'cluster' && value === NO_CLUSTER) return page.governance.noCluster;
  return names[facet]?.[value] ?? value;
}
