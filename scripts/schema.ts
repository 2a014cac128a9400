import { writeFile } from 'node:fs/promises';
import { describeConfig } from '../shared/config/fields.ts';

/** Writes purser.schema.json, by which editors complete and check the configuration file. */
const target = new URL('../purser.schema.json', import.meta.url);
await writeFile(target, `${JSON.stringify(describeConfig(), null, 2)}\n`);
