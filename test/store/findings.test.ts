import { describe, expect, it } from 'vitest';
import type { Finding } from '../../shared/model/governance.ts';
import type { Day } from '../../shared/model/time.ts';
import { createMemoryStore } from '../../shared/store/memory.ts';
import { useStore } from './store.ts';

const stage = useStore();
const memory = createMemoryStore().findings;

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
    history: [{ day: '2026-10-01', state: 'open', severity: 'high', actor: 'team', dueOn: '2026-10-15' }],
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
    await stage.store.findings.removeFindings(findings);
  });

  it('may be none', async () => {
    await expect(stage.store.findings.putFindings([])).resolves.toBeUndefined();
  });

  it('that were kept before findings had a history are given one', async () => {
    const { history: _, ...old } = findingOf('old', { clusterId: 'old' });
    await stage.store.findings.putFindings([old as Finding]);
    const [kept] = (await stage.store.findings.listFindings('2026-01-01')).filter(({ id }) => id === 'old');
    expect(kept).toEqual(findingOf('old', { clusterId: 'old' }));
  });
});

describe.each([
  ['in a table', () => stage.store.findings],
  ['in memory', () => memory],
])('findings %s', (_where, open) => {
  const CLUSTER = '/subscriptions/s/clusters/by-cluster';
  const of = (id: string, parts: Partial<Finding> = {}) => findingOf(id, { clusterId: CLUSTER, ...parts });
  const resolvedOn = (day: Day) => ({ state: 'resolved', resolvedOn: day }) as const;

  it('are listed a cluster at a time, each once, in order of ids', async () => {
    const store = open();
    const elsewhere = '/subscriptions/s/clusters/elsewhere';
    await store.putFindings([
      ...Array.from({ length: 1200 }, (_, index) =>
        of(`each-${String(index).padStart(4, '0')}`),
      ).toReversed(),
      of('each-none', { clusterId: '' }),
      of('each-elsewhere', { clusterId: elsewhere }),
      of('each-old', resolvedOn('2026-09-30')),
    ]);
    const clusters = new Map<string, readonly string[]>();
    for await (const { clusterId, findings } of store.eachCluster('2026-10-01')) {
      expect(clusters.has(clusterId)).toBe(false);
      expect(new Set(findings.map((finding) => finding.clusterId))).toEqual(new Set([clusterId]));
      clusters.set(
        clusterId,
        findings.map(({ id }) => id).filter((id) => id.startsWith('each-')),
      );
    }
    const own = clusters.get(CLUSTER) ?? [];
    expect(own).toHaveLength(1200);
    expect(own).toEqual([...own].sort());
    expect(clusters.get('')).toContain('each-none');
    expect(clusters.get(elsewhere)).toEqual(['each-elsewhere']);
  });

  it('that were resolved are found by id, be they few or many', async () => {
    const store = open();
    const ids = Array.from({ length: 120 }, (_, index) => `gone/${index}`);
    await store.putFindings([
      ...ids.map((id) => of(id, resolvedOn('2026-10-03'))),
      of('gone-long', resolvedOn('2025-01-01')),
      of('gone-not'),
    ]);
    const find = async (wanted: readonly string[]) =>
      (await store.findResolved(CLUSTER, wanted, '2026-01-01')).map(({ id }) => id).sort();
    expect(await find(['gone/1', 'gone-long', 'gone-not', 'never'])).toEqual(['gone/1']);
    expect(await find([...ids, 'never'])).toEqual([...ids].sort());
    expect(await store.findResolved('/another', ['gone/1'], '2026-01-01')).toEqual([]);
  });

  it('are forgotten once they are kept under another id, and forgetting twice is no error', async () => {
    const store = open();
    const former = of('former');
    await store.putFindings([former, of('former-not')]);
    await store.removeFindings([former]);
    await store.removeFindings([former]);
    const ids = (await store.listFindings('2026-01-01')).map(({ id }) => id);
    expect(ids).not.toContain('former');
    expect(ids).toContain('former-not');
  });

  it('were last seen when their scope was last read, unless they are resolved or not seen since', async () => {
    const store = open();
    const scope = 'policy:applied';
    await store.putFindings([
      of('seen-open', { scope }),
      of('seen-not', { scope, notSeenSince: '2026-10-06' }),
      of('seen-fixed', { scope, ...resolvedOn('2026-10-06') }),
      of('seen-other', { scope: 'policy:other' }),
    ]);
    await store.putAppliedDays(new Map([[scope, '2026-10-09']]));
    const seen = async () => {
      const all = await store.listFindings('2026-01-01');
      return Object.fromEntries(
        all.flatMap((one) => (one.id.startsWith('seen-') ? [[one.id, one.lastSeen]] : [])),
      );
    };
    const day = '2026-10-05';
    const expected = { 'seen-open': '2026-10-09', 'seen-not': day, 'seen-fixed': day, 'seen-other': day };
    expect(await seen()).toEqual(expected);
    await store.putAppliedDays(new Map([[scope, '2026-10-07']]));
    expect(await seen()).toEqual(expected);
    expect((await store.listAppliedDays()).get(scope)).toBe('2026-10-09');
  });
});
