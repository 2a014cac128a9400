import { startChild } from '../host/child.ts';
import { takeDirectory, waitForDirectory } from './lock.ts';

export interface AzuriteStart {
  /** Directory where the data stays; without it everything is in memory and gone at the end. */
  readonly location?: string;
  /** Default: any that are free. */
  readonly ports?: { readonly blob: number; readonly queue: number; readonly table: number };
}

export interface Azurite {
  readonly connectionString: string;
  readonly processId: number;
  /** Closes the three services, with all data written. */
  close(): Promise<void>;
}

/** Account and key that every storage emulator has (Microsoft Learn, "Use the Azurite emulator"): no secret. */
const ACCOUNT = 'devstoreaccount1';
const KEY = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

const SERVICES = ['Blob', 'Queue', 'Table'] as const;

/**
 * Starts Azurite (blobs, queues and tables, on 127.0.0.1) in a process of its own, which ends when this one does.
 * @throws ChildError when a port is taken or the directory cannot be used
 */
export async function startAzurite(start: AzuriteStart = {}): Promise<Azurite> {
  if (start.location !== undefined) await waitForDirectory(start.location);
  const ports = new Map<string, string>();
  const child = await startChild({
    name: 'Azurite',
    script: import.meta.resolve('./serve.ts'),
    // Whoever started it still needs it to end its own work, and lets go of it then.
    apart: true,
    args: [
      ...(start.location === undefined ? ['--inMemoryPersistence'] : ['--location', start.location]),
      ...['--blobPort', String(start.ports?.blob ?? 0)],
      ...['--queuePort', String(start.ports?.queue ?? 0)],
      ...['--tablePort', String(start.ports?.table ?? 0)],
      ...['--silent', '--skipApiVersionCheck', '--disableTelemetry'],
    ],
    readReady(line) {
      const match = /^Azurite (\w+) service is successfully listening at http:\/\/127\.0\.0\.1:(\d+)/.exec(
        line,
      );
      if (match?.[1] && match[2]) ports.set(match[1], match[2]);
      return ports.size === SERVICES.length ? true : undefined;
    },
  });
  if (start.location !== undefined) takeDirectory(start.location, child.process.pid ?? 0);
  const endpoints = SERVICES.map(
    (service) => `${service}Endpoint=http://127.0.0.1:${ports.get(service)}/${ACCOUNT};`,
  );
  return {
    connectionString: `DefaultEndpointsProtocol=http;AccountName=${ACCOUNT};AccountKey=${KEY};${endpoints.join('')}`,
    processId: child.process.pid ?? 0,
    close: child.stop,
  };
}
