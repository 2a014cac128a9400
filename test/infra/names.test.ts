import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { RunningSchema } from '../../shared/config/running.ts';
import { OPERATIONS } from '../../shared/http/operations.ts';
import { findValue, toPlain } from './bicep/value.ts';
import { infrastructure, ROOT } from './infrastructure.ts';

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const storage = infrastructure.get('infra/app/storage.bicep');
const body = (name: string) => storage?.resources.find((resource) => resource.name === name)?.body;

describe('storage', () => {
  const containers = [...read('shared/store/open.ts').matchAll(/container\('([\w-]+)'\)/g)].map(
    (match) => match[1],
  );

  it('keeps rules of life for containers that the code writes to', () => {
    const rules = toPlain(findValue(body('lifecycle'), 'properties', 'policy', 'rules')) as {
      definition: { filters: { prefixMatch: string[]; blobTypes: string[] } };
    }[];
    const prefixes = rules.flatMap(({ definition }) => definition.filters.prefixMatch);
    expect(prefixes).toHaveLength(3);
    for (const prefix of prefixes) {
      expect(prefix).toMatch(/\/$/);
      expect(containers).toContain(prefix.slice(0, -1));
    }
    expect(prefixes).not.toContain('purser-closed/');
  });

  it('keeps closed statements where the code puts them, as they are, without versions', () => {
    const closed = toPlain(findValue(body('closed'), 'name'));
    expect(containers).toContain(closed);
    expect(toPlain(findValue(body('immutability'), 'properties', 'allowProtectedAppendWrites'))).toBe(false);
    expect(toPlain(findValue(body('blobs'), 'properties', 'isVersioningEnabled'))).toBeUndefined();
  });

  it('gives the package a container that is no other', () => {
    expect(containers).not.toContain(toPlain(storage?.variables.get('packageContainerName')));
  });

  it('lets in nobody by key, nobody without TLS, nobody without a name', () => {
    expect(toPlain(findValue(body('account'), 'properties'))).toMatchObject({
      allowBlobPublicAccess: false,
      allowSharedKeyAccess: false,
      minimumTlsVersion: 'TLS1_2',
      supportsHttpsTrafficOnly: true,
    });
  });
});

describe('the app', () => {
  const app = infrastructure
    .get('infra/app/functions.bicep')
    ?.resources.find(({ name }) => name === 'app')?.body;

  it('runs on the version of Node that the package is built for', () => {
    const runtime = toPlain(findValue(app, 'properties', 'functionAppConfig', 'runtime'));
    const [, target] = /target: 'node(\d+)'/.exec(read('scripts/package/build.ts')) ?? [];
    expect(runtime).toEqual({ name: 'node', version: target });
  });

  it('has instances of the size that the health note reckons with, unless told otherwise', () => {
    const [, size] = /param instanceMemoryMB int = (\d+)/.exec(read('infra/main.bicep')) ?? [];
    expect(Number(size)).toBe(RunningSchema.parse({}).instanceMemoryMB);
  });

  it('is found by azd under the name of its service', () => {
    const tag = toPlain(findValue(app, 'tags', 'azd-service-name'));
    expect(Object.keys(azure.services)).toEqual([tag]);
  });

  it('has a network of the size and delegation that Flex Consumption asks for', () => {
    const network = infrastructure.get('infra/app/network.bicep')?.resources[0]?.body;
    const subnet = findValue(network, 'properties', 'subnets', '0');
    expect(toPlain(findValue(subnet, 'name'))).not.toContain('_');
    expect(toPlain(findValue(subnet, 'properties', 'delegations', '0', 'properties'))).toEqual({
      serviceName: 'Microsoft.App/environments',
    });
  });
});

const azure = z
  .object({
    infra: z.object({ provider: z.literal('bicep'), path: z.string() }),
    services: z.record(
      z.string(),
      z.object({
        host: z.literal('function'),
        language: z.string(),
        dist: z.string(),
        remoteBuild: z.boolean(),
        hooks: z.object({ prepackage: z.record(z.string(), z.object({ run: z.string() })) }),
      }),
    ),
    hooks: z.object({ postprovision: z.record(z.string(), z.object({ run: z.string() })) }),
  })
  .parse(parse(read('azure.yaml')));

describe('docs/deploy.md', () => {
  it('asks at addresses that automation has', () => {
    const asked = [...read('docs/deploy.md').matchAll(/\$url\/api\/automation\/([^"?]+)/g)].map(
      (match) => match[1],
    );
    expect(asked).toHaveLength(2);
    const patterns = OPERATIONS.filter(({ access }) => access === 'reader').map(
      ({ path }) => new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
    );
    for (const path of asked)
      expect(
        patterns.some((pattern) => pattern.test(path ?? '')),
        path,
      ).toBe(true);
    expect(read('functions/http.ts')).toContain("prefix: 'automation/'");
  });
});

describe('azd', () => {
  it('deploys the folder that npm run package writes, as it is', () => {
    const [, out] = /out: \{ type: 'string', default: '([^']+)' \}/.exec(read('scripts/package.ts')) ?? [];
    // Of languages that it knows azd leaves out node_modules, where DuckDB is, and has Azure build.
    expect(azure.services.purser).toMatchObject({ dist: out, language: 'custom', remoteBuild: false });
    for (const { run } of Object.values(azure.services.purser?.hooks.prepackage ?? {})) {
      expect(run).toContain('npm run package');
    }
  });

  it('lets Purser read a management group by a deployment of its own', () => {
    const [, file] = /--template-file (\S+)/.exec(azure.hooks.postprovision.posix?.run ?? '') ?? [];
    const template = infrastructure.get(file ?? '');
    expect(template?.targetScope).toBe('managementGroup');
    expect([...(template?.params.keys() ?? [])]).toEqual(['principalId']);
    const outputs = [...(infrastructure.get('infra/main.bicep')?.outputs ?? [])];
    for (const { run } of Object.values(azure.hooks.postprovision)) {
      expect(run).toContain(file);
      expect(outputs.filter((name) => run.includes(name))).toEqual(['PURSER_IDENTITY_PRINCIPAL_ID']);
    }
  });

  it('has every value that docs/deploy.md asks it for', () => {
    const asked = [...read('docs/deploy.md').matchAll(/azd env get-value (\w+)/g)].map((match) => match[1]);
    expect(asked.length).toBeGreaterThan(5);
    const outputs = [...(infrastructure.get('infra/main.bicep')?.outputs ?? [])];
    expect(asked.filter((name) => !outputs.includes(name ?? ''))).toEqual([]);
  });
});
