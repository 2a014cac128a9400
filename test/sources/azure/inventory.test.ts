import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseCluster, parseRegistry } from '../../../shared/sources/azure/cluster.ts';
import { answerGraph, configure, connectTo, SUBSCRIPTION, serve } from './httpsServer.ts';

const CLUSTER = JSON.parse(
  readFileSync(new URL('../../fixtures/azure/cluster.json', import.meta.url), 'utf8'),
);
const REGISTRY = {
  id: `/subscriptions/${SUBSCRIPTION}/resourceGroups/Rg/providers/Microsoft.ContainerRegistry/registries/ShopAcr`,
  name: 'ShopAcr',
  type: 'microsoft.containerregistry/registries',
  properties: { loginServer: 'ShopAcr.azurecr.io' },
};
const CONTAINERS = [{ id: `/subscriptions/${SUBSCRIPTION}`, name: 'Shop Production' }];

function bare(properties: object): unknown {
  return { ...CLUSTER, tags: null, properties: { nodeResourceGroup: 'MC_x', ...properties } };
}

function named(name: string): object {
  return { ...CLUSTER, id: CLUSTER.id.replace('Shop-EU', name), name };
}

test('reads subscriptions, clusters and registries', async () => {
  const server = await serve(answerGraph({ resourcecontainers: CONTAINERS, resources: [CLUSTER, REGISTRY] }));
  const inventory = await connectTo(server.url).sources.readInventory();
  expect(inventory.subscriptions).toEqual([{ id: SUBSCRIPTION, name: 'Shop Production' }]);
  expect(inventory.clusters.map((cluster) => cluster.name)).toEqual(['Shop-EU']);
  expect(inventory.registries).toEqual([
    {
      id: REGISTRY.id.toLowerCase(),
      name: 'ShopAcr',
      subscriptionId: SUBSCRIPTION,
      loginServer: 'shopacr.azurecr.io',
    },
  ]);
});

test('watches only the clusters whose names match the configuration', async () => {
  const clusters = ['prod-eu', 'prod-us', 'prod', 'dev.eu', 'devxeu'].map(named);
  const server = await serve(answerGraph({ resourcecontainers: CONTAINERS, resources: clusters }));
  const config = configure(server.url, { clusters: ['PROD-*', 'dev.eu'] });
  const inventory = await connectTo(server.url, {}, config).sources.readInventory();
  expect(inventory.clusters.map((cluster) => cluster.name)).toEqual(['dev.eu', 'prod-eu', 'prod-us']);
});

test('says which subscription is not visible and which role shows it', async () => {
  const hidden = '99999999-2222-3333-4444-555555555555';
  const server = await serve(answerGraph({ resourcecontainers: CONTAINERS, resources: [CLUSTER] }));
  const config = configure(server.url, { subscriptions: [SUBSCRIPTION, hidden] });
  await expect(connectTo(server.url, {}, config).sources.readInventory()).rejects.toMatchObject({
    failure: 'forbidden',
    scope: `/subscriptions/${hidden}`,
    remedy: expect.stringContaining('"Reader"'),
  });
});

test('knows a subscription whatever case the configuration writes it in', async () => {
  const containers = [{ id: '/subscriptions/AAAAAAAA-2222-3333-4444-555555555555', name: 'Upper' }];
  const server = await serve(answerGraph({ resourcecontainers: containers, resources: [] }));
  const config = configure(server.url, { subscriptions: ['AAAAAAAA-2222-3333-4444-555555555555'] });
  const inventory = await connectTo(server.url, {}, config).sources.readInventory();
  expect(inventory.subscriptions).toEqual([{ id: 'aaaaaaaa-2222-3333-4444-555555555555', name: 'Upper' }]);
});

test('reads a private cluster with everything switched on, hostile tags unharmed', () => {
  expect(parseCluster(CLUSTER)).toEqual({
    id: CLUSTER.id.toLowerCase(),
    name: 'Shop-EU',
    subscriptionId: SUBSCRIPTION,
    resourceGroup: 'rg-shop',
    nodeResourceGroup: 'mc_shop_nodes',
    location: 'westeurope',
    kubernetesVersion: '1.33.4',
    tags: { Owner: 'Shop <b>&</b> "co"', "=cmd|' /C calc'!A0": '@everyone' },
    fqdn: 'shop-private.privatelink.westeurope.azmk8s.io',
    running: true,
    defenderSensor: true,
    policyAddon: true,
  });
});

test('takes absent properties for running, public, and without sensor or add-on', () => {
  expect(parseCluster(bare({ kubernetesVersion: '1.32', fqdn: 'x.azmk8s.io' }))).toMatchObject({
    tags: {},
    kubernetesVersion: '1.32',
    fqdn: 'x.azmk8s.io',
    running: true,
    defenderSensor: false,
    policyAddon: false,
  });
});

test('reads either spelling of the policy add-on, and off as off', () => {
  const withAddon = (name: string, enabled: boolean) =>
    parseCluster(bare({ addonProfiles: { [name]: { enabled } } })).policyAddon;
  expect([
    withAddon('azurepolicy', true),
    withAddon('azurePolicy', true),
    withAddon('azurepolicy', false),
  ]).toEqual([true, true, false]);
});

test('knows a stopped cluster', () => {
  expect(parseCluster(bare({ powerState: { code: 'Stopped' } })).running).toBe(false);
});

test('does not guess a node resource group', () => {
  expect(() => parseCluster({ ...CLUSTER, properties: {} })).toThrow(
    /Shop-EU.*properties\.nodeResourceGroup/,
  );
});

test('reads a registry without a login server', () => {
  expect(parseRegistry({ ...REGISTRY, properties: {} }).loginServer).toBe('');
});
