import { findControlById } from '../governance/catalogue.ts';
import { isGraver } from '../governance/severity.ts';
import type { ControlLine, FindingLine } from './findingLine.ts';

/** The controls that findings are about, in the order in which the findings first name them. */
export function explainControls(findings: readonly FindingLine[]): readonly ControlLine[] {
  const groups = new Map<string, { readonly first: FindingLine; worst: FindingLine; count: number }>();
  for (const finding of findings) {
    const group = groups.get(finding.control);
    if (!group) {
      groups.set(finding.control, { first: finding, worst: finding, count: 1 });
      continue;
    }
    group.count += 1;
    if (isGraver(finding.severity, group.worst.severity)) group.worst = finding;
  }
  return [...groups].map(([id, { first, worst, count }]) => {
    const control = findControlById(id);
    return {
      control: id,
      title: control?.title ?? first.title,
      severity: worst.severity,
      surface: control?.surface ?? first.surface,
      count,
      why: control?.why ?? '',
      fix: control?.fix ?? '',
      link: control?.link ?? first.link,
      benchmarks: control?.benchmarks ?? [],
    };
  });
}

/** The most frequent first. */
export function rankControls(controls: readonly ControlLine[]): readonly ControlLine[] {
  return controls.toSorted((a, b) => b.count - a.count || (a.control < b.control ? -1 : 1));
}
