import { randomBytes } from 'node:crypto';
import { createWriteStream, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dayOf } from '../shared/model/time.ts';
import { startAzurite } from './azurite/azurite.ts';
import { readReadyLine, startChild } from './host/child.ts';
import type { Person } from './host/person.ts';
import { demoTeamsWebhooks, writeDemoConfig } from './tenant/config.ts';
import { listClaims, PEOPLE } from './tenant/world/people.ts';

/** What the host tells about each invocation that ended. */
export interface Invocation {
  readonly type: 'invocation';
  readonly function: string;
  readonly ok: boolean;
  readonly seconds: number;
  readonly error?: string;
}

/** The whole of Purser on one machine, with everything that stands in for Azure. */
export interface Machine {
  readonly hostUrl: string;
  /** A secret: by it the automation routes and the admin routes answer. */
  readonly hostKey: string;
  readonly inboxUrl: string;
  readonly storage: string;
  onInvocation(listen: (invocation: Invocation) => void): void;
  close(): Promise<void>;
}

export interface MachineOptions {
  /** Folder that keeps the state. */
  readonly state: string;
  readonly hostPort: number;
  readonly inboxPort: number;
  readonly onStep: (what: string) => void;
}

/** Starts storage, demo tenant, inboxes and the functions, in that order; ends all of them on failure. */
export async function startMachine(options: MachineOptions): Promise<Machine> {
  const { state, onStep } = options;
  mkdirSync(state, { recursive: true });
  const opened: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const closePart of opened.splice(0).reverse()) await closePart();
  };
  try {
    onStep('storage: tables, queues and blobs (Azurite)');
    const azurite = await startAzurite({ location: join(state, 'azurite') });
    opened.push(azurite.close);
    onStep('the demo tenant, Contoso Financials');
    const tenant = await startChild({
      name: 'The demo tenant',
      script: import.meta.resolve('./tenant/serve.ts'),
      env: { PURSER_TENANT_TODAY: dayOf(new Date()), PURSER_TENANT_CERTIFICATE: join(state, 'certificate') },
      readReady: readReadyLine<TenantReady>,
    });
    opened.push(tenant.stop);
    onStep('mailbox and Teams inbox');
    const inbox = await startChild({
      name: 'The inbox',
      script: import.meta.resolve('./inbox/serve.ts'),
      env: {
        PURSER_INBOX_DIR: join(state, 'inbox'),
        PURSER_INBOX_PORT: String(options.inboxPort),
        PURSER_SMTP_PORT: '0',
      },
      readReady: readReadyLine<{ readonly url: string; readonly smtpPort: number }>,
    });
    opened.push(inbox.stop);
    onStep('the functions in a local host');
    const environment = writeEnvironment(options, tenant.ready, inbox.ready, azurite.connectionString);
    const listeners: ((invocation: Invocation) => void)[] = [];
    const log = createWriteStream(join(state, 'host.log'));
    const hostKey = keepHostKey(state);
    const host = await startChild({
      name: 'The functions host',
      script: import.meta.resolve('./host/serve.ts'),
      env: {
        ...environment,
        PORT: String(options.hostPort),
        PURSER_LOCAL_KEY: hostKey,
        PURSER_LOCAL_PEOPLE: JSON.stringify(listPeople()),
      },
      readReady: readReadyLine<{ readonly url: string }>,
      onLog: (line) => log.write(`${line}\n`),
      onMessage: (message) => {
        if (isInvocation(message)) for (const listen of listeners) listen(message);
      },
    });
    opened.push(host.stop);
    return {
      hostUrl: host.ready.url,
      hostKey,
      inboxUrl: inbox.ready.url,
      storage: azurite.connectionString,
      onInvocation: (listen) => listeners.push(listen),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

interface TenantReady {
  readonly url: string;
  readonly identityEndpoint: string;
  readonly identityHeader: string;
  readonly caFile: string;
}

/** The settings of the functions; kept beside the state, so that the command line works on the same. */
function writeEnvironment(
  { state, hostPort }: MachineOptions,
  tenant: TenantReady,
  inbox: { readonly url: string; readonly smtpPort: number },
  storage: string,
): Readonly<Record<string, string>> {
  const configFile = join(state, 'purser.yaml');
  const config = writeDemoConfig({
    tenantUrl: tenant.url,
    smtpPort: inbox.smtpPort,
    teamsInboxUrl: inbox.url,
    reportBaseUrl: `http://127.0.0.1:${hostPort}`,
  });
  writeFileSync(configFile, config);
  const environment = {
    ...readDefaultSettings(),
    ...demoTeamsWebhooks(inbox.url),
    PURSER_CONFIG: configFile,
    PURSER_IDENTITY: 'platform',
    AzureWebJobsStorage: storage,
    IDENTITY_ENDPOINT: tenant.identityEndpoint,
    IDENTITY_HEADER: tenant.identityHeader,
    NODE_EXTRA_CA_CERTS: tenant.caFile,
  };
  writeFileSync(join(state, 'environment.json'), JSON.stringify(environment, null, 2));
  return environment;
}

/** The key of the local host, made at the first start; it is the owner's of the state, and nobody else's to read. */
function keepHostKey(state: string): string {
  const file = join(state, 'host.key');
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}

function listPeople(): readonly Person[] {
  return PEOPLE.map((person) => ({ ...person, claims: [...listClaims(person)] }));
}

/** Defaults of the settings that every installation has; the same file describes them for Azure. */
export function readDefaultSettings(): Record<string, string> {
  const file = fileURLToPath(import.meta.resolve('#root/infra/app-settings.json'));
  const settings = JSON.parse(readFileSync(file, 'utf8')) as Record<
    string,
    { readonly default: string | null }
  >;
  return Object.fromEntries(
    Object.entries(settings).flatMap(([name, setting]) =>
      setting.default === null ? [] : [[name, setting.default]],
    ),
  );
}

function isInvocation(message: unknown): message is Invocation {
  return (
    typeof message === 'object' && message !== null && 'type' in message && message.type === 'invocation'
  );
}
