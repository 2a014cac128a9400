/**
 * `npm test`: build, types, lint, and every suite; ends with the line `N passed, N failed`. Build, types and
 * lint count as one check each.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

const REQUIRED_NODE = 24;

const VitestReport = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numFailedTestSuites: z.int(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
});

/** A file that broke before its first test counts as one failure. */
function countTests(file: string): { passed: number; failed: number; skipped: number } {
  const report = VitestReport.parse(JSON.parse(readFileSync(file, 'utf8')));
  const broken = report.testResults.filter(
    (result) => result.status === 'failed' && result.assertionResults.length === 0,
  ).length;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken,
    skipped: report.numPendingTests,
  };
}

function runCheck(name: string, command: readonly string[]): boolean {
  console.log(`\n── ${name}: ${command.join(' ')}`);
  const [program = '', ...args] = command;
  return spawnSync(program, args, { stdio: 'inherit', shell: process.platform === 'win32' }).status === 0;
}

const major = Number(process.versions.node.split('.')[0]);
if (major < REQUIRED_NODE) {
  console.error(
    `Purser runs on Node ${REQUIRED_NODE}, and this is ${process.version}. Install with "npm ci" (without --ignore-scripts), which brings it, and start with npm.`,
  );
  process.exit(1);
}

const checks: boolean[] = [
  runCheck('build', ['npm', 'run', '--silent', 'build']),
  runCheck('types', ['npm', 'run', '--silent', 'types']),
  runCheck('lint', ['npm', 'run', '--silent', 'lint']),
];
const folder = mkdtempSync(join(tmpdir(), 'purser-test-'));
const file = join(folder, 'report.json');
const ran = runCheck('tests', [
  'vitest',
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${file}`,
  ...process.argv.slice(2),
]);
const tests = countTests(file);
rmSync(folder, { recursive: true });
const passed = tests.passed + checks.filter(Boolean).length;
const silent = !ran && tests.failed === 0 ? 1 : 0;
const failed = tests.failed + checks.filter((ok) => !ok).length + silent;
console.log(`\n${passed} passed, ${failed} failed${tests.skipped > 0 ? `, ${tests.skipped} skipped` : ''}`);
process.exit(failed === 0 ? 0 : 1);
