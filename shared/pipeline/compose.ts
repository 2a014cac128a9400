import { dirname, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { AccessParts } from '../access/identify.ts';
import { openAccess } from '../access/open.ts';
import { loadConfig } from '../config/config.ts';
import { createMailTransport } from '../delivery/mail.ts';
import { createTeamsTransport } from '../delivery/teams.ts';
import { openOwnTemplates } from '../render/template/overrides.ts';
import { createCredential } from '../sources/azure/credential.ts';
import { createLease } from '../sources/azure/lease.ts';
import type { SampleSource } from '../sources/kubernetes/sampler.ts';
import { openSourcesLater } from '../sources/lazy.ts';
import { readStorageConnection } from '../store/connection.ts';
import { connectStorage, openStore } from '../store/open.ts';
import { openQueues } from '../store/queues.ts';
import { createLog } from '../telemetry/log.ts';
import { openTelemetry, type Telemetry } from '../telemetry/open.ts';
import type { App, Log } from './app.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The app with its queues, as triggers and command line use it. */
export interface Purser {
  readonly app: App;
  /** Tells who asks over HTTP. */
  readonly access: AccessParts;
  readonly sampler: SampleSource;
  readonly queues: ReturnType<typeof openQueues>;
}

let opened: Promise<Purser> | undefined;

/** Opens Purser from the settings of this process, once; a failed opening is tried again by the next call. */
export function openPurser(): Promise<Purser> {
  opened ??= composePurser(process.env, writeLine).catch((error: unknown) => {
    opened = undefined;
    throw error;
  });
  return opened;
}

let telemetry: Promise<Telemetry | undefined> | undefined;

/** Starts sending traces and metrics away as the settings of this process say, once. */
export function openProcessTelemetry(): Promise<Telemetry | undefined> {
  telemetry ??= openTelemetry(process.env, createCredential).catch((error: unknown) => {
    writeLine('error', `There are no traces and metrics: ${String(error)}`);
    return undefined;
  });
  return telemetry;
}

/** Puts Purser together from settings: `PURSER_CONFIG` (path of the configuration) and `AzureWebJobsStorage`. */
export async function composePurser(environment: Environment, log: Log): Promise<Purser> {
  const file = resolve(packageRoot(), environment.PURSER_CONFIG ?? 'purser.yaml');
  const config = await loadConfig(file);
  const credential = createCredential();
  const connection = readStorageConnection(environment, credential);
  const clock = { now: () => new Date() };
  const store = await openStore(connection);
  const sources = openSourcesLater(async () => {
    const { createLiveSources } = await import('../sources/live.ts');
    return createLiveSources(config, {
      credential,
      clock,
      environment,
      log: (message) => log('warn', message),
      samples: store.samples,
      exclusively: createLease(connectStorage(connection).container('purser-locks'), 'cost-management', {
        wait: (milliseconds) => sleep(milliseconds),
      }),
    });
  });
  const queues = openQueues(connection);
  return {
    app: {
      config,
      sources,
      store,
      transports: [
        ...(config.delivery.mail ? [createMailTransport(config, environment, { credential, clock })] : []),
        createTeamsTransport(config, environment),
      ],
      queues,
      clock,
      log,
      ownTemplates: await openOwnTemplates(config, file),
    },
    access: openAccess(config, environment.PURSER_IDENTITY, {
      environment,
      credential,
      clock,
      log: (message) => log('warn', message),
    }),
    sampler: sources,
    queues,
  };
}

/** The folder of package.json: code runs from there as source, and from dist/ when built. */
function packageRoot(): string {
  return dirname(fileURLToPath(import.meta.resolve('#root/package.json')));
}

const writeLine: Log = createLog((line) => console.log(line));
