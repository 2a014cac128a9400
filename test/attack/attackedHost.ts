import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { parse } from 'yaml';
import type { Person } from '../../local/host/person.ts';
import { readDefaultSettings } from '../../local/machine.ts';
import { openStore } from '../../shared/store/open.ts';
import { FINANCE_GROUP, PLATFORM_GROUP, SECURITY_GROUP } from '../access/configuration.ts';
import { type Claim, claimsOf, HOME_CLAIM, OTHER_TENANT, PERSON } from '../access/principals.ts';
import { KEY_HEADER, type SampleHost, startSampleHost } from '../host/sampleHost.ts';
import { type Azurite, startAzurite } from '../store/azurite.ts';
import { keepEstate, writeConfig } from './estate.ts';

/** The app's own HTTP functions in the local host, over an estate whose labels are all hostile. */
export interface AttackedHost {
  readonly url: string;
  readonly host: SampleHost;
  readonly azurite: Azurite;
  /** Asks as a person who signed in; `nobody` asks without a session. */
  as(who: Who, path: string, more?: Ask): Promise<Answer>;
  /** Asks with the function key. */
  withKey(path: string, more?: Ask): Promise<Answer>;
  /** Asks with nothing but what is given. */
  ask(path: string, more?: Ask): Promise<Answer>;
  /** The cookie of a session. */
  cookieOf(who: Exclude<Who, 'nobody'>): Promise<string>;
  /** Lines of the audit log. */
  audit(): readonly Readonly<Record<string, unknown>>[];
}

export interface Ask {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: string | Buffer;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly text: string;
}

const PEOPLE = {
  finance: ['frida@contoso.com', [['groups', FINANCE_GROUP]]],
  security: ['sami@contoso.com', [['groups', SECURITY_GROUP]]],
  platform: ['pia@contoso.com', [['groups', PLATFORM_GROUP]]],
  shop: ['shop-lead@contoso.com', []],
  search: ['search-lead@contoso.com', []],
  visitor: ['somebody@contoso.com', [['email', 'shop-lead@contoso.com']]],
  guest: ['shop-lead@contoso.com', [[HOME_CLAIM, `https://sts.windows.net/${OTHER_TENANT}/`]]],
} as const satisfies Record<string, readonly [string, readonly Claim[]]>;

export type Who = keyof typeof PEOPLE | 'stranger' | 'nobody';

/** The object id of each person, as the audit log has it. */
export function idOf(who: keyof typeof PEOPLE): string {
  return `${PERSON.slice(0, -2)}${10 + Object.keys(PEOPLE).indexOf(who)}`;
}

function listPeople(): readonly Person[] {
  const people = Object.entries(PEOPLE).map(([id, [address, more]]) =>
    describe(id, address, idOf(id as keyof typeof PEOPLE), claimsOf(address, more)),
  );
  const abroad = claimsOf('shop-lead@contoso.com', [['groups', PLATFORM_GROUP]], OTHER_TENANT);
  return [...people, describe('stranger', 'shop-lead@contoso.com', PERSON, abroad)];
}

function describe(id: string, address: string, objectId: string, claims: readonly Claim[]): Person {
  const own = claims.map(([typ, val]) => ({ typ, val: val === PERSON ? objectId : val }));
  return { id, name: id, address, objectId, claims: own };
}

/**
 * Starts it for as long as the file's tests run.
 * @param settings what is different: `PURSER_LOCAL_PEOPLE: ''` takes the sign-in away
 * @param storage whether there is anything to read
 */
export function useAttackedHost(
  settings: Readonly<Record<string, string>> = {},
  storage: 'full' | 'empty' = 'full',
): AttackedHost {
  const folder = mkdtempSync(join(tmpdir(), 'purser-attack-'));
  const cookies = new Map<string, Promise<string>>();
  let azurite: Azurite | undefined;
  let host: SampleHost | undefined;

  beforeAll(async () => {
    azurite = await startAzurite();
    const { connectionString } = azurite;
    const configFile = join(folder, 'purser.yaml');
    writeFileSync(configFile, writeConfig());
    if (storage === 'full') {
      const store = await openStore({ kind: 'connectionString', value: connectionString });
      await keepEstate(store, parse(writeConfig()));
    }
    host = await startSampleHost('sample', connectionString, {
      ...readDefaultSettings(),
      AzureWebJobsScriptRoot: new URL('./app', import.meta.url).pathname,
      PURSER_CONFIG: configFile,
      PURSER_IDENTITY: 'platform',
      PURSER_LOCAL_PEOPLE: JSON.stringify(listPeople()),
      ...settings,
    });
  }, 240_000);

  afterAll(async () => {
    await host?.child.stop();
    await azurite?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const ask: AttackedHost['ask'] = (path, { method = 'GET', headers = {}, body } = {}) =>
    new Promise((resolve, reject) => {
      const outgoing = request(
        `${started(host).url}`,
        { method, path, headers: { ...headers } },
        (incoming) => {
          const parts: Buffer[] = [];
          incoming.on('data', (part: Buffer) => parts.push(part));
          incoming.on('error', reject);
          incoming.on('end', () => {
            const whole = Buffer.concat(parts);
            const { statusCode: status = 0, headers } = incoming;
            resolve({ status, headers, body: whole, text: whole.toString('utf8') });
          });
        },
      );
      outgoing.on('error', reject).end(body);
    });

  async function signIn(who: string): Promise<string> {
    const { headers } = await ask(`/.auth/login/local?as=${who}`);
    return String(headers['set-cookie']).split(';', 1)[0] ?? '';
  }

  function cookieOf(who: string): Promise<string> {
    const cookie = cookies.get(who) ?? signIn(who);
    cookies.set(who, cookie);
    return cookie;
  }

  return {
    get url() {
      return started(host).url;
    },
    get host() {
      return started(host);
    },
    get azurite() {
      return started(azurite);
    },
    ask,
    cookieOf,
    async as(who, path, more = {}) {
      if (who === 'nobody') return ask(path, more);
      return ask(path, { ...more, headers: { cookie: await cookieOf(who), ...more.headers } });
    },
    withKey: (path, more = {}) => ask(path, { ...more, headers: { ...KEY_HEADER, ...more.headers } }),
    audit: () =>
      started(host).lines.flatMap((line) => ('audit' in line ? [{ ...line, audit: line.audit }] : [])),
  };
}

function started<T>(part: T | undefined): T {
  if (part === undefined) throw new Error('the host runs only while tests run');
  return part;
}
