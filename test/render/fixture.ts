import { readFileSync } from 'node:fs';
import type { Report } from '../../shared/reports/report.ts';
import { type KeptReport, readKept } from '../../shared/reports/version1.ts';

/**
 * A report of the demo tenant, as Purser keeps it, with its longest lists cut: `chargeback` of the
 * organisation, `statement` of one team, `digest` of one team, `governance`.
 */
export function readFixture(name: 'chargeback' | 'statement' | 'digest' | 'governance'): Report {
  const file = new URL(`../fixtures/reports/${name}.json`, import.meta.url);
  const report = readKept(JSON.parse(readFileSync(file, 'utf8')) as KeptReport);
  if (!report) throw new Error(`${name}.json is of a version that is not read any more`);
  return report;
}
