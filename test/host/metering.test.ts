import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { parse, stringify } from 'yaml';
import { type Azurite, startAzurite } from '../../local/azurite/azurite.ts';
import { readDefaultSettings } from '../../local/machine.ts';
import { demoTeamsWebhooks, writeDemoConfig } from '../../local/tenant/config.ts';
import { startTenant, type Tenant } from '../../local/tenant/server.ts';
import { toArmId } from '../../shared/model/estate.ts';
import { dayOf } from '../../shared/model/time.ts';
import { openStore, type Store } from '../../shared/store/open.ts';
import { makeCluster } from '../allocation/estate.ts';
import { KEY_HEADER, type SampleHost, startSampleHost } from './sampleHost.ts';

let folder: string;
let azurite: Azurite;
let tenant: Tenant;
let store: Store;
let host: SampleHost;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'purser-metering-'));
  azurite = await startAzurite();
  tenant = await startTenant({ today: dayOf(new Date()) });
  store = await openStore({ kind: 'connectionString', value: azurite.connectionString });
  writeFileSync(join(folder, 'ca.pem'), tenant.caPem);
  const teamsInboxUrl = 'http://127.0.0.1:9';
  const addresses = { tenantUrl: tenant.url, smtpPort: 9, teamsInboxUrl, reportBaseUrl: teamsInboxUrl };
  writeFileSync(
    join(folder, 'purser.yaml'),
    stringify({ ...parse(writeDemoConfig(addresses)), metering: { clusters: ['aks-devtest'] } }),
  );
  host = await startSampleHost('metering', azurite.connectionString, {
    ...readDefaultSettings(),
    ...demoTeamsWebhooks(teamsInboxUrl),
    PURSER_SCHEDULE_METER: '0 0 0 1 1 *',
    PURSER_CONFIG: join(folder, 'purser.yaml'),
    IDENTITY_ENDPOINT: tenant.identityEndpoint,
    IDENTITY_HEADER: tenant.identityHeader,
    NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem'),
  });
});
afterAll(async () => {
  await host?.child.stop();
  await Promise.all([tenant?.close(), azurite?.close()]);
  rmSync(folder, { recursive: true, force: true });
});

it('samples a cluster through timer, queue and API server, and keeps what it saw', async () => {
  const day = dayOf(new Date());
  const clusters = tenant.world.clusters.map(({ id, name }) => makeCluster(name, { id: toArmId(id) }));
  await store.snapshots.putSnapshot({
    source: 'inventory',
    scope: 'estate',
    day,
    asOf: new Date().toISOString(),
    data: { subscriptions: [], clusters, registries: [] },
  });
  await fetch(`${host.url}/admin/functions/meterClusters`, {
    method: 'POST',
    headers: { ...KEY_HEADER, 'content-type': 'application/json' },
    body: '{"input":""}',
  });
  await vi.waitFor(
    () => expect(host.reports.map((report) => report.function)).toEqual(['meterClusters', 'meter']),
    { timeout: 20_000, interval: 100 },
  );
  expect(host.reports.filter((report) => !report.ok)).toEqual([]);
  const sampled = clusters.find(({ name }) => name === 'aks-devtest')?.id ?? '';
  const { samples, damaged } = await store.samples.list(sampled, day);
  expect([samples.length, damaged]).toEqual([1, 0]);
  const sample = samples[0]?.read();
  expect(sample?.usageKnown).toBe(true);
  expect(sample?.pools.map(({ nodePool }) => nodePool)).toEqual(['spot', 'system']);
  expect(sample?.uses.length).toBeGreaterThan(10);
  expect(await store.runs.listRuns(10)).toEqual([]);
});
