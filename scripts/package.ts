/**
 * `npm run package [-- --config FILE] [--platform linux-x64]`: puts what Azure runs into build/app and prints what it weighs.
 * Each function is bundled with what it needs; what is loaded only when needed stays in chunks of its own.
 */
import { parseArgs } from 'node:util';
import { buildPackage } from './package/build.ts';

const { values } = parseArgs({
  options: {
    config: { type: 'string', default: 'purser.yaml' },
    platform: { type: 'string', default: 'linux-x64' },
    out: { type: 'string', default: 'build/app' },
  },
});
const made = await buildPackage({ out: values.out, config: values.config, platform: values.platform });
console.log(`${made.folder}: ${made.files} files, ${(made.bytes / 1e6).toFixed(1)} MB`);
for (const { name, bytes } of made.largest)
  console.log(`  ${(bytes / 1e6).toFixed(2).padStart(6)} MB  ${name}`);
console.log(
  made.configured
    ? `  with ${values.config}`
    : `  without a configuration: there is no ${values.config}. Write one before deploying; purser.example.yaml shows how.`,
);
