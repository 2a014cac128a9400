import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { CONTROLS, findCategoryControl, findControl } from '../../shared/governance/catalogue.ts';

const RECORDED = new URL('../../../shared/data/governance/controls-extended.csv', import.meta.url);

interface RecordedControl {
  readonly source: 'policy' | 'assessment';
  readonly id: string;
  readonly attackSurface: string;
  readonly scope: string;
  readonly severity: string;
  readonly relatedIds: string;
  readonly initiatives: string;
}

describe('the control catalogue', () => {
  it('gives every control an id of its own', () => {
    const ids = CONTROLS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id))).toEqual([]);
  });

  it('lets every key of a source mean one control', () => {
    const keys = CONTROLS.flatMap(({ policies, assessments }) => [
      ...policies.map((id) => `policy ${id}`),
      ...assessments.map((id) => `assessment ${id}`),
    ]);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.filter((key) => !/ [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(key))).toEqual([]);
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

  it('gives teams what workloads and repositories decide, the platform the rest, security nothing', () => {
    for (const { id, actor, scope, surface } of CONTROLS) {
      expect(actor, id).not.toBe('secops');
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

  it('carries their benchmarks', () => {
    for (const row of rows()) {
      const benchmarks = row.initiatives.split(';').filter(Boolean);
      expect(findControl(row.source, row.id)?.benchmarks, row.id).toEqual(expect.arrayContaining(benchmarks));
    }
  });

  it('joins those that are related', () => {
    for (const row of rows().filter(({ relatedIds }) => relatedIds !== '')) {
      const other = row.source === 'policy' ? 'assessment' : 'policy';
      expect(findControl(other, row.relatedIds), row.id).toBe(findControl(row.source, row.id));
    }
  });
});
