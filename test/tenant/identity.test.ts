import { ManagedIdentityCredential } from '@azure/identity';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTenant, type Tenant } from '../../local/tenant/server.ts';
import { PRODUCTION } from '../../local/tenant/world/clusters.ts';
import { AKS_AUDIENCE, call, fetchToken } from './caller.ts';

const PATH = `/subscriptions/${PRODUCTION}/providers/Microsoft.CostManagement/query?api-version=2022-10-01`;

let tenant: Tenant;

beforeAll(async () => {
  tenant = await startTenant({ today: '2026-11-23' });
});
afterAll(() => tenant.close());

describe('tokens', () => {
  it('are given to @azure/identity as App Service gives them', async () => {
    vi.stubEnv('IDENTITY_ENDPOINT', tenant.identityEndpoint);
    vi.stubEnv('IDENTITY_HEADER', tenant.identityHeader);
    const given = await new ManagedIdentityCredential().getToken('https://management.azure.com/.default');
    expect(given.expiresOnTimestamp).toBeGreaterThan(Date.now());
    expect((await call(tenant, PATH, { token: given.token, body: {} })).status).toBe(400);
    vi.unstubAllEnvs();
  });

  it('are not given without the secret header', async () => {
    const path = `${tenant.identityEndpoint}?resource=https://management.azure.com&api-version=2019-08-01`;
    expect((await call(tenant, path)).status).toBe(401);
  });

  it.each([
    ['no token', async () => undefined],
    ['an invented one', async () => 'a.b.c'],
    ['one for another audience', async () => fetchToken(tenant, AKS_AUDIENCE)],
  ])('are asked for: %s is refused in the shape of Resource Manager', async (_, find) => {
    const wrong = await find();
    const reply = await call(tenant, PATH, { body: {}, ...(wrong ? { token: wrong } : {}) });
    expect(reply.status).toBe(401);
    expect(reply.json).toMatchObject({ error: { code: expect.any(String), message: expect.any(String) } });
    expect(reply.headers['www-authenticate']).toMatch(/^Bearer /);
  });
});
