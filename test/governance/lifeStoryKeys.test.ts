import { describe, expect, it } from 'vitest';
import { CONTROLS, findControlById } from '../../shared/governance/catalogue.ts';
import { adoptFormer, findSuccessor } from '../../shared/governance/formerControls.ts';
import { updateFindings } from '../../shared/governance/lifeStory.ts';
import type { Finding, ObservedFinding } from '../../shared/model/governance.ts';
import { GRACE, observed, only, PRIVILEGED, PRODUCTION } from './estate.ts';

const READING = { scopesRead: new Set([`policy:${PRODUCTION}`]), graceDays: GRACE };

function kept(finding: ObservedFinding): Finding {
  return only(updateFindings([], [finding], { ...READING, day: '2026-10-01' }).all);
}

function onCluster(id: string, control: string, parts: Partial<ObservedFinding> = {}): ObservedFinding {
  return observed({ id, control, namespace: '', workload: '', detail: 'cluster prod', ...parts });
}

describe('a control that went into another', () => {
  const before = kept(onCluster('old', 'image-cleaner-deploy'));
  const now = onCluster('new', 'image-cleaner');

  it('has a successor that the catalogue knows, and none of today’s is a former one', () => {
    for (const id of ['registry-admin-account-configure', 'image-cleaner-deploy', 'policy-addon-deploy']) {
      expect(findControlById(id)).toBeUndefined();
      expect(findControlById(findSuccessor(id) ?? '')).toBeDefined();
    }
    for (const { id } of CONTROLS) expect(findSuccessor(id)).toBeUndefined();
  });

  it('leaves its findings one story: not one resolved and another new', () => {
    const { previous, adopted, replaced } = adoptFormer([before], [now]);
    expect([...adopted]).toEqual(['new']);
    expect(replaced).toEqual([before]);
    const after = only(updateFindings(previous, [now], { ...READING, day: '2026-11-02' }).all);
    expect(after).toMatchObject({
      ...{ id: 'new', control: 'image-cleaner', state: 'open', firstSeen: '2026-10-01' },
      ...{ dueOn: before.dueOn, reopenedOn: undefined },
    });
    expect(after.history).toEqual(before.history);
  });

  it('gives the earlier first day to the finding that both become', () => {
    const other = { ...kept(now), firstSeen: '2026-10-20' } as const;
    const { previous } = adoptFormer([before, other], [now]);
    expect(only(previous)).toMatchObject({ id: 'new', firstSeen: '2026-10-01' });
    const elder = { ...kept(now), firstSeen: '2026-01-20' } as const;
    expect(only(adoptFormer([before, elder], [now]).previous).firstSeen).toBe('2026-01-20');
  });

  it('leaves alone what no reading shows, and what is resolved', () => {
    expect(adoptFormer([before], []).previous).toEqual([before]);
    const fixed = { ...before, state: 'resolved', resolvedOn: '2026-10-05' } as const;
    expect(adoptFormer([fixed], [now]).adopted.size).toBe(0);
  });

  it('keeps registries apart by what they are called', () => {
    const registry = (id: string, control: string, name: string) =>
      onCluster(id, control, { clusterId: '', clusterName: '', detail: `registry ${name}` });
    const old = kept(registry('old', 'registry-admin-account-configure', 'one'));
    const shown = ['one', 'two'].map((name) => registry(`new-${name}`, 'registry-admin-account', name));
    expect([...adoptFormer([old], shown).adopted]).toEqual(['new-one']);
  });
});

describe('what was uncatalogued until the catalogue learned it', () => {
  it('goes on under the control it turned out to be', () => {
    const before = kept(observed({ id: 'old', control: `uncatalogued:${PRIVILEGED}` }));
    const { previous } = adoptFormer([before], [observed({ id: 'new' })]);
    expect(only(previous)).toMatchObject({ id: 'new', control: 'privileged-containers' });
  });

  it('stays uncatalogued otherwise', () => {
    expect(findSuccessor('uncatalogued:00000000-0000-4000-8000-000000000000')).toBeUndefined();
  });
});
