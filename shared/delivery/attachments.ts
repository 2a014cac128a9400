import type { Format, Rendering } from '../render/rendering.ts';
import type { TeamDigest } from '../reports/digestReport.ts';
import type { Report } from '../reports/report.ts';
import { STATE_LISTS } from '../reports/teamFindings.ts';
import { sizeOfFile } from './limits.ts';

/**
 * The formats that a mail has as files, none of them empty. The journal books for the whole organisation: only the
 * report that is about it has one.
 */
export function attachedFormats(report: Report): readonly Format[] {
  switch (report.kind) {
    case 'chargeback':
      return report.audience === 'organisation' ? ['xlsx', 'csv', 'journal'] : ['xlsx', 'csv'];
    case 'digest': {
      const found = report.teams.some(({ findings }) => hasFindings(findings));
      const costs = report.teams.some((team) => team.costs.length > 0);
      return [...(found || costs ? (['xlsx'] as const) : []), ...(found ? (['csv'] as const) : [])];
    }
    case 'governance':
      return ['xlsx', 'csv'];
    case 'health':
      return report.problems.length > 0 ? ['csv'] : [];
  }
}

function hasFindings(findings: TeamDigest['findings']): boolean {
  return STATE_LISTS.some((list) => findings[list].length > 0);
}

/** Files that go with a mail, and those for which it has no room, the largest first. */
export interface FittedFiles {
  readonly attached: readonly Rendering[];
  readonly leftOut: readonly Rendering[];
}

/** Leaves out the largest files until the rest fits into so many bytes; those that stay keep their order. */
export function fitFiles(files: readonly Rendering[], bytes: number): FittedFiles {
  const leftOut: Rendering[] = [];
  let size = files.reduce((sum, file) => sum + sizeOfFile(file), 0);
  for (const file of files.toSorted((a, b) => b.body.length - a.body.length)) {
    if (size <= bytes) break;
    size -= sizeOfFile(file);
    leftOut.push(file);
  }
  return { attached: files.filter((file) => !leftOut.includes(file)), leftOut };
}
