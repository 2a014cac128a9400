/**
 * Takes one sample as the function does, through the genuine client over HTTPS, and keeps it: `node
 * bench/meteredSample.ts`, with the address of the API server and the connection string in the environment. Prints
 * one line of JSON.
 */
import { ConfigSchema } from '../shared/config/schema.ts';
import type { Cluster } from '../shared/model/estate.ts';
import { createClusterSources } from '../shared/sources/kubernetes/clusterSources.ts';
import { openStore } from '../shared/store/open.ts';

const { BENCH_SERVER = '', BENCH_CA = '', BENCH_STORAGE = '', BENCH_SAMPLES = '1' } = process.env;

const cluster: Cluster = {
  id: '/subscriptions/s/resourcegroups/rg/providers/microsoft.containerservice/managedclusters/aks-bench',
  name: 'aks-bench',
  subscriptionId: 's',
  resourceGroup: 'rg',
  nodeResourceGroup: 'mc_bench',
  location: 'westeurope',
  kubernetesVersion: '1.33.3',
  tags: {},
  fqdn: '',
  running: true,
  defenderSensor: false,
  policyAddon: false,
};
const config = ConfigSchema.parse({
  organisation: 'Bench',
  azure: { subscriptions: ['11111111-2222-3333-4444-555555555555'] },
  kubernetes: { access: [{ cluster: '*', server: BENCH_SERVER, tokenEnv: 'BENCH_TOKEN' }] },
  metering: { clusters: ['*'] },
  teams: [{ id: 'shop', name: 'Shop', costCenter: 'CC-1' }],
  audiences: { finance: {}, security: {}, operator: {} },
});
const sources = createClusterSources(config, {
  credential: { getToken: async () => null },
  clock: { now: () => new Date() },
  environment: { BENCH_TOKEN: 'bench' },
  tlsCa: BENCH_CA,
});
const store = await openStore({ kind: 'connectionString', value: BENCH_STORAGE });
const opened = process.resourceUsage().maxRSS / 1024;
const seconds: number[] = [];
const cpuSeconds: number[] = [];
let pods = 0;
let uses = 0;
for (let taken = 0; taken < Number(BENCH_SAMPLES); taken++) {
  const begun = performance.now();
  const before = process.cpuUsage();
  const sample = await sources.readSample(cluster);
  await store.samples.append(cluster.id, sample);
  seconds.push((performance.now() - begun) / 1000);
  const { user, system } = process.cpuUsage(before);
  cpuSeconds.push((user + system) / 1e6);
  pods = sample.uses.reduce((sum, use) => sum + use.pods, 0);
  uses = sample.uses.length;
}
const peakMegabytes = process.resourceUsage().maxRSS / 1024;
console.log(
  JSON.stringify({
    pods,
    uses,
    samples: seconds.length,
    seconds: Math.max(...seconds),
    cpuSeconds: Math.max(...cpuSeconds),
    opened,
    peakMegabytes,
  }),
);
process.exit();
