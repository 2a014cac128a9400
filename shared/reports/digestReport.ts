import type { AlertLine, ControlLine, FindingLine, Unscanned } from './findingLine.ts';
import type { ReportBase } from './report.ts';
import type { TeamCost } from './teamCostLine.ts';

/**
 * A team's findings of the week. Each stands in exactly one of the lists from `mine` to `fixed`; each list is in
 * the order in which it is due.
 */
export interface TeamFindings {
  /** Open, the team's to fix, overdue first. */
  readonly mine: readonly FindingLine[];
  /** The same, overdue for so long that mails no longer list them. */
  readonly silenced: readonly FindingLine[];
  /** After how many weeks overdue that is; versions before 3 did not keep it. */
  readonly nagWeeks?: number;
  /** Open, and with security operations: no vendor fix yet. */
  readonly withSecops: readonly FindingLine[];
  readonly withPlatform: readonly FindingLine[];
  /** Open as far as is known: readings no longer show them, and prove nothing. */
  readonly notSeen: readonly FindingLine[];
  readonly exempt: readonly FindingLine[];
  readonly fixed: readonly FindingLine[];
  /** Open and seen for the first time this week; each is in a list above as well, as are those that came back. */
  readonly new: readonly FindingLine[];
  readonly reopened: readonly FindingLine[];
  readonly counts: {
    /** Those of `mine` and `silenced`. */
    readonly mine: number;
    /** Of them. */
    readonly overdue: number;
    readonly dueThisWeek: number;
    /** Exemptions that end within 30 days. */
    readonly expiring: number;
  };
  /** What `mine` and `silenced` are about, with why and how to fix; what is due first comes first. */
  readonly controls: readonly ControlLine[];
}

/** One team's week: what it cost and what is to fix. */
export interface TeamDigest {
  readonly team: string;
  readonly teamName: string;
  readonly costs: readonly TeamCost[];
  readonly findings: TeamFindings;
  readonly alerts: readonly AlertLine[];
}

export interface DigestReport extends ReportBase {
  readonly kind: 'digest';
  /** Every team's for the organisation, the one team's in its own. */
  readonly teams: readonly TeamDigest[];
  readonly unscanned: Unscanned;
  /** Only findings that are overdue for long, for those teams' managers; nothing else of the teams is told. */
  readonly focus?: 'overdue';
}
