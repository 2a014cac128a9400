import type { DigestReport } from '../../reports/digestReport.ts';
import type { FindingLine, Unscanned } from '../../reports/findingLine.ts';
import type { GovernanceReport } from '../../reports/governanceReport.ts';
import { STATE_LISTS } from '../../reports/teamFindings.ts';

/** A finding and the list that it stands in: whose it is to act on, or why nobody has to. */
export interface ListedFinding {
  readonly list: (typeof STATE_LISTS)[number] | 'open';
  readonly finding: FindingLine;
}

/** Every finding of a report; what several teams share stands once. */
export function listFindings(report: DigestReport | GovernanceReport): readonly ListedFinding[] {
  if (report.kind === 'governance') {
    return report.findings.map((finding) => ({ list: nameList(finding), finding }));
  }
  const listed = new Map<string, ListedFinding>();
  for (const { findings } of report.teams) {
    for (const list of STATE_LISTS) {
      for (const finding of findings[list]) {
        if (!listed.has(finding.id)) listed.set(finding.id, { list, finding });
      }
    }
  }
  return [...listed.values()];
}

function nameList({ state, notSeenSince }: FindingLine): ListedFinding['list'] {
  if (state === 'exempt') return 'exempt';
  if (state === 'resolved') return 'fixed';
  return notSeenSince === undefined ? 'open' : 'notSeen';
}

/** A place of which no findings do not mean safe, and how it stands. */
export interface BlindPlace {
  readonly name: string;
  readonly standing: 'notScanned' | 'partly';
}

/** What no findings of do not mean safe. */
export function listBlind({ notScanned, partly }: Unscanned): readonly BlindPlace[] {
  return [
    ...notScanned.map((name) => ({ name, standing: 'notScanned' as const })),
    ...partly.map((name) => ({ name, standing: 'partly' as const })),
  ];
}
