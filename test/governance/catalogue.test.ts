import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import {
  CONTROLS,
  findCategoryControl,
  findControl,
  findControlById,
} from '../../shared/governance/catalogue.ts';
import { type CataloguedControl, CONTROL_SOURCES, POSTURE_CHECKS } from '../../shared/governance/control.ts';

const RECORDED = new URL('../../../shared/data/governance/controls-extended.csv', import.meta.url);

interface RecordedControl {
  readonly source: 'policy' | 'assessment';
  readonly id: string;
  readonly displayName: string;
  readonly attackSurface: string;
  readonly scope: string;
  readonly severity: string;
  readonly relatedIds: string;
  readonly initiatives: string;
}

function keysOf(control: CataloguedControl | undefined) {
  return {
    policy: control?.policies ?? [],
    assessment: control?.assessments ?? [],
    posture: control?.checks ?? [],
    gatekeeper: control?.constraints ?? [],
    alert: control?.alerts ?? [],
  } as const satisfies Record<(typeof CONTROL_SOURCES)[number], readonly string[]>;
}

describe('the control catalogue', () => {
  it('gives every control an id of its own', () => {
    const ids = CONTROLS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id))).toEqual([]);
  });

  it('lets every key of a source mean one control', () => {
    for (const source of CONTROL_SOURCES) {
      const keys = CONTROLS.flatMap((control) => keysOf(control)[source]);
      expect(new Set(keys.map((key) => key.toLowerCase())).size, source).toBe(keys.length);
      for (const key of keys) expect(keysOf(findControl(source, key))[source], key).toContain(key);
    }
    const guids = CONTROLS.flatMap(({ policies, assessments }) => [...policies, ...assessments]);
    expect(guids.filter((key) => !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(key))).toEqual([]);
  });

  it('holds the built-in policies and recommendations for AKS and ACR, and the policy on locations', () => {
    expect(CONTROLS.flatMap(({ policies }) => policies)).toHaveLength(164 + 1);
    const namedByItsPolicyOnly = '0677209d-e675-2c6f-e91a-54cef2878663';
    const assessments = CONTROLS.flatMap((control) => control.assessments);
    expect(assessments.filter((key) => key !== namedByItsPolicyOnly)).toHaveLength(53);
    expect(assessments).toContain(namedByItsPolicyOnly);
  });

  it('says of every control who reports it, why it matters, how to fix it and where to read on', () => {
    for (const control of CONTROLS) {
      const { id, source, why, fix, link } = control;
      const category = 'category' in control;
      expect(keysOf(control)[source].length > 0 || category, id).toBe(true);
      for (const text of [why, fix]) expect(text, id).toMatch(/^\S.{38,300}[.]$/);
      expect(link, id).toMatch(/^https:\/\/learn\.microsoft\.com\/azure\/[a-z]+[a-z0-9/-]*[a-z0-9]$/);
    }
  });

  it('gives no two controls the same remedy', () => {
    const fixes = CONTROLS.map(({ fix }) => fix);
    expect(fixes.filter((fix, index) => fixes.indexOf(fix) !== index)).toEqual([]);
  });

  it('has a control for every posture check, the policy’s where that looks at the same', () => {
    for (const check of POSTURE_CHECKS) expect(findControl('posture', check)?.checks, check).toContain(check);
    expect(findControl('posture', 'run-command')).toBe(
      findControl('policy', '89f2d532-c53c-4f8f-9afa-4927b1114a0d'),
    );
    expect(findControl('posture', 'run-as-root')).toBe(
      findControl('assessment', '9b795646-9130-41a4-90b7-df9eae2437c8'),
    );
    expect(findControl('posture', 'node-image-age')).toMatchObject({ source: 'posture', policies: [] });
  });

  it('takes the policy that asks for a setting and the one that makes it for one control', () => {
    const asks = findControl('policy', 'dc921057-6b28-4fbe-9b83-f7bec05db6c2');
    expect(asks?.id).toBe('registry-admin-account');
    expect(findControl('policy', '79fdfe03-ffcb-4e55-b4d0-b925b8241759')).toBe(asks);
  });

  it('keeps the findings of images under one control, whichever scanner and key Defender issued them with', () => {
    const keys = ['dbd0cb49-b563-45e7-9724-889e799fa648', 'c0b7cfc6-3172-465a-b378-53c7ff2cc0d5'];
    const current = findControl('assessment', '33422d8f-ab1e-42be-bc9a-38685bb567b9');
    expect(keys.map((key) => findControl('assessment', key))).toEqual([current, current]);
    expect(current?.benchmarks).toEqual(['MCSB:PV-6+DS-6', 'MCSBv2:PV-6+DS-6']);
  });

  it('knows a constraint of one’s own by its kind and an alert by its type, else by its prefix', () => {
    expect(findControl('gatekeeper', 'K8sPSPPrivilegedContainer')?.id).toBe('privileged-containers');
    expect(findControl('alert', 'K8S_PrivilegedContainer')?.id).toBe('alert-privileged-container');
    expect(findControl('alert', 'K8S.NODE_NeverSeenBefore')?.id).toBe('alert-workload');
    expect(findControl('alert', 'K8S_NeverSeenBefore')?.id).toBe('alert-control-plane');
    expect(findControl('alert', 'VM_NeverSeenBefore')).toBeUndefined();
    expect(findControl('alert', 'NeverSeenBefore')).toBeUndefined();
  });

  it('finds a control again by the id that its findings carry', () => {
    for (const control of CONTROLS) expect(findControlById(control.id)).toBe(control);
    expect(findControlById('uncatalogued:odd')).toBeUndefined();
    expect(findControlById('__proto__')).toBeUndefined();
  });

  it('keeps a recommendation under the key that it moved to', () => {
    const before = findControl('assessment', 'e9acaf48-d2cf-45a3-a6e7-3caa2ef769e0');
    expect(before).toBe(findControl('assessment', 'c5045ea3-afc6-4006-ab8f-86c8574dbf3d'));
    expect(before?.id).toBe('running-container-findings');
  });

  it('takes a policy and the recommendation that Defender makes of it for one control', () => {
    const policy = findControl('policy', '95edb821-ddaf-4404-9732-666045e056b4');
    expect(policy?.id).toBe('privileged-containers');
    expect(findControl('assessment', '5d90913f-a1c5-4429-ad54-2c6c17fb3c73')).toBe(policy);
  });

  it('finds a definition by its whole id in any case', () => {
    const id = '/providers/Microsoft.Authorization/policyDefinitions/95EDB821-DDAF-4404-9732-666045E056B4';
    expect(findControl('policy', id)?.id).toBe('privileged-containers');
  });

  it('does not take a key of one source for the other’s', () => {
    expect(findControl('policy', '5d90913f-a1c5-4429-ad54-2c6c17fb3c73')).toBeUndefined();
    expect(findControl('policy', 'constructor')).toBeUndefined();
  });

  it('tells an image that runs from one that only lies in a registry', () => {
    expect(findCategoryControl('softwareupdate', 'runningImage')).toMatchObject({
      surface: 'application',
      actor: 'team',
    });
    expect(findCategoryControl('SoftwareUpdate', 'storedImage')).toMatchObject({
      surface: 'registry',
      actor: 'platform',
    });
    expect(findCategoryControl('Astrology', 'resource')).toBeUndefined();
  });

  it('gives teams what workloads and repositories decide, the platform the rest, security alerts only', () => {
    for (const { id, actor, scope, source, surface } of CONTROLS) {
      expect(actor === 'secops', id).toBe(source === 'alert');
      if (source === 'alert') continue;
      if (surface === 'build') expect(actor, id).toBe('team');
      if (scope === 'resource' && surface !== 'build' && surface !== 'application') {
        expect(actor, id).toBe('platform');
      }
    }
    const platformObjects = CONTROLS.filter(
      ({ scope, actor }) => scope === 'component' && actor === 'platform',
    );
    expect(platformObjects.map(({ id }) => id).sort()).toEqual([
      'cluster-admin-role',
      'csi-storage-class',
      'endpoint-edit-permissions',
      'mutate-critical-addons-taint',
      'node-edits',
      'system-pool-taints',
    ]);
  });
});

describe.skipIf(!existsSync(RECORDED))('recorded: the catalogue and the compiled list of controls', () => {
  const rows = (): RecordedControl[] => parse(readFileSync(RECORDED, 'utf8'), { columns: true });

  it('knows all 217, with their surface, scope and the severity that Defender publishes', () => {
    expect(rows()).toHaveLength(217);
    for (const row of rows()) {
      const control = findControl(row.source, row.id);
      expect(control, `${row.source} ${row.id}`).toMatchObject({
        surface: row.attackSurface,
        scope: row.scope,
      });
      if (row.severity) expect(control?.severity, row.id).toBe(row.severity.toLowerCase());
    }
  });

  it('calls every control as its first source does, without marks', () => {
    for (const row of rows()) {
      const control = findControl(row.source, row.id);
      const [first] = control?.source === 'policy' ? control.policies : (control?.assessments ?? []);
      if (row.source !== control?.source || row.id !== first) continue;
      const title = row.displayName.replace(/^(\[[^\]]*\]:? )+/, '').replace(/\.$/, '');
      expect(control?.title, row.id).toBe(title);
    }
  });

  it('carries their benchmarks, and no others', () => {
    const memberships = new Map<string, Set<string>>();
    for (const row of rows()) {
      const id = findControl(row.source, row.id)?.id ?? '';
      const known = memberships.get(id) ?? new Set();
      memberships.set(id, known.union(new Set(row.initiatives.split(';').filter(Boolean))));
    }
    for (const { id, benchmarks } of CONTROLS) {
      expect(new Set(benchmarks), id).toEqual(memberships.get(id) ?? new Set());
    }
  });

  it('joins those that are related', () => {
    for (const row of rows().filter(({ relatedIds }) => relatedIds !== '')) {
      const other = row.source === 'policy' ? 'assessment' : 'policy';
      expect(findControl(other, row.relatedIds), row.id).toBe(findControl(row.source, row.id));
    }
  });
});
