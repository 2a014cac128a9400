import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { ConfigurationError } from '../../shared/model/errors.ts';
import { composePurser, type Environment, type Purser } from '../../shared/pipeline/compose.ts';
import { startAzurite } from '../azurite/azurite.ts';
import { readDefaultSettings } from '../machine.ts';

/** Options that every command takes. */
export const SESSION_OPTIONS = {
  config: { type: 'string' },
  state: { type: 'string', default: '.purser' },
} as const;

/** Opens Purser for one command and closes what it started. */
export async function withPurser<T>(
  options: { readonly config?: string | undefined; readonly state: string },
  work: (purser: Purser) => Promise<T>,
): Promise<T> {
  const { environment, storagePath } = chooseEnvironment(options);
  const running =
    environment.AzureWebJobsStorage &&
    (storagePath === undefined || (await answers(environment.AzureWebJobsStorage)));
  const azurite = running
    ? undefined
    : await startAzurite({ location: storagePath ?? join(resolve(options.state), 'azurite') });
  try {
    trustAuthority(environment.NODE_EXTRA_CA_CERTS);
    Object.assign(process.env, environment, azurite ? { AzureWebJobsStorage: azurite.connectionString } : {});
    return await work(await composePurser(process.env, tellProblems));
  } finally {
    await azurite?.close();
  }
}

/** A real estate by its configuration, or the demo that `npm start` left. */
function chooseEnvironment(options: { readonly config?: string | undefined; readonly state: string }): {
  readonly environment: Environment;
  readonly storagePath: string | undefined;
} {
  const state = resolve(options.state);
  const config = options.config ?? process.env.PURSER_CONFIG;
  if (config) {
    const environment = { ...readDefaultSettings(), ...process.env, PURSER_CONFIG: resolve(config) };
    const configured = process.env.AzureWebJobsStorage ?? process.env.AzureWebJobsStorage__accountName;
    return { environment, storagePath: configured ? undefined : join(state, 'estate') };
  }
  const demo = join(state, 'environment.json');
  if (!existsSync(demo)) {
    throw new ConfigurationError(
      `There is no demo state in ${options.state}, and no configuration is named.`,
      'Run "npm start" first, or name a real estate’s configuration with --config purser.yaml.',
    );
  }
  return {
    environment: JSON.parse(readFileSync(demo, 'utf8')) as Environment,
    storagePath: join(state, 'azurite'),
  };
}

/** The demo tenant signs its own certificate; the variable counts only when set before Node starts. */
function trustAuthority(file: string | undefined): void {
  if (file && existsSync(file))
    setDefaultCACertificates([...getCACertificates('default'), readFileSync(file, 'utf8')]);
}

async function answers(connectionString: string): Promise<boolean> {
  const endpoint = /BlobEndpoint=([^;]+)/.exec(connectionString)?.[1];
  if (!endpoint) return true;
  return fetch(endpoint).then(
    () => true,
    () => false,
  );
}

function tellProblems(level: string, message: string): void {
  if (level !== 'info') console.error(message);
}
