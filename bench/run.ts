/**
 * `npm run bench`: every measurement, one after another; `npm run bench -- NAME [ARGUMENTS]` runs one of them:
 * months [SIZES], exports [ROWS], metering, governance [SIZES], coldStart [ROUNDS], pages [SECONDS], digests [SIZES].
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const SUITES = ['months', 'exports', 'metering', 'governance', 'coldStart', 'running', 'pages', 'digests'];

const [name, ...parameters] = process.argv.slice(2);
if (name !== undefined && !SUITES.includes(name)) {
  console.error(`There is no measurement "${name}"; there are ${SUITES.join(', ')}.`);
  process.exit(2);
}
const failed = (name === undefined ? SUITES : [name]).filter((suite) => {
  console.log(`\n${suite}`);
  const path = fileURLToPath(new URL(`${suite}.ts`, import.meta.url));
  return spawnSync(process.execPath, [path, ...parameters], { stdio: 'inherit' }).status !== 0;
});
if (failed.length > 0) {
  console.error(`Outside its limits, or broken: ${failed.join(', ')}`);
  process.exit(1);
}
