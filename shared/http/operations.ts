import type { Operation } from './operation.ts';
import { readAsset } from './operations/assets.ts';
import { collectDays } from './operations/collections.ts';
import { sendReport } from './operations/deliveries.ts';
import { describeThemselves } from './operations/description.ts';
import { readHealth } from './operations/health.ts';
import { readReport } from './operations/report.ts';
import { listReports } from './operations/reports.ts';
import { readRun } from './operations/runs.ts';
import { readWholeStatus } from './operations/status.ts';

const OWN: readonly Operation[] = [
  listReports,
  readReport,
  sendReport,
  collectDays,
  readRun,
  readWholeStatus,
  readAsset,
  readHealth,
];

/** Everything that can be asked for over HTTP. */
export const OPERATIONS: readonly Operation[] = [...OWN, describeThemselves(OWN)];
