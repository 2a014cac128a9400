import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { ROOT } from './infrastructure.ts';
import builtInRoles from './roles.json' with { type: 'json' };

const ManifestSchema = z.object({
  kind: z.enum(['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding']),
  metadata: z.object({ name: z.string(), namespace: z.string().optional() }),
  rules: z
    .array(
      z.strictObject({
        apiGroups: z.array(z.string()),
        resources: z.array(z.string()),
        resourceNames: z.array(z.string()).optional(),
        verbs: z.array(z.string()),
      }),
    )
    .default([]),
  roleRef: z.object({ kind: z.string(), name: z.string() }).optional(),
  subjects: z.array(z.object({ kind: z.string(), name: z.string() })).default([]),
});

function readManifest(name: string) {
  const text = readFileSync(join(ROOT, 'infra/kubernetes', name), 'utf8');
  return parseAllDocuments(text).map((document) => ManifestSchema.parse(document.toJS()));
}

/** Resources as `group/resource`, as rules name them. */
function listGranted(name: string): string[] {
  return readManifest(name).flatMap(({ rules }) =>
    rules.flatMap(({ apiGroups, resources }) =>
      apiGroups.flatMap((group) => resources.map((resource) => `${group}/${resource}`)),
    ),
  );
}

/** What the code lists of a cluster, found in its calls. */
function listNeeded(): string[] {
  const read = (name: string) => readFileSync(join(ROOT, 'shared/sources/kubernetes', name), 'utf8');
  const paths = [...read('sampler.ts').matchAll(/'\/apis?\/(?:([\w.]+)\/)?v1(?:beta1)?\/(\w+)'/g)].map(
    ([, group = '', resource]) => `${group}/${resource}`,
  );
  const calls = [...read('apiServer.ts').matchAll(/api\.list(\w+?)(?:ForAllNamespaces)?\(/g)].map(
    ([, kind = '']) => `/${kind.toLowerCase()}s`,
  );
  const groups = [...read('constraints.ts').matchAll(/group: '([\w.]+)'/g)].map(([, group]) =>
    group?.startsWith('templates.') ? `${group}/constrainttemplates` : `${group}/*`,
  );
  return [...new Set([...paths, ...calls, ...groups])].sort();
}

const ALL_CLUSTERS = 'purser-reader.yaml';
const WITHOUT_AZURE_RBAC = 'purser-reader-without-azure-rbac.yaml';
const OPENCOST = 'purser-opencost.yaml';

describe('in a cluster', () => {
  const byAzure = builtInRoles.estate['7f6c6a51-bcf8-42ba-9220-52d62157d7db'].dataActions.map((action) => {
    const path = action.replace('Microsoft.ContainerService/managedClusters/', '').replace(/\/read$/, '');
    return path.includes('/') ? path : `/${path}`;
  });

  it('with Azure RBAC, the built-in role and the ClusterRole give what is read, and the latter no more', () => {
    const needed = listNeeded();
    expect(needed).toEqual(expect.arrayContaining(['/nodes', '/persistentvolumes', 'metrics.k8s.io/pods']));
    const granted = [...byAzure, ...listGranted(ALL_CLUSTERS)];
    expect(needed.filter((resource) => !granted.includes(resource))).toEqual([]);
    expect(listGranted(ALL_CLUSTERS).filter((resource) => !needed.includes(resource))).toEqual([]);
  });

  it('without it, both ClusterRoles give what is read, and no more', () => {
    const granted = [...listGranted(ALL_CLUSTERS), ...listGranted(WITHOUT_AZURE_RBAC)];
    expect(granted.sort()).toEqual(listNeeded());
  });

  it('rules read, and nothing but reads', () => {
    const rules = [ALL_CLUSTERS, WITHOUT_AZURE_RBAC].flatMap((name) =>
      readManifest(name).flatMap((manifest) => manifest.rules),
    );
    for (const { verbs } of rules) expect(verbs).toEqual(['get', 'list']);
    expect(JSON.stringify(rules)).not.toMatch(/secrets|configmaps|proxy|exec/);
  });

  it('OpenCost is asked through the API server as one service of one namespace', () => {
    const [role] = readManifest(OPENCOST);
    expect(role).toMatchObject({
      kind: 'Role',
      metadata: { namespace: 'opencost' },
      rules: [{ resources: ['services/proxy'], resourceNames: ['opencost:9003'], verbs: ['get'] }],
    });
  });

  it('every role is bound to the identity, by name', () => {
    for (const name of [ALL_CLUSTERS, WITHOUT_AZURE_RBAC, OPENCOST]) {
      const [role, binding] = readManifest(name);
      expect(binding?.kind).toBe(`${role?.kind}Binding`);
      expect(binding?.roleRef).toEqual({ kind: role?.kind, name: role?.metadata.name });
      expect(binding?.metadata).toEqual(role?.metadata);
      expect(binding?.subjects).toMatchObject([
        { kind: 'User', name: '00000000-0000-0000-0000-000000000000' },
      ]);
    }
  });
});
