import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { changeInfrastructure, infrastructure, ROOT } from './infrastructure.ts';
import { checkStructure } from './structure.ts';

const main = infrastructure.get('infra/main.bicep');

describe('the Bicep files', () => {
  it('parse, and fit together: modules, parameters, outputs, imports, scopes', () => {
    expect(infrastructure.size).toBeGreaterThan(8);
    expect(checkStructure(infrastructure)).toEqual([]);
  });

  it('take from azd what docs/deploy.md says, under the same names', () => {
    const variables = (path: string, pattern: RegExp) =>
      [...readFileSync(join(ROOT, path), 'utf8').matchAll(pattern)].map((match) => match[1]);
    const table = readFileSync(join(ROOT, 'docs/deploy.md'), 'utf8').split('## Parameters')[1] ?? '';
    const documented =
      table
        .split('\n## ')[0]
        ?.match(/^\|.*\|$/gm)
        ?.map((row) => row.split('|')[1]) ?? [];
    const given = variables('infra/main.parameters.json', /\$\{(PURSER_\w+)/g);
    const hooks = variables('azure.yaml', /-z "\$(PURSER_\w+)"/g);
    expect(documented.flatMap((cell) => cell?.match(/PURSER_\w+/g) ?? []).sort()).toEqual(
      [...given, ...hooks].sort(),
    );
  });

  it('get every parameter that azd has to give, and none that there is not', () => {
    const text = readFileSync(join(ROOT, 'infra/main.parameters.json'), 'utf8');
    const given = Object.keys((JSON.parse(text) as { parameters: object }).parameters);
    const required = [...(main?.params ?? [])].filter(([, { required }]) => required).map(([name]) => name);
    expect(given).toEqual(expect.arrayContaining(required));
    expect([...(main?.params.keys() ?? [])]).toEqual(expect.arrayContaining(given));
  });

  it('take texts, numbers and truths from azd, which older versions cannot give lists of', () => {
    expect(new Set([...(main?.params.values() ?? [])].map(({ type }) => type))).toEqual(
      new Set(['string', 'int', 'bool']),
    );
  });
});

describe('the check of structure notices', () => {
  const path = 'infra/main.bicep';
  it.each([
    ['what does not parse', path, 'targetScope =', 'targetScope', 'targetScope'],
    [
      'a parameter that nobody uses',
      path,
      'instanceMemoryMB: instanceMemoryMB',
      'instanceMemoryMB: 512',
      'used',
    ],
    ['a module that is not there', path, "'app/vault.bicep'", "'app/safe.bicep'", 'no infra/app/safe.bicep'],
    ['a parameter left out', path, '    vaultName: vault.outputs.name\n', '', 'vaultName is required'],
    ['a parameter too many', path, 'vaultName: vault', 'keyVault: vault', 'has no keyVault'],
    ['a parameter of another type', path, 'snapshotDays: snapshotDays', "snapshotDays: '9'", 'of type int'],
    [
      'an output that there is not',
      path,
      'identity.outputs.clientId',
      'identity.outputs.appId',
      'no identity.appId',
    ],
    ['a scope out of reach', path, 'subscription(id)', "managementGroup('all')", 'cannot deploy to a manag'],
    [
      'a scope that the module is not for',
      path,
      'scope: subscription(id)',
      'scope: group',
      'is for a subscr',
    ],
    ['an import of what is not exported', 'infra/roles/roles.bicep', '@export()', '', 'does not export'],
  ])('%s', (_what, file, from, to, said) => {
    expect(checkStructure(changeInfrastructure(file, from, to)).join('\n')).toContain(said);
  });
});
