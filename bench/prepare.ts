/** Writes a generated month for `month.ts` and `peer.ts`: `node bench/prepare.ts CLUSTERS FOLDER`. */
import { join } from 'node:path';
import { collectTask } from '../shared/pipeline/collect.ts';
import { planCollection } from '../shared/pipeline/plan.ts';
import { createMemoryStore } from '../shared/store/memory.ts';
import { MONTH, makeApp } from './app.ts';
import { makeClusters } from './estate.ts';
import { createFileSnapshots } from './files.ts';
import { writePeerFiles } from './peerFiles.ts';

const [count = '3', folder = '.'] = process.argv.slice(2);
const files = createFileSnapshots(join(folder, 'snapshots'));
const app = makeApp(makeClusters(Number(count)), { ...createMemoryStore(), snapshots: files });
const waiting = [planCollection(MONTH, 'bench')];
for (let task = waiting.shift(); task; task = waiting.shift())
  waiting.push(...(await collectTask(app, task)));
files.close();
writePeerFiles(folder, Number(count));
console.log('{}');
