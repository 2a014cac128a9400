/** The same join and sum by DuckDB over the same files: `node bench/peer.ts CLUSTERS FOLDER`. Prints one line of JSON. */
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { makeClusters, TEAMS } from './estate.ts';

const [count = '3', folder = '.'] = process.argv.slice(2);

const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
const connection = await instance.connect();
const clusters = makeClusters(Number(count));
await connection.run('create table cluster (place int, node_group varchar, own_group varchar, id varchar)');
for (const [index, cluster] of clusters.entries()) {
  await connection.run(
    `insert into cluster values (${index}, '${cluster.nodeResourceGroup}', '${cluster.resourceGroup}', '${cluster.id}')`,
  );
}
const begun = performance.now();
await connection.run(`
  create table usage as
  select place, day, r.kind as kind, r.namespace as namespace, r.namespaceLabels.team as team,
         r.cost.cpu::double + r.cost.ram::double as compute, r.cost.pv::double as storage,
         r.cost.network::double as network, r.cost.loadBalancer::double as balancer
  from (select place, day, unnest(rows) as r from read_json('${join(folder, 'peer', 'allocation-*.json.gz')}',
    columns = {place: 'int', day: 'varchar', rows: 'struct(kind varchar, namespace varchar, namespaceLabels struct(team varchar),
      cost struct(cpu varchar, ram varchar, pv varchar, network varchar, loadBalancer varchar))[]'}))`);
await connection.run(`
  create table bill as
  select coalesce(a.place, b.place) as place, day,
    case r.meterCategory when 'Virtual Machines' then 'compute' when 'Storage' then 'storage' when 'Bandwidth' then 'network'
         when 'Load Balancer' then 'balancer' else r.meterCategory end as category, sum(r.amount::double) as amount
  from (select r.day as day, r from (select unnest(rows) as r from read_json('${join(folder, 'peer', 'bill-*.json.gz')}',
    columns = {rows: 'struct(day varchar, resourceId varchar, resourceGroup varchar, meterCategory varchar, amount varchar)[]'})))
  left join cluster a on a.node_group = r.resourceGroup left join cluster b on b.own_group = r.resourceGroup group by all`);
const loaded = performance.now();
const result = await connection.runAndReadAll(`
  with weight as (
    select place, day, kind, namespace, team,
           unnest(['compute', 'storage', 'network', 'balancer', 'Azure Kubernetes Service', 'Logs', 'Defender', 'Registries']) as category,
           unnest([compute, storage, network, balancer, compute, compute, compute, compute]) as used from usage
    where kind = 'workload' and namespace <> 'ns-000'),
  whole as (select place, day, category, sum(used) as used from weight group by all)
  select coalesce(weight.team, 'unowned') as team, place, namespace, category, sum(bill.amount * weight.used / whole.used) as amount
  from weight join whole using (place, day, category) join bill using (place, day, category) group by all`);
const rows = result.getRowObjects();
const total = rows.reduce((sum, row) => sum + Number(row.amount), 0);
console.log(
  JSON.stringify({
    loadSeconds: (loaded - begun) / 1000,
    sumSeconds: (performance.now() - loaded) / 1000,
    groups: rows.length,
    teams: TEAMS,
    total: total.toFixed(2),
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
  }),
);
