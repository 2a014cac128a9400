import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Metafile } from 'esbuild';
import { z } from 'zod';
import { readConfig } from '../../shared/config/config.ts';

export interface PackageOptions {
  /** Folder that becomes the package; what was there is removed. */
  readonly out: string;
  /** The configuration that is put in as purser.yaml, if there is one. */
  readonly config: string;
  /** Operating system and processor of the instances, as DuckDB names its bindings. */
  readonly platform: string;
}

export interface MadePackage {
  readonly folder: string;
  readonly files: number;
  readonly bytes: number;
  /** What weighs most, by library. */
  readonly largest: readonly { readonly name: string; readonly bytes: number }[];
  readonly configured: boolean;
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The language worker brings the first; the second is a native library, which cannot be bundled. */
const EXTERNAL = ['@azure/functions-core', '@duckdb/node-api'];

/** Bundled CommonJS asks for Node's own modules by `require`, which a module has not. */
const REQUIRE =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);";

const Manifest = z.object({
  name: z.string(),
  version: z.string(),
  imports: z.record(z.string(), z.string()),
});

/** Builds the package that is deployed: bundled functions, templates, host.json and the one native library. */
export async function buildPackage(options: PackageOptions): Promise<MadePackage> {
  const folder = resolve(ROOT, options.out);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const metafile = await bundleFunctions(folder);
  cpSync(join(ROOT, 'host.json'), join(folder, 'host.json'));
  copyTemplates(folder);
  writeManifest(folder);
  copyDuckDb(folder, options.platform);
  const config = resolve(ROOT, options.config);
  const configured = existsSync(config);
  if (configured) copyConfiguration(config, folder);
  return { folder: options.out, ...weighFolder(folder), largest: weighLibraries(metafile), configured };
}

async function bundleFunctions(folder: string): Promise<Metafile> {
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: globSync('functions/*.ts', { cwd: ROOT }).sort(),
    outdir: join(folder, 'functions'),
    outbase: 'functions',
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    external: EXTERNAL,
    banner: { js: REQUIRE },
    // Names stay as they are: a stack in the log must be readable.
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
  });
  return metafile;
}

/** As they are compiled; those they are made from stay here. */
function copyTemplates(folder: string): void {
  const run = spawnSync(process.execPath, [join(ROOT, 'scripts/templates.ts')], { stdio: 'inherit' });
  if (run.status !== 0) throw new Error('The templates do not compile; see above.');
  for (const path of ['compiled/templates.cjs', 'page/assets'])
    cpSync(join(ROOT, 'templates', path), join(folder, 'templates', path), { recursive: true });
}

/** With the templates that it names, which lie beside it. */
function copyConfiguration(config: string, folder: string): void {
  cpSync(config, join(folder, 'purser.yaml'));
  const { templates } = readConfig(readFileSync(config, 'utf8'), config);
  if (templates !== undefined)
    cpSync(resolve(dirname(config), templates), join(folder, templates), { recursive: true });
}

/** Without dependencies: whoever deploys must not have npm put anything in or out. */
function writeManifest(folder: string): void {
  const { name, version, imports } = Manifest.parse(
    JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')),
  );
  const manifest = { name, version, private: true, type: 'module', main: 'functions/*.js', imports };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** DuckDB with the binding of the platform alone, beside the functions, where npm does not tidy up. */
function copyDuckDb(folder: string, platform: string): void {
  for (const name of ['node-api', 'node-bindings', `node-bindings-${platform}`]) {
    const from = join(ROOT, 'node_modules/@duckdb', name);
    if (!existsSync(from)) {
      throw new Error(
        `DuckDB's binding for ${platform} is not installed here. Install it beside yours: npm install --no-save --force @duckdb/${name}`,
      );
    }
    cpSync(from, join(folder, 'functions/node_modules/@duckdb', name), {
      recursive: true,
      filter: (path) => !/\.(map|d\.ts|md)$/.test(path),
    });
  }
}

function weighFolder(folder: string): Pick<MadePackage, 'files' | 'bytes'> {
  const sizes = globSync('**/*', { cwd: folder })
    .map((file) => statSync(join(folder, file)))
    .filter((found) => found.isFile());
  return { files: sizes.length, bytes: sizes.reduce((sum, { size }) => sum + size, 0) };
}

const SHOWN = 8;

function weighLibraries({ outputs }: Metafile): MadePackage['largest'] {
  const bytes = new Map<string, number>();
  for (const output of Object.values(outputs)) {
    for (const [path, { bytesInOutput }] of Object.entries(output.inputs)) {
      const name = nameLibrary(path);
      bytes.set(name, (bytes.get(name) ?? 0) + bytesInOutput);
    }
  }
  return [...bytes]
    .map(([name, size]) => ({ name, bytes: size }))
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, SHOWN);
}

function nameLibrary(path: string): string {
  const [, library] = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path) ?? [];
  return library ?? `${dirname(path).split('/')[0]}/`;
}
