import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { generate } from 'selfsigned';
import { describe, expect, it } from 'vitest';
import { ConfigurationError, PurserError, StoreError } from '../../shared/model/errors.ts';
import { readStorageConnection } from '../../shared/store/connection.ts';
import { openStore } from '../../shared/store/open.ts';
import { startAzurite } from './azurite.ts';
import { useStore } from './store.ts';

const credential = { getToken: async () => null };

describe('finding the storage account', () => {
  it('takes a connection string before a name', () => {
    const env = { AzureWebJobsStorage: 'UseDevelopmentStorage=true', AzureWebJobsStorage__accountName: 'a' };
    expect(readStorageConnection(env, credential)).toEqual({
      kind: 'connectionString',
      value: 'UseDevelopmentStorage=true',
    });
  });

  it('makes the addresses of the public cloud from a name, and takes those of other clouds as they are', () => {
    const env = {
      AzureWebJobsStorage__accountName: 'purser1',
      AzureWebJobsStorage__tableServiceUri: 'https://purser1.table.core.chinacloudapi.cn',
    };
    expect(readStorageConnection(env, credential)).toEqual({
      kind: 'identity',
      blobUrl: 'https://purser1.blob.core.windows.net',
      tableUrl: 'https://purser1.table.core.chinacloudapi.cn',
      queueUrl: 'https://purser1.queue.core.windows.net',
      credential,
    });
  });

  it.each([
    [{}, /Set AzureWebJobsStorage__accountName/],
    [{ AzureWebJobsStorage: '  ' }, /Set AzureWebJobsStorage__accountName/],
    [{ AzureWebJobsStorage__accountName: 'https://purser.blob.core.windows.net' }, /bare name/],
    [{ AzureWebJobsStorage__blobServiceUri: 'http://purser' }, /https:\/\/<account>\.blob/],
    [
      { AzureWebJobsStorage__blobServiceUri: 'https://purser.blob.x' },
      /Set AzureWebJobsStorage__accountName/,
    ],
  ])('says what to set when the settings are %j', (env, remedy) => {
    const error = catchError(() => readStorageConnection(env, credential));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error?.remedy).toMatch(remedy);
  });
});

describe('opening the store', () => {
  const stage = useStore();

  it('finds what is there already', async () => {
    await stage.store.messages.putMessage('k', Buffer.from('v'), 'text/plain');
    const again = await stage.openAgain();
    expect(Buffer.from((await again.messages.getMessage('k'))?.body ?? []).toString()).toBe('v');
  });

  it('says that a connection string cannot be read, without repeating it', async () => {
    const value = 'DefaultEndpointsProtocol=https;AccountKey=c2VjcmV0;Account';
    const error = await openStore({ kind: 'connectionString', value }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(JSON.stringify([String(error), error])).not.toContain('c2VjcmV0');
  });

  it('says that the key is wrong, with the remedy', async () => {
    const { connectionString } = stage.azurite;
    const value = connectionString.replace(/AccountKey=[^;]+/, 'AccountKey=d3Jvbmc=');
    const error = await openStore({ kind: 'connectionString', value }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(StoreError);
    expect(String(error)).toMatch(/Could not open the store.*HTTP 403/);
    expect((error as StoreError).remedy).toMatch(/Storage Table Data Contributor/);
  });

  it('works with an identity and no key at all', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'purser-identity-'));
    const certificate = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
      keySize: 2048,
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
    });
    const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    await writeFile(cert, certificate.cert);
    await writeFile(key, certificate.private);
    const azurite = await startAzurite(['--oauth', 'basic', '--cert', cert, '--key', key]);
    try {
      const script = fileURLToPath(new URL('identity.ts', import.meta.url));
      const { stdout } = await promisify(execFile)(process.execPath, [script], {
        env: {
          NODE_EXTRA_CA_CERTS: cert,
          AzureWebJobsStorage__blobServiceUri: azurite.blobUrl,
          AzureWebJobsStorage__tableServiceUri: azurite.tableUrl,
          AzureWebJobsStorage__queueServiceUri: azurite.queueUrl,
        },
      });
      expect(stdout).toBe('kept, 0 reports');
    } finally {
      await azurite.stop();
      await rm(folder, { recursive: true });
    }
  });
});

function catchError(action: () => unknown): PurserError | undefined {
  try {
    action();
  } catch (error) {
    if (error instanceof PurserError) return error;
  }
  return undefined;
}
