import { describe, expect, it } from 'vitest';
import type { Finding } from '../../shared/model/governance.ts';
import { useStore } from './store.ts';

const stage = useStore();

function findingOf(id: string, parts: Partial<Finding> = {}): Finding {
  return {
    id,
    source: 'policy',
    scope: 'sub-1',
    control: 'no-privileged',
    title: 'Privileged container',
    severity: 'high',
    surface: 'application',
    actor: 'team',
    clusterId: '/subscriptions/s/resourcegroups/g/providers/microsoft.containerservice/managedclusters/c',
    clusterName: 'c',
    namespace: 'shop',
    workload: 'Deployment/api',
    detail: '2 pods',
    fixAvailable: undefined,
    fixedVersion: '',
    exempt: false,
    sourceFirstSeen: undefined,
    link: '',
    state: 'open',
    firstSeen: '2026-10-01',
    lastSeen: '2026-10-05',
    resolvedOn: undefined,
    reopenedOn: undefined,
    dueOn: '2026-10-15',
    ...parts,
  };
}

describe('findings', () => {
  it('come back all of them, five thousand over many clusters, by id', async () => {
    const findings = Array.from({ length: 5000 }, (_, index) =>
      findingOf(`many-${String(index).padStart(4, '0')}`, {
        clusterId: index % 7 === 0 ? '' : `/subscriptions/s/clusters/${index % 5}`,
        detail: `pod ${index}`,
      }),
    );
    await stage.store.findings.putFindings(findings.toReversed());
    const kept = await stage.store.findings.listFindings('2026-01-01');
    expect(kept.filter(({ id }) => id.startsWith('many-'))).toEqual(findings);
  });

  it('that are open or exempt are listed however old, resolved ones since the day asked for', async () => {
    const old = { firstSeen: '2020-01-01', lastSeen: '2020-02-01' } as const;
    await stage.store.findings.putFindings([
      findingOf('age-open', old),
      findingOf('age-exempt', { ...old, state: 'exempt', exempt: true }),
      findingOf('age-before', { ...old, state: 'resolved', resolvedOn: '2026-09-30' }),
      findingOf('age-on', { ...old, state: 'resolved', resolvedOn: '2026-10-01' }),
    ]);
    const kept = await stage.store.findings.listFindings('2026-10-01');
    const ids = kept.map(({ id }) => id).filter((id) => id.startsWith('age-'));
    expect(ids).toEqual(['age-exempt', 'age-on', 'age-open']);
  });

  it('are replaced as a whole, and a double in one call counts as it stands last', async () => {
    await stage.store.findings.putFindings([
      findingOf('same', { state: 'resolved', resolvedOn: '2026-10-03' }),
    ]);
    const reopened = findingOf('same', { reopenedOn: '2026-10-05' });
    await stage.store.findings.putFindings([findingOf('same', { severity: 'low' }), reopened]);
    const kept = await stage.store.findings.listFindings('2026-01-01');
    expect(kept.filter(({ id }) => id === 'same')).toEqual([reopened]);
  });

  it('of unusual size and wording are kept whole, many in one call', async () => {
    const findings = Array.from({ length: 60 }, (_, index) =>
      findingOf(`wild/${index}\\#?`, { detail: `'\u0000\n${'\u{1f600}'.repeat(20_000)}${index}` }),
    );
    await stage.store.findings.putFindings(findings);
    const kept = await stage.store.findings.listFindings('2026-01-01');
    const wild = kept.filter(({ id }) => id.startsWith('wild/'));
    expect(wild).toHaveLength(60);
    const details = new Set(wild.map(({ detail }) => detail));
    expect(findings.every(({ detail }) => details.has(detail))).toBe(true);
  });

  it('may be none', async () => {
    await expect(stage.store.findings.putFindings([])).resolves.toBeUndefined();
  });
});
