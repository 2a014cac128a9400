/** Measures collecting one generated month into real storage: `node bench/collect.ts CLUSTERS`. Prints one line of JSON. */
import { startAzurite } from '../local/azurite/azurite.ts';
import { mapConcurrently } from '../shared/model/concurrency.ts';
import { collectTask } from '../shared/pipeline/collect.ts';
import { planCollection } from '../shared/pipeline/plan.ts';
import { openStore } from '../shared/store/open.ts';
import { MONTH, makeApp } from './app.ts';
import { makeClusters, NAMESPACES } from './estate.ts';

/** Messages at work at once on one instance: host.json's batchSize and newBatchSize together. */
const MESSAGES = 12;
const DAYS = 31;
const clusters = makeClusters(Number(process.argv[2] ?? 3));
const azurite = await startAzurite({});
const store = await openStore({ kind: 'connectionString', value: azurite.connectionString });
const app = makeApp(clusters, store);
const begun = performance.now();
const tasks = await collectTask(app, planCollection(MONTH, 'bench'));
await mapConcurrently(tasks, MESSAGES, (task) => collectTask(app, task));
const seconds = (performance.now() - begun) / 1000;
console.log(
  JSON.stringify({
    clusters: clusters.length,
    tasks: tasks.length + 1,
    rows: clusters.length * NAMESPACES * DAYS,
    seconds,
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
  }),
);
await azurite.close();
process.exit();
