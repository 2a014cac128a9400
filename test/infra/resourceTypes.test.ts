import { describe, expect, it } from 'vitest';
import { changeInfrastructure, infrastructure } from './infrastructure.ts';
import { checkResources, TYPES } from './resourceTypes.ts';

describe('every resource', () => {
  for (const [path, file] of infrastructure) {
    it(`of ${path} fits Microsoft's type data of its version`, () => {
      expect(checkResources(file)).toEqual([]);
    });
  }

  it('is of a type in use, and no type is kept that is not', () => {
    const used = [...infrastructure.values()].flatMap((file) =>
      file.resources.map(({ type, version }) => `${type}@${version}`),
    );
    const kept = TYPES.flatMap(({ resources }) => Object.keys(resources)).map((name) =>
      name.replace(/:[^@]+/, ''),
    );
    expect([...new Set(kept)].sort()).toEqual([...new Set(used)].sort());
  });
});

describe('the check notices', () => {
  const storage = 'infra/app/storage.bicep';
  const functions = 'infra/app/functions.bicep';
  it.each([
    ['a property that is misspelt', storage, 'allowSharedKeyAccess', 'allowSharedKeysAccess', 'is unknown'],
    ['a value that is none', storage, "'TLS1_2'", "'TLS1.2'", "is 'TLS1.2'"],
    ['a value that is none behind a condition', storage, "'Allow' : 'Deny'", "'Allow' : 'Block'", "'Block'"],
    ['a number for a truth', storage, 'allowSharedKeyAccess: false', 'allowSharedKeyAccess: 0', 'not bool'],
    ['a parameter of another type', storage, 'name: redundancy', 'name: snapshotDays', 'is int, not string'],
    [
      'a property of a nested resource',
      storage,
      'immutabilityPeriodSinceCreationInDays',
      'period',
      'unknown',
    ],
    ['a read-only property', storage, 'allowProtectedAppendWrites: false', "state: 'Locked'", 'read-only'],
    ['a required property left out', storage, "type: 'Lifecycle'", '', 'is required'],
    ['a rule of a loop', storage, '{ value: address,', '{ address: address,', 'value is required'],
    ['a name that the type does not know', functions, "name: 'scm'", "name: 'git'", 'no type data'],
    ['a version that does not exist', functions, "farms@2024-04-01'", "farms@2024-04-02'", 'no type data'],
    [
      'a text for a number',
      functions,
      'instanceMemoryMB: instanceMemoryMB',
      "instanceMemoryMB: '2'",
      'not int',
    ],
    ['a misplaced property', functions, "runtime: { name: 'node'", "runtime: { stack: 'node'", 'is unknown'],
    ['a location that is missing', 'infra/app/mail.bicep', "location: 'global'", '', 'location is required'],
    [
      'an identity without a principal',
      'infra/app/vault.bicep',
      'principalId: appPrincipalId',
      '',
      'required',
    ],
  ])('%s', (_what, path, from, to, said) => {
    const file = changeInfrastructure(path, from, to).get(path);
    expect(file?.errors).toEqual([]);
    expect(file && checkResources(file).join('\n')).toContain(said);
  });
});
