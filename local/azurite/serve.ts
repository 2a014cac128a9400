import { createRequire } from 'node:module';
import { endWithParent } from '../host/child.ts';

/**
 * Runs Azurite's own command line in this process, which is forked by `startAzurite`, and ends it in good order when
 * the parent is gone: Azurite writes its databases when it is closed, and otherwise only every five seconds.
 */
function main(): void {
  // Azurite writes to both until it ends, also when nobody reads any more.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
  endWithParent(() => process.kill(process.pid, 'SIGTERM'));
  createRequire(import.meta.url)('azurite/dist/src/azurite.js');
}

main();
