import { findControlById } from '../../governance/catalogue.ts';
import type { ListedFinding } from './findingList.ts';

/** What files say of a finding; `width` is that of the workbook's column. */
export interface FindingColumn {
  readonly name: string;
  readonly label: string;
  readonly width: number;
  readonly valueOf: (listed: ListedFinding) => string;
}

/** Columns of findings in files, every field. */
export const FINDING_COLUMNS: readonly FindingColumn[] = [
  { name: 'Id', label: 'Id', width: 20, valueOf: ({ finding }) => finding.id },
  // The list of the digest: mine, silenced, withSecops, withPlatform, notSeen, exempt, fixed; else open.
  { name: 'List', label: 'List', width: 14, valueOf: ({ list }) => list },
  // new, reopened, open, exempt or resolved: what became of it in the period.
  { name: 'Change', label: 'Change', width: 12, valueOf: ({ finding }) => finding.change },
  { name: 'State', label: 'State', width: 12, valueOf: ({ finding }) => finding.state },
  { name: 'Severity', label: 'Severity', width: 12, valueOf: ({ finding }) => finding.severity },
  { name: 'Title', label: 'Finding', width: 50, valueOf: ({ finding }) => finding.title },
  { name: 'Control', label: 'Control', width: 24, valueOf: ({ finding }) => finding.control },
  { name: 'Team', label: 'Team', width: 16, valueOf: ({ finding }) => finding.team },
  { name: 'Cluster', label: 'Cluster', width: 16, valueOf: ({ finding }) => finding.clusterName },
  { name: 'Namespace', label: 'Namespace', width: 16, valueOf: ({ finding }) => finding.namespace },
  { name: 'Workload', label: 'Workload', width: 24, valueOf: ({ finding }) => finding.workload },
  { name: 'Detail', label: 'Detail', width: 50, valueOf: ({ finding }) => finding.detail },
  {
    name: 'FixAvailable',
    label: 'Fix available',
    width: 12,
    valueOf: ({ finding: { fixAvailable } }) => sayYes(fixAvailable),
  },
  { name: 'FixedVersion', label: 'Fixed in', width: 16, valueOf: ({ finding }) => finding.fixedVersion },
  {
    name: 'Exploited',
    label: 'Exploit known',
    width: 12,
    valueOf: ({ finding: { exploited } }) => sayYes(exploited),
  },
  // How surely the workload runs the image that was scanned: digest, index, tag or repository.
  { name: 'ImageMatch', label: 'Image match', width: 12, valueOf: ({ finding }) => finding.match ?? '' },
  { name: 'AttackSurface', label: 'Surface', width: 12, valueOf: ({ finding }) => finding.surface },
  { name: 'Actor', label: 'Actor', width: 12, valueOf: ({ finding }) => finding.actor },
  // Whom a governance rule of Defender made answerable.
  {
    name: 'SourceOwner',
    label: 'Owner in Azure',
    width: 20,
    valueOf: ({ finding }) => finding.sourceOwner ?? '',
  },
  { name: 'FirstSeen', label: 'First seen', width: 12, valueOf: ({ finding }) => finding.firstSeen },
  { name: 'LastSeen', label: 'Last seen', width: 12, valueOf: ({ finding }) => finding.lastSeen },
  {
    name: 'NotSeenSince',
    label: 'Not seen since',
    width: 12,
    valueOf: ({ finding }) => finding.notSeenSince ?? '',
  },
  { name: 'DueOn', label: 'Due', width: 12, valueOf: ({ finding }) => finding.dueOn ?? '' },
  {
    name: 'Overdue',
    label: 'Overdue',
    width: 10,
    valueOf: ({ finding }) => (finding.overdue ? 'yes' : 'no'),
  },
  { name: 'ResolvedOn', label: 'Fixed on', width: 12, valueOf: ({ finding }) => finding.resolvedOn ?? '' },
  { name: 'ReopenedOn', label: 'Reopened on', width: 12, valueOf: ({ finding }) => finding.reopenedOn ?? '' },
  {
    name: 'ExemptReason',
    label: 'Exempt because',
    width: 30,
    valueOf: ({ finding }) => finding.exemption?.reason ?? '',
  },
  { name: 'ExemptBy', label: 'Exempt by', width: 20, valueOf: ({ finding }) => finding.exemption?.by ?? '' },
  {
    name: 'ExemptUntil',
    label: 'Exempt until',
    width: 12,
    valueOf: ({ finding }) => finding.exemption?.until ?? '',
  },
  { name: 'Source', label: 'Source', width: 12, valueOf: ({ finding }) => finding.source },
  {
    name: 'Link',
    label: 'Link',
    width: 30,
    valueOf: ({ finding }) => finding.link || linkOf(finding.control),
  },
];

/** A link of the catalogue's own, where the finding has none. */
function linkOf(control: string): string {
  return findControlById(control)?.link ?? '';
}

/** Empty where it is not known. */
function sayYes(known: boolean | undefined): string {
  if (known === undefined) return '';
  return known ? 'yes' : 'no';
}
