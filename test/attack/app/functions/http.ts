import { readdirSync } from 'node:fs';

/** The app's own functions that answer over HTTP, all of them; without timers and queues nothing changes meanwhile. */
const functions = new URL('../../../../functions/', import.meta.url);
for (const name of readdirSync(functions).filter((file) => /^http\w*\.ts$/.test(file))) {
  await import(new URL(name, functions).href);
}
