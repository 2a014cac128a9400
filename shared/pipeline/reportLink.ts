import type { ReportKind } from '../model/tasks.ts';
import type { Period } from '../model/time.ts';
import type { ReportingApp } from './app.ts';

/** Where the page of a report is reached; undefined when no address is configured. */
export function linkTo(app: ReportingApp, kind: ReportKind, period: Period): string | undefined {
  return (
    app.config.reportBaseUrl &&
    `${app.config.reportBaseUrl.replace(/\/$/, '')}/api/reports/${kind}/${period.id}`
  );
}
