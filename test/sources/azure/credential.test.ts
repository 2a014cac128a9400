import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { createCredential } from '../../../shared/sources/azure/credential.ts';

afterEach(() => vi.unstubAllEnvs());

test('takes the managed identity that the function app announces, with one request and no probing', async () => {
  const requests: { readonly resource: string | null; readonly header: unknown }[] = [];
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
    requests.push({ resource: searchParams.get('resource'), header: request.headers['x-identity-header'] });
    const expires = Math.floor(Date.now() / 1000) + 86_400;
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({ access_token: 'from-identity', expires_on: expires, token_type: 'Bearer' }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  vi.stubEnv('IDENTITY_ENDPOINT', `http://127.0.0.1:${port}/msi/token`);
  vi.stubEnv('IDENTITY_HEADER', 'announced');
  try {
    const token = await createCredential().getToken('https://management.azure.com/.default');
    expect(token?.token).toBe('from-identity');
    expect(requests).toEqual([{ resource: 'https://management.azure.com', header: 'announced' }]);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
