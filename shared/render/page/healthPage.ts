import type { HealthReport } from '../../reports/healthReport.ts';
import type { Formatter } from '../formatter.ts';
import { viewHealth } from '../view/healthView.ts';
import { fillPage, framePage, sectionOfCoverage } from './document.ts';
import { adoptTable, toSection } from './parts.ts';
import type { PageRequest } from './request.ts';

/** Rows of a table: a page has the room for all that a note carries. */
const ROWS = 200;

/** The page of a health note. */
export function renderHealthPage(report: HealthReport, request: PageRequest, formatter: Formatter): string {
  const { health } = formatter.words;
  const view = viewHealth(report, formatter, ROWS);
  return fillPage(
    framePage(report, request, formatter),
    [
      toSection('standing', health.verdict, {
        tiles: view.tiles,
        sentences: view.quiet === '' ? [] : [view.quiet],
      }),
      ...(view.stuck ? [adoptTable('stuck', view.stuck)] : []),
      ...(view.notRun ? [adoptTable('not-run', view.notRun)] : []),
      adoptTable('ran', view.ran),
      toSection('cost', view.cost.title, { sentences: view.cost.sentences }),
      sectionOfCoverage(report, formatter),
    ],
    formatter,
  );
}
