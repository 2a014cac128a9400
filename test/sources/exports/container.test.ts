import { readdirSync } from 'node:fs';
import {
  AnonymousCredential,
  BlobServiceClient,
  ContainerClient,
  ContainerSASPermissions,
} from '@azure/storage-blob';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { SourceError } from '../../../shared/model/errors.ts';
import { connectContainer, openContainer } from '../../../shared/sources/exports/container.ts';
import { type Azurite, startAzurite } from '../../store/azurite.ts';
import { describeRunFiles, readMonth, SUBSCRIPTION, totalOf, writeFolder } from './exported.ts';
import { csv } from './twins.ts';

const HEADER = [
  'BilledCost',
  'EffectiveCost',
  'BillingCurrency',
  'ChargePeriodStart',
  'ResourceId',
  'ServiceName',
  'SubAccountId',
];
const ROW = ['2', '1.25', 'EUR', '2026-10-05T00:00:00Z', '/x', 'Storage', SUBSCRIPTION];
const NO_CREDENTIAL = { getToken: () => Promise.reject(new Error('no identity is needed')) };

let azurite: Azurite;
let service: BlobServiceClient;
beforeAll(async () => {
  azurite = await startAzurite();
  service = BlobServiceClient.fromConnectionString(azurite.connectionString);
});
afterAll(() => azurite.stop());

async function upload(name: string, files: Readonly<Record<string, string | Buffer>>): Promise<string> {
  const container = service.getContainerClient(name);
  await container.createIfNotExists();
  for (const [path, content] of Object.entries(files)) {
    await container.getBlockBlobClient(path).uploadData(Buffer.from(content));
  }
  return container.generateSasUrl({
    permissions: ContainerSASPermissions.parse('rl'),
    expiresOn: new Date(Date.now() + 600_000),
  });
}

describe('exports in a Blob container', () => {
  test('are found by their manifests below the directory, and read by a signed URL', async () => {
    const file = csv(HEADER, ROW);
    const url = await upload('cost', {
      ...describeRunFiles([
        { folder: 'daily/focus/20261001-20261031/run', files: { 'part 0 ä.csv': file }, rows: 1 },
      ]),
      ...describeRunFiles([{ name: 'elsewhere', folder: 'weekly', files: { 'a.csv': file } }]),
    });
    const month = await readMonth([openContainer(connectContainer(url, NO_CREDENTIAL), '/daily/')]);
    expect(month.problems).toEqual([]);
    expect(month.runs.map((run) => run.name)).toEqual(['focus-daily']);
    expect(totalOf(month, 'effective')).toBe('1.25');
  });

  test('leave no file behind, also when one cannot be read', async () => {
    const url = await upload(
      'broken',
      describeRunFiles([{ files: { 'a.csv': csv(HEADER, ROW.with(0, 'x')) } }]),
    );
    const folder = await writeFolder({});
    vi.stubEnv('TMPDIR', folder);
    onTestFinished(() => void vi.unstubAllEnvs());
    const month = await readMonth([openContainer(connectContainer(url, NO_CREDENTIAL), '')]);
    expect(month.problems[0]?.message).toMatch(/exports\/run-0\/a\.csv.*no readable billedCost/);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('that may not be read say so, with the role to grant and without the signature', async () => {
    const url = new URL(await upload('closed', {}));
    url.searchParams.set('sig', 'c2VjcmV0LXNpZ25hdHVyZQ==');
    const month = await readMonth([openContainer(connectContainer(url.href, NO_CREDENTIAL), '')]);
    const [problem] = month.problems;
    expect(problem).toBeInstanceOf(SourceError);
    expect(problem).toMatchObject({
      failure: 'forbidden',
      remedy: expect.stringContaining('Storage Blob Data Reader'),
    });
    expect(JSON.stringify([problem, problem?.message, problem?.stack, String(problem?.cause)])).not.toMatch(
      /c2Vjc|sig=/,
    );
  });

  test('in a container that is not there, or a service that cannot be reached, are a problem of that place alone', async () => {
    const good = await upload('good', describeRunFiles([{ files: { 'a.csv': csv(HEADER, ROW) } }]));
    const none = service.getContainerClient('none');
    const dead = new ContainerClient('http://127.0.0.1:9/account/cost', new AnonymousCredential(), {
      retryOptions: { maxTries: 1 },
    });
    const month = await readMonth([
      openContainer(none, ''),
      openContainer(dead, ''),
      openContainer(connectContainer(good, NO_CREDENTIAL), ''),
    ]);
    expect(month.problems.map((problem) => problem.failure)).toEqual(['notFound', 'unavailable']);
    expect(totalOf(month, 'effective')).toBe('1.25');
  });
});
