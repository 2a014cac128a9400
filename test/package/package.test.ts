import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadApp } from '../../local/host/loadApp.ts';
import { installRegistry } from '../../local/host/registry.ts';
import { buildPackage, type MadePackage } from '../../scripts/package/build.ts';
import { OPERATIONS } from '../../shared/http/operations.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PLATFORM = `${process.platform}-${process.arch}`;

describe('the package that is deployed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'purser-package-'));
  const app = join(folder, 'app');
  let made: MadePackage;
  let files: readonly string[];

  beforeAll(async () => {
    made = await buildPackage({
      out: relative(ROOT, app),
      config: 'purser.example.yaml',
      platform: PLATFORM,
    });
    files = globSync('**/*', { cwd: app });
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  it('registers every function of functions/ under the seam of the language worker', async () => {
    const registry = installRegistry(() => undefined);
    await loadApp(app);
    const named = globSync('functions/**/*.ts', { cwd: ROOT }).flatMap((file) =>
      [...readFileSync(join(ROOT, file), 'utf8').matchAll(/\bapp\.\w+\(\s*'(\w+)'/g)].map(([, name]) => name),
    );
    const answered = OPERATIONS.flatMap(({ id, access }) =>
      access === 'reader' ? [id, `${id}ByKey`] : [id],
    );
    expect(named.length).toBeGreaterThan(9);
    expect([...registry.functions.keys()].sort()).toEqual([...named, ...answered].sort());
  });

  it('has the configuration, host.json and templates, and nothing that is for development only', () => {
    expect(made.configured).toBe(true);
    expect(files).toEqual(
      expect.arrayContaining([
        'purser.yaml',
        'host.json',
        'package.json',
        'templates/compiled/templates.cjs',
      ]),
    );
    const own = files.filter((file) => !file.includes('node_modules'));
    expect(
      own.filter((file) => /(^|\/)(local|test|bench|fixtures|docs)(\/|$)|\.ts$|\.map$/.test(file)),
    ).toEqual([]);
    const code = own
      .filter((file) => file.endsWith('.js'))
      .map((file) => readFileSync(join(app, file), 'utf8'));
    for (const library of ['azurite', 'vitest', 'playwright', 'mailparser', 'juice'])
      expect(code.filter((text) => text.includes(`node_modules/${library}`))).toEqual([]);
  });

  it('brings the one native library it needs, for the platform it is built for', async () => {
    const entry = join(app, 'functions/node_modules/@duckdb/node-api/lib/index.js');
    const { DuckDBInstance } = (await import(pathToFileURL(entry).href)) as typeof import('@duckdb/node-api');
    const connection = await (await DuckDBInstance.create()).connect();
    expect((await connection.runAndReadAll('SELECT 6 * 7 AS answer')).getRowsJson()).toEqual([[42]]);
    const bindings = files.filter((file) => /node-bindings-[^/]+$/.test(file));
    expect(bindings).toEqual([`functions/node_modules/@duckdb/node-bindings-${PLATFORM}`]);
  });

  it('has no dependencies that npm would install or remove', () => {
    const manifest: unknown = JSON.parse(readFileSync(join(app, 'package.json'), 'utf8'));
    expect(Object.keys(manifest as object)).toEqual([
      'name',
      'version',
      'private',
      'type',
      'main',
      'imports',
    ]);
  });
});
