import { findControlById } from '../../governance/catalogue.ts';
import { parseDay } from '../../model/time.ts';
import type { Words } from '../words/en/en.ts';
import type { ListedFinding } from './findingList.ts';
import type { SheetCell } from './sheet.ts';

/** Whose words a value is one of. */
type Vocabulary = (words: Words) => Readonly<Record<string, string>>;

/** What files say of a finding; `width` is that of the workbook's column. */
export interface FindingColumn {
  /** In CSV; the workbook's heading is the catalogue's word for it. */
  readonly name: keyof Words['findingFile']['columns'];
  readonly width: number;
  readonly valueOf: (listed: ListedFinding) => string;
  readonly vocabulary?: Vocabulary;
  readonly isDay?: boolean;
}

/** Columns of findings in files, every field. */
export const FINDING_COLUMNS: readonly FindingColumn[] = [
  { name: 'Id', width: 20, valueOf: ({ finding }) => finding.id },
  // The list of the digest: mine, silenced, withSecops, withPlatform, notSeen, exempt, fixed; else open.
  {
    name: 'List',
    width: 14,
    valueOf: ({ list }) => list,
    vocabulary: ({ findingFile }) => findingFile.lists,
  },
  // new, reopened, open, exempt or resolved: what became of it in the period.
  {
    name: 'Change',
    width: 12,
    valueOf: ({ finding }) => finding.change,
    vocabulary: ({ findingFile }) => findingFile.changes,
  },
  {
    name: 'State',
    width: 12,
    valueOf: ({ finding }) => finding.state,
    vocabulary: ({ findingFile }) => findingFile.states,
  },
  {
    name: 'Severity',
    width: 12,
    valueOf: ({ finding }) => finding.severity,
    vocabulary: ({ finding }) => finding.severities,
  },
  { name: 'Title', width: 50, valueOf: ({ finding }) => finding.title },
  { name: 'Control', width: 24, valueOf: ({ finding }) => finding.control },
  { name: 'Team', width: 16, valueOf: ({ finding }) => finding.team },
  { name: 'Cluster', width: 16, valueOf: ({ finding }) => finding.clusterName },
  { name: 'Namespace', width: 16, valueOf: ({ finding }) => finding.namespace },
  { name: 'Workload', width: 24, valueOf: ({ finding }) => finding.workload },
  { name: 'Detail', width: 50, valueOf: ({ finding }) => finding.detail },
  {
    name: 'FixAvailable',
    width: 12,
    valueOf: ({ finding: { fixAvailable } }) => sayYes(fixAvailable),
    vocabulary: ({ findingFile }) => findingFile.answers,
  },
  { name: 'FixedVersion', width: 16, valueOf: ({ finding }) => finding.fixedVersion },
  {
    name: 'Exploited',
    width: 12,
    valueOf: ({ finding: { exploited } }) => sayYes(exploited),
    vocabulary: ({ findingFile }) => findingFile.answers,
  },
  // How surely the workload runs the image that was scanned: digest, index, tag or repository.
  {
    name: 'ImageMatch',
    width: 12,
    valueOf: ({ finding }) => finding.match ?? '',
    vocabulary: ({ findingFile }) => findingFile.matches,
  },
  {
    name: 'AttackSurface',
    width: 12,
    valueOf: ({ finding }) => finding.surface,
    vocabulary: ({ finding }) => finding.surfaces,
  },
  {
    name: 'Actor',
    width: 12,
    valueOf: ({ finding }) => finding.actor,
    vocabulary: ({ finding }) => finding.actors,
  },
  // Whom a governance rule of Defender made answerable.
  { name: 'SourceOwner', width: 20, valueOf: ({ finding }) => finding.sourceOwner ?? '' },
  { name: 'FirstSeen', width: 12, valueOf: ({ finding }) => finding.firstSeen, isDay: true },
  { name: 'LastSeen', width: 12, valueOf: ({ finding }) => finding.lastSeen, isDay: true },
  { name: 'NotSeenSince', width: 12, valueOf: ({ finding }) => finding.notSeenSince ?? '', isDay: true },
  { name: 'DueOn', width: 12, valueOf: ({ finding }) => finding.dueOn ?? '', isDay: true },
  {
    name: 'Overdue',
    width: 10,
    valueOf: ({ finding }) => sayYes(finding.overdue),
    vocabulary: ({ findingFile }) => findingFile.answers,
  },
  { name: 'ResolvedOn', width: 12, valueOf: ({ finding }) => finding.resolvedOn ?? '', isDay: true },
  { name: 'ReopenedOn', width: 12, valueOf: ({ finding }) => finding.reopenedOn ?? '', isDay: true },
  { name: 'ExemptReason', width: 30, valueOf: ({ finding }) => finding.exemption?.reason ?? '' },
  { name: 'ExemptBy', width: 20, valueOf: ({ finding }) => finding.exemption?.by ?? '' },
  { name: 'ExemptUntil', width: 12, valueOf: ({ finding }) => finding.exemption?.until ?? '', isDay: true },
  { name: 'Source', width: 12, valueOf: ({ finding }) => finding.source },
  { name: 'Link', width: 30, valueOf: ({ finding }) => finding.link || linkOf(finding.control) },
];

/** What a workbook shows of one: dates as dates, words of Purser's own in the reader's language. */
export function toFindingCell(column: FindingColumn, listed: ListedFinding, words: Words): SheetCell {
  const value = column.valueOf(listed);
  if (column.vocabulary) return lookUp(column.vocabulary(words), value);
  const day = column.isDay ? parseDay(value) : undefined;
  return day === undefined ? value : { day };
}

/** A catalogue's word for a value; the value itself where a report of another version has one that it does not know. */
export function lookUp(catalogue: Readonly<Record<string, string>>, value: string): string {
  return Object.hasOwn(catalogue, value) ? (catalogue[value] ?? value) : value;
}

/** A link of the catalogue's own, where the finding has none. */
function linkOf(control: string): string {
  return findControlById(control)?.link ?? '';
}

/** Empty where it is not known. */
function sayYes(known: boolean | undefined): string {
  if (known === undefined) return '';
  return known ? 'yes' : 'no';
}
