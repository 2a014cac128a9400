import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** Azurite's published key of its only account; no secret. */
const ACCOUNT_KEY =
  'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

export interface Azurite {
  readonly connectionString: string;
  readonly blobUrl: string;
  readonly tableUrl: string;
  readonly queueUrl: string;
  stop(): Promise<void>;
}

/** Starts Azurite in a process of its own, in memory, on free ports. `more` are flags, for https and tokens. */
export async function startAzurite(more: readonly string[] = []): Promise<Azurite> {
  const script = fileURLToPath(new URL('dist/src/azurite.js', import.meta.resolve('azurite/package.json')));
  const flags = ['--inMemoryPersistence', '--silent', '--skipApiVersionCheck', '--disableTelemetry'];
  const ports = ['--blobPort', '0', '--queuePort', '0', '--tablePort', '0'];
  const child = spawn(process.execPath, [script, ...flags, ...ports, ...more], {
    cwd: tmpdir(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stopWithUs = (): boolean => child.kill();
  process.once('exit', stopWithUs);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const endpoints: Record<string, string> = {};
  for await (const line of createInterface({ input: child.stdout })) {
    const [, service, url] = /(\w+) service is successfully listening at (\S+)/.exec(line) ?? [];
    if (service && url) endpoints[service] = url;
    if (endpoints.Blob && endpoints.Table && endpoints.Queue) break;
  }
  if (!endpoints.Queue) throw new Error(`Azurite did not start: ${JSON.stringify(endpoints)}`);
  const account = 'devstoreaccount1';
  const urls = {
    blobUrl: `${endpoints.Blob}/${account}`,
    tableUrl: `${endpoints.Table}/${account}`,
    queueUrl: `${endpoints.Queue}/${account}`,
  };
  return {
    ...urls,
    connectionString: [
      'DefaultEndpointsProtocol=http',
      `AccountName=${account}`,
      `AccountKey=${ACCOUNT_KEY}`,
      `BlobEndpoint=${urls.blobUrl}`,
      `QueueEndpoint=${urls.queueUrl}`,
      `TableEndpoint=${urls.tableUrl}`,
    ].join(';'),
    async stop() {
      process.off('exit', stopWithUs);
      child.kill();
      await ended;
    },
  };
}
