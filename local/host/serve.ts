import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PurserError } from '../../shared/model/errors.ts';
import { endGracefully } from './child.ts';
import { startHost } from './host.ts';
import { parsePeople } from './person.ts';

/**
 * The local Functions host as a process. Environment: PORT (default 7071), AzureWebJobsStorage and the app's other
 * settings, AzureWebJobsScriptRoot (the app's directory; default is this package), PURSER_LOCAL_KEY and
 * PURSER_LOCAL_PEOPLE (see `key` and `people`), PURSER_MESSAGE_LOCK_SECONDS (see `messageLockSeconds`). Prints one line of JSON, `{url, functions}`, when it is ready, and tells its parent, if any, of
 * every finished invocation: `{type: 'invocation', function, trigger, ok, seconds, error?}`.
 */
async function main(): Promise<void> {
  const { env } = process;
  const packageRoot = dirname(fileURLToPath(import.meta.resolve('#root/package.json')));
  const people = parsePeople(env.PURSER_LOCAL_PEOPLE);
  if (people.length > 0) env.WEBSITE_AUTH_ENABLED = 'True';
  else delete env.WEBSITE_AUTH_ENABLED;
  const host = await startHost({
    appDirectory: env.AzureWebJobsScriptRoot ?? packageRoot,
    settings: env,
    port: Number(env.PORT ?? 7071),
    key: env.PURSER_LOCAL_KEY,
    people,
    writeLog: (line) => process.stderr.write(line),
    onInvocation: (report) => {
      if (process.connected) process.send?.({ type: 'invocation', ...report });
    },
    ...(env.PURSER_MESSAGE_LOCK_SECONDS && {
      messageLockSeconds: Number(env.PURSER_MESSAGE_LOCK_SECONDS),
    }),
  });
  endGracefully(host.stop, 0);
  process.stdout.write(`${JSON.stringify({ url: host.url, functions: host.functions })}\n`);
}

main().catch((error: unknown) => {
  const told = error instanceof PurserError ? `${error.message} ${error.remedy}` : error;
  console.error(told);
  process.exit(1);
});
