import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isFromThisMachine } from './loopback.ts';
import { describePerson, type Person } from './person.ts';
import { renderSignInPage } from './signInPage.ts';

/**
 * Stands in for App Service authentication on a developer's machine: `/.auth/login/aad` lets one choose a person
 * instead of asking for a password, and every request tells the app who asks in the headers that Azure uses.
 */
export interface SignIn {
  /** Answers a request below `/.auth`. */
  answer(request: IncomingMessage, response: ServerResponse, url: URL): void;
  /** The headers that say who asks, instead of any that the client sent under these names. */
  identify(request: IncomingMessage): Readonly<Record<string, string>>;
}

/** Headers that only the platform may set. */
export const IDENTITY_HEADER = /^x-ms-(?:client-principal|token-aad)(?:-|$)/;

/** Named as in Azure. */
const COOKIE = 'AppServiceAuthSession';
const MOST_SESSIONS = 1000;
const AFTER_LOGIN = '/api/reports';
const LOGIN = '/.auth/login/aad';

export function createSignIn(people: readonly Person[]): SignIn {
  const sessions = new Map<string, Person>();

  function personOf(request: IncomingMessage): Person | undefined {
    return isLocal(request) ? sessions.get(sessionOf(request)) : undefined;
  }

  function open(person: Person): string {
    const session = randomBytes(24).toString('base64url');
    sessions.set(session, person);
    const [oldest] = sessions.keys();
    if (sessions.size > MOST_SESSIONS && oldest !== undefined) sessions.delete(oldest);
    return session;
  }

  function login(request: IncomingMessage, response: ServerResponse, url: URL): void {
    const person = people.find(({ id }) => id === url.searchParams.get('as'));
    const next = toOwnPath(url.searchParams.get('post_login_redirect_uri'), AFTER_LOGIN);
    // A page elsewhere may not choose for the person at this machine.
    if (!isLocal(request) || request.headers['sec-fetch-site'] === 'cross-site')
      response.writeHead(403).end();
    else if (person) redirect(response, next, `${COOKIE}=${open(person)}; Path=/; HttpOnly; SameSite=Lax`);
    else writePage(response, renderSignInPage(people, personOf(request), next));
  }

  return {
    answer(request, response, url) {
      const person = personOf(request);
      switch (`${request.method} ${url.pathname}`) {
        case 'GET /.auth/login/aad':
        case 'GET /.auth/login/local':
          login(request, response, url);
          break;
        case 'GET /.auth/me':
          if (person) response.setHeader('content-type', 'application/json').end(tellPerson(person));
          else response.writeHead(401).end();
          break;
        case 'GET /.auth/logout':
          sessions.delete(sessionOf(request));
          redirect(
            response,
            toOwnPath(url.searchParams.get('post_logout_redirect_uri'), LOGIN),
            `${COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0`,
          );
          break;
        default:
          response.writeHead(404).end();
      }
    },
    identify(request) {
      const person = personOf(request);
      return person ? describePerson(person) : {};
    },
  };
}

function isLocal({ socket, headers }: IncomingMessage): boolean {
  return isFromThisMachine({ remoteAddress: socket.remoteAddress, headers });
}

function sessionOf(request: IncomingMessage): string {
  return new RegExp(`(?:^|;\\s*)${COOKIE}=([\\w-]+)`).exec(request.headers.cookie ?? '')?.[1] ?? '';
}

/** As App Service tells a page: Microsoft Learn, "Work with OAuth tokens in Azure App Service authentication". */
function tellPerson({ address, claims }: Person): string {
  return JSON.stringify([{ provider_name: 'aad', user_id: address, user_claims: claims }]);
}

function redirect(response: ServerResponse, location: string, cookie: string): void {
  response.writeHead(302, { location, 'set-cookie': cookie, 'cache-control': 'no-store' }).end();
}

function writePage(response: ServerResponse, page: string): void {
  response
    .writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
      'cache-control': 'no-store',
    })
    .end(page);
}

/** A path of this host: what leads elsewhere is replaced. */
function toOwnPath(wanted: string | null, otherwise: string): string {
  const base = 'http://this.host.invalid';
  if (wanted === null || !URL.canParse(wanted, base)) return otherwise;
  const { origin, pathname, search } = new URL(wanted, base);
  return origin === base && !pathname.startsWith('//') ? `${pathname}${search}` : otherwise;
}
