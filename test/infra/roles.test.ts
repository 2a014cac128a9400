import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { toPlain } from './bicep/value.ts';
import { infrastructure, ROOT } from './infrastructure.ts';

const GUID = /'([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})'/g;

const roles = z
  .object({
    estate: z.record(
      z.string(),
      z.object({ name: z.string(), actions: z.array(z.string()), dataActions: z.array(z.string()) }),
    ),
    own: z.record(z.string(), z.string()),
  })
  .parse(JSON.parse(readFileSync(join(ROOT, 'test/infra/roles.json'), 'utf8')));

/** What the built-in roles allow beyond reading, and why each is taken all the same. */
const BEYOND_READING = {
  // Hands out the address and authority of the API server; what may be done there is decided there.
  'Microsoft.ContainerService/managedClusters/listClusterUserCredential/action': 'kubeconfig',
  // Support requests of the subscription; nothing in Purser opens one.
  'Microsoft.Support/*': 'of Cost Management Reader',
  // Downloads for sensors of Defender for IoT; nothing in Purser asks for one.
  'Microsoft.Security/iotDefenderSettings/packageDownloads/action': 'of Security Reader',
  'Microsoft.Security/iotDefenderSettings/downloadManagerActivation/action': 'of Security Reader',
  'Microsoft.Security/iotSensors/downloadResetPassword/action': 'of Security Reader',
  'Microsoft.IoTSecurity/defenderSettings/packageDownloads/action': 'of Security Reader',
  'Microsoft.IoTSecurity/defenderSettings/downloadManagerActivation/action': 'of Security Reader',
} as const;

function idsIn(path: string): string[] {
  const text = readFileSync(join(ROOT, path), 'utf8');
  return [...text.matchAll(GUID)].map((match) => match[1] ?? '').sort();
}

describe('in the estate', () => {
  const assigned = Object.values(
    toPlain(infrastructure.get('infra/roles/roles.bicep')?.variables.get('estateRoles')) as object,
  ) as string[];

  it('the roles that the documentation names are assigned, and no other', () => {
    const table = readFileSync(join(ROOT, 'docs/operate.md'), 'utf8')
      .split('## Permissions')[1]
      ?.split('\n## ')[0];
    const documented = Object.values(roles.estate).filter(({ name }) =>
      new RegExp(`\\| (?:[^|]*, )?${name}[ ,]`).test(table ?? ''),
    );
    expect(documented.map(({ name }) => name).sort()).toEqual(
      assigned.map((id) => roles.estate[id]?.name ?? id).sort(),
    );
    expect([...assigned].sort()).toEqual(Object.keys(roles.estate).sort());
  });

  it('they are the same for subscriptions and management groups, and only the identity has them', () => {
    for (const path of ['infra/roles/subscription.bicep', 'infra/roles/managementGroup.bicep']) {
      const file = infrastructure.get(path);
      expect(file?.imports).toEqual(new Map([['estateRoles', 'infra/roles/roles.bicep']]));
      expect(idsIn(path)).toEqual([]);
      expect(file?.resources.map(({ body }) => toPlain(body))).toEqual([
        { properties: { principalType: 'ServicePrincipal' } },
      ]);
    }
  });

  it('they read, and what they may beyond that is known', () => {
    const may = Object.values(roles.estate).flatMap(({ actions, dataActions }) => [
      ...actions,
      ...dataActions,
    ]);
    const beyond = may.filter((action) => !action.endsWith('/read'));
    expect([...new Set(beyond)].sort()).toEqual(Object.keys(BEYOND_READING).sort());
    expect(may.filter((action) => /write|delete|^\*$|\/\*$/.test(action))).toEqual(['Microsoft.Support/*']);
  });
});

describe("on Purser's own resources", () => {
  const own = [...infrastructure.keys()].filter((path) => path.startsWith('infra/app/'));

  it('the roles are known ones, and each is narrowed to one resource', () => {
    expect([...new Set(own.flatMap(idsIn))].sort()).toEqual(Object.keys(roles.own).sort());
    for (const path of own) {
      const file = infrastructure.get(path);
      for (const { type, name, body } of file?.resources ?? []) {
        if (!type.endsWith('/roleAssignments')) continue;
        const scope = body.kind === 'object' ? body.entries.get('scope') : undefined;
        const target = scope?.kind === 'computed' ? scope.text : '';
        expect(
          file?.resources.map((resource) => resource.name),
          `${path} ${name}`,
        ).toContain(target);
      }
    }
  });

  it('nobody may hand out rights', () => {
    const names = [...Object.values(roles.own), ...Object.values(roles.estate).map(({ name }) => name)];
    expect(names.filter((name) => /^(Owner|Contributor|.*Access Administrator.*)$/.test(name))).toEqual([]);
  });
});
