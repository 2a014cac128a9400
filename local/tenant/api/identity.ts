import { createHmac, timingSafeEqual } from 'node:crypto';
import { TENANT_ID } from '../world/clusters.ts';
import { armError, type Surface, type TenantAnswer, type TenantRequest } from './exchange.ts';

/** Audiences whose tokens Resource Manager takes. */
const ARM_AUDIENCES: readonly string[] = [
  'https://management.azure.com',
  'https://management.core.windows.net',
];
/** Application id of the AKS Entra server: the audience of tokens for API servers. */
export const AKS_AUDIENCE = '6dae42f8-4368-4678-94ff-3960e28e3630';
const LIFETIME_SECONDS = 24 * 3600;

/** Issues tokens as the managed identity endpoint of App Service does, and checks those that come back. */
export interface Identity {
  /** What callers send as `X-IDENTITY-HEADER`. */
  readonly header: string;
  readonly surface: Surface;
  /** An answer that turns the request away, or undefined when its token is good for Resource Manager. */
  refuseForArm(request: TenantRequest): TenantAnswer | undefined;
  /** Likewise for the API server of a cluster, in the shape of Kubernetes. */
  refuseForKubernetes(request: TenantRequest): TenantAnswer | undefined;
}

/** Keys depend on the seed alone, so that a token outlives a restart of the tenant. */
export function createIdentity(seed: number, now: () => number = Date.now): Identity {
  const secret = `contoso-financials-${seed}`;
  const header = sign(secret, 'identity header').slice(0, 32);
  return {
    header,
    surface: (request) => answerTokenRequest(request, header, secret, now),
    refuseForArm(request) {
      if (bearsToken(request, secret, ARM_AUDIENCES, now)) return undefined;
      const missing = request.headers.authorization === undefined;
      return armError(
        401,
        missing ? 'AuthenticationFailed' : 'InvalidAuthenticationToken',
        missing
          ? "Authentication failed. The 'Authorization' header is missing."
          : 'The access token is invalid.',
        {
          'www-authenticate': `Bearer authorization_uri="https://login.microsoftonline.com/${TENANT_ID}", error="invalid_token", error_description="The access token is missing, expired or meant for another audience."`,
        },
      );
    },
    refuseForKubernetes(request) {
      if (bearsToken(request, secret, [AKS_AUDIENCE], now)) return undefined;
      return {
        status: 401,
        body: {
          kind: 'Status',
          apiVersion: 'v1',
          metadata: {},
          status: 'Failure',
          message: 'Unauthorized',
          reason: 'Unauthorized',
          code: 401,
        },
      };
    },
  };
}

function answerTokenRequest(
  request: TenantRequest,
  header: string,
  secret: string,
  now: () => number,
): TenantAnswer | undefined {
  if (request.path !== '/msi/token') return undefined;
  if (request.headers['x-identity-header'] !== header) {
    return { status: 401, body: { statusCode: 401, message: 'The X-IDENTITY-HEADER is missing or wrong.' } };
  }
  const resource = request.query.get('resource')?.replace(/\/+$/, '');
  if (!resource || request.query.get('api-version') !== '2019-08-01') {
    return {
      status: 400,
      body: { statusCode: 400, message: 'Send resource and api-version=2019-08-01 in the query string.' },
    };
  }
  const expires = Math.floor(now() / 1000) + LIFETIME_SECONDS;
  return {
    status: 200,
    body: {
      access_token: issueToken(resource, expires, secret),
      expires_on: String(expires),
      resource,
      token_type: 'Bearer',
      client_id: '0f9c3a52-0000-4000-8000-00000000cafe',
    },
  };
}

function issueToken(audience: string, expires: number, secret: string): string {
  const head = encode({ typ: 'JWT', alg: 'HS256' });
  const claims = encode({
    aud: audience,
    iss: `https://sts.windows.net/${TENANT_ID}/`,
    tid: TENANT_ID,
    exp: expires,
  });
  return `${head}.${claims}.${sign(secret, `${head}.${claims}`)}`;
}

function bearsToken(
  request: TenantRequest,
  secret: string,
  audiences: readonly string[],
  now: () => number,
): boolean {
  const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
  const [head = '', claims = '', signature = ''] = token.split('.');
  const expected = Buffer.from(sign(secret, `${head}.${claims}`));
  const given = Buffer.from(signature);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return false;
  const { aud, exp } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as {
    aud: string;
    exp: number;
  };
  return audiences.includes(aud) && exp * 1000 > now();
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function sign(secret: string, text: string): string {
  return createHmac('sha256', secret).update(text).digest('base64url');
}
