import type { Assessment, AttackSurface, ObservedFinding } from '../model/governance.ts';
import { type Day, parseDay } from '../model/time.ts';
import { findCategoryControl, findControl, toSourceKey } from './catalogue.ts';
import type { CategorySubject, Control } from './control.ts';
import { toLine } from './wording.ts';

/**
 * The control that an assessment means: by its key, else by its category; software in an image by its category
 * first, so that a finding is the same whether a retired sub-assessment or an individual recommendation tells
 * it. What the catalogue does not know gets a control made up from the source's own words, so that nothing is
 * dropped.
 */
export function resolveControl(assessment: Assessment, on: CategorySubject, surface: AttackSurface): Control {
  const category = assessment.category || (assessment.software ? 'SoftwareUpdate' : '');
  const byCategory = findCategoryControl(category, on);
  const byKey = findControl('assessment', assessment.key);
  return (
    (assessment.software ? (byCategory ?? byKey) : (byKey ?? byCategory)) ?? {
      id: `uncatalogued:${toSourceKey(assessment.key)}`,
      title: toLine(assessment.title || assessment.key),
      surface,
      scope: on === 'runningImage' ? 'component' : 'resource',
      actor: on === 'runningImage' ? 'team' : 'platform',
      severity: 'unknown',
      policies: [],
      assessments: [assessment.key],
      benchmarks: [],
    }
  );
}

/** The earliest day on which Defender says it evaluated any of these as unhealthy. */
export function findFirstEvaluated(assessments: readonly Assessment[]): Day | undefined {
  const [first] = assessments
    .flatMap(({ firstEvaluatedAt }) => parseDay(firstEvaluatedAt?.slice(0, 10) ?? '') ?? [])
    .sort();
  return first;
}

/** Sorts by resource id, so that the order of reading never shows; the same assessment twice counts once. */
export function sortAssessments<T extends { readonly assessment: Assessment }>(
  group: readonly T[],
): readonly T[] {
  const byId = new Map(group.map((entry) => [entry.assessment.id, entry]));
  return [...byId.values()].sort((a, b) => (a.assessment.id < b.assessment.id ? -1 : 1));
}

/** What governance rules of Defender say of assessments: the earliest due date, and all that are answerable. */
export function readGovernance(
  assessments: readonly Assessment[],
): Pick<ObservedFinding, 'sourceDueOn' | 'sourceOwner'> {
  const [dueOn] = assessments.flatMap((assessment) => assessment.dueOn ?? []).sort();
  const owners = [...new Set(assessments.map(({ owner }) => owner))].filter((owner) => owner !== '').sort();
  return {
    ...(dueOn === undefined ? {} : { sourceDueOn: dueOn }),
    ...(owners.length === 0 ? {} : { sourceOwner: toLine(owners.join(', ')) }),
  };
}
