import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { SourceError } from '../../../shared/model/errors.ts';
import type { Assessment } from '../../../shared/model/governance.ts';
import { parseAlert } from '../../../shared/sources/azure/alert.ts';
import { parseAssessment } from '../../../shared/sources/azure/assessment.ts';
import { parseRegulatoryControl, parseRegulatoryStandard } from '../../../shared/sources/azure/compliance.ts';
import { indexEntities } from '../../../shared/sources/azure/entityGraph.ts';
import { parseGovernanceAssignment } from '../../../shared/sources/azure/governanceAssignment.ts';
import type { Note } from '../../../shared/sources/azure/lenient.ts';
import { parsePlan } from '../../../shared/sources/azure/posture.ts';
import { parseSecureScore, parseSecureScoreControl } from '../../../shared/sources/azure/secureScore.ts';
import { parseSubAssessment } from '../../../shared/sources/azure/subAssessment.ts';

type Json = Readonly<Record<string, unknown>>;

const ASSESSMENT = readFixture('assessment.json');
const ALERT = readFixture('alert.json');
const MEGABYTE = 'ä'.repeat(1_000_000);

function readFixture(name: string): Json {
  return JSON.parse(readFileSync(new URL(`../../fixtures/azure/${name}`, import.meta.url), 'utf8'));
}

const SUB_ASSESSMENT: Json = {
  id: '/subscriptions/s/providers/Microsoft.Security/assessments/k/subassessments/one',
  properties: {
    status: { code: 'Unhealthy', severity: 'High' },
    timeGenerated: '2026-07-01T10:00:00Z',
    additionalData: {
      assessedResourceType: 'AzureContainerRegistryVulnerability',
      vulnerabilityDetails: { cveId: 'CVE-1', cvss: { '3.0': { base: 7 } } },
      artifactDetails: { repositoryName: 'a', digest: 'sha256:ab', tags: ['1'] },
      softwareDetails: { packageName: 'p', fixStatus: 'FixAvailable' },
    },
  },
};

const ROWS: readonly (readonly [string, Json, (row: unknown, note: Note) => unknown])[] = [
  ['assessment', ASSESSMENT, parseAssessment],
  ['alert', ALERT, parseAlert],
  ['sub-assessment', SUB_ASSESSMENT, parseSubAssessment],
  [
    'governance assignment',
    {
      id: '/a/governanceAssignments/g',
      properties: { remediationDueDate: '2026-12-24', remediationEta: { eta: '2026-12-20' }, owner: 'x' },
    },
    parseGovernanceAssignment,
  ],
  ['secure score', { id: '/s', properties: { score: { current: 1, max: 2 }, weight: 3 } }, parseSecureScore],
  [
    'control of a score',
    {
      id: '/s',
      properties: {
        score: { current: 1, max: 2 },
        healthyResourceCount: 1,
        unhealthyResourceCount: 1,
        notApplicableResourceCount: 1,
      },
    },
    parseSecureScoreControl,
  ],
  [
    'standard',
    {
      id: '/s/x',
      properties: {
        state: 'Passed',
        passedControls: 1,
        failedControls: 0,
        skippedControls: 0,
        unsupportedControls: 0,
      },
    },
    parseRegulatoryStandard,
  ],
  [
    'control of a standard',
    {
      id: '/s/x/y/z',
      properties: { state: 'Passed', passedAssessments: 1, failedAssessments: 0, skippedAssessments: 0 },
    },
    parseRegulatoryControl,
  ],
  [
    'plan',
    {
      name: 'Containers',
      properties: { pricingTier: 'Free', extensions: [{ name: 'x', isEnabled: 'True' }] },
    },
    parsePlan,
  ],
];

/** Every path into a value, the shortest first. */
function listPaths(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, entry]) => listPaths(entry, [...path, key]))];
}

/** The same value with one place changed: `undefined` takes the place away. */
function change(value: unknown, path: readonly string[], to: (old: unknown) => unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return to(value);
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value)
    ? [...value]
    : { ...(value as Record<string, unknown>) };
  Object.assign(copy, { [key]: change((value as Record<string, unknown>)[key], rest, to) });
  return copy;
}

const oddity = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<unknown>(undefined, null, '', '{', '[', '[]', 'True', MEGABYTE, Number.NaN, [[[[]]]], -1),
);

/** Ways in which Azure's answers have changed: gone, of another type, JSON in a string, written otherwise. */
const mutation = fc.oneof(
  oddity.map((value) => () => value),
  fc.constant((old: unknown) => JSON.stringify(old)),
  fc.constant((old: unknown) => [old]),
  fc.constant((old: unknown) => ({ value: old })),
);

describe.each(ROWS)('a %s with any part of it changed', (_, row, parse) => {
  const paths = listPaths(row).filter((path) => path.length > 0);

  it('is read as far as it can be, or refused by name, and never crashes', () => {
    fc.assert(
      fc.property(fc.constantFrom(...paths), mutation, (path, to) => {
        const notes: string[] = [];
        try {
          parse(change(row, path, to), (note) => notes.push(note));
        } catch (error) {
          expect(error).toBeInstanceOf(SourceError);
        }
        expect(notes.every((note) => note.length < 500)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('is refused when it is no row at all', () => {
    for (const odd of [
      undefined,
      null,
      7,
      'row',
      [],
      {},
      { id: '/x' },
      { id: '/x', properties: 'no JSON' },
    ]) {
      expect(() => parse(odd, () => undefined)).toThrow(SourceError);
    }
  });
});

describe('an assessment of which only id and state can be read', () => {
  it('is kept, whatever becomes of the rest', () => {
    const kept = new Set(['id', 'properties', 'properties.status', 'properties.status.code']);
    const paths = listPaths(ASSESSMENT).filter((path) => path.length > 0 && !kept.has(path.join('.')));
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...paths), oddity), { maxLength: 6 }), (changes) => {
        const row = changes
          .toSorted(([a], [b]) => b.length - a.length)
          .reduce<unknown>((value, [path, odd]) => change(value, path, () => odd), ASSESSMENT);
        expect(parseAssessment(row)).toMatchObject({ status: 'unhealthy' });
      }),
      { numRuns: 300 },
    );
  });

  it('has texts of a length that a report can bear', () => {
    const properties = {
      ...(ASSESSMENT.properties as Json),
      displayName: MEGABYTE,
      metadata: { recommendationCategory: MEGABYTE, severity: MEGABYTE },
      additionalData: { SoftwareName: MEGABYTE, FixedVersion: MEGABYTE, CvesDetails: MEGABYTE },
      links: { azurePortal: `https://portal.azure.com/${MEGABYTE}` },
    };
    const found = parseAssessment({ ...ASSESSMENT, properties });
    expect(JSON.stringify(found).length).toBeLessThan(20_000);
    expect(found?.title).toMatch(/^ä+…$/);
    expect(found).toMatchObject({ severity: 'unknown', link: '' });
  });

  it('is never cut through a character', () => {
    const properties = { ...(ASSESSMENT.properties as Json), displayName: `x${'😀'.repeat(5000)}` };
    expect(parseAssessment({ ...ASSESSMENT, properties })?.title.isWellFormed()).toBe(true);
  });

  test.each([
    ['a word', 'Unhealthy'],
    ['JSON in a string', '{"code":"Unhealthy"}'],
    ['other cases', { Code: 'UNHEALTHY' }],
    ['a state that Azure may add one day', { code: 'Degraded' }],
  ])('may have its state as %s', (_, status) => {
    const notes: string[] = [];
    const properties = { ...(ASSESSMENT.properties as Json), status };
    const found = parseAssessment({ ...ASSESSMENT, properties }, (note) => notes.push(note));
    expect(found?.status).toBe('unhealthy');
    expect(notes).toEqual(
      JSON.stringify(status).includes('Degraded')
        ? ['the state "degraded" is unknown and counts as unhealthy']
        : [],
    );
  });
});

describe('CVE details', () => {
  const cve = { CveId: 'CVE-1', Severity: 'High', FixStatus: 'FixAvailable', Cvss: [] };

  function readSoftware(CvesDetails: unknown, more: object = {}): Assessment['software'] {
    const additionalData = { SoftwareName: 'openssl', CvesDetails, ...more };
    const properties = { ...(ASSESSMENT.properties as Json), additionalData };
    return parseAssessment({ ...ASSESSMENT, properties })?.software;
  }

  test.each([
    ['JSON in a string', JSON.stringify([cve])],
    ['JSON in JSON in a list', [JSON.stringify(cve)]],
    ['a list', [cve]],
    ['a single one', cve],
    ['a single one in JSON', JSON.stringify(cve)],
    ['a map', { first: cve }],
    ['a list with others that cannot be read', [7, null, { Severity: 'High' }, cve, { CveId: ['x'] }]],
    ['the same one of two scanners', [{ ...cve, Severity: 'Unknown' }, cve]],
  ])('may be %s', (_, details) => {
    expect(readSoftware(details)?.cves).toEqual([
      { id: 'CVE-1', severity: 'high', cvss: undefined, fixAvailable: true, exploited: false },
    ]);
  });

  test.each([
    ['FixAvailable', true],
    ['Fix Available', true],
    ['NoFixAvailable', false],
    ['NoFixAvailableYet', false],
    ['WillNotFix', false],
    ['Deferred', false],
  ])('with the fix status %s: a fix is there is %s', (FixStatus, available) => {
    const [found] = readSoftware([{ ...cve, FixStatus, FixedVersion: '1' }])?.cves ?? [];
    expect(found?.fixAvailable).toBe(available);
  });

  test.each([
    [
      'a list of pairs',
      [
        { Key: '3', Value: { Base: 7.5 } },
        { Key: '2', Value: { Base: '8.1' } },
      ],
      8.1,
    ],
    ['a map', { '3.0': { base: 7.5 }, '2.0': null }, 7.5],
    ['an empty list', [], undefined],
    ['a base of null', [{ Key: '3', Value: { Base: null } }], undefined],
    ['a word', 'high', undefined],
  ])('with scores as %s', (_, Cvss, score) => {
    expect(readSoftware([{ ...cve, Cvss }])?.cves[0]?.cvss).toBe(score);
  });

  it('and scanners tell the fixed version where the software does not', () => {
    const scanners = { mdvm: { FixedVersion: '3.1' }, other: 'odd' };
    expect(readSoftware([cve], { ScannersDetails: JSON.stringify(scanners) })?.fixedVersion).toBe('3.1');
    expect(readSoftware([{ ...cve, FixedVersion: '3.2' }])?.fixedVersion).toBe('3.2');
    expect(readSoftware([cve], { FixedVersion: '3.3', ScannersDetails: scanners })?.fixedVersion).toBe('3.3');
  });
});

describe('the entities of an alert', () => {
  const entity = fc.record(
    {
      $id: fc.constantFrom<unknown>('1', '2', '3', 4, null),
      type: fc.constantFrom('K8s-pod', 'K8s-namespace', 'container', 'container-image', 'azure-resource'),
      name: fc.constantFrom<unknown>('a', 'b', 7),
      namespace: fc.constantFrom<unknown>({ $ref: '1' }, { $ref: '2' }, { $ref: '3' }, 'shop'),
      image: fc.constantFrom<unknown>({ $ref: '1' }, { $ref: '4' }, []),
      controller: fc.constantFrom<unknown>({ $ref: '1' }, { $ref: '2' }),
      $ref: fc.constantFrom('1', '2', '3'),
    },
    { requiredKeys: [] },
  );

  it('may refer to one another in any circle', () => {
    fc.assert(
      fc.property(fc.array(entity), (Entities) => {
        const properties = { ...(ALERT.properties as Json), Entities };
        expect(parseAlert({ ...ALERT, properties })).toMatchObject({ type: 'K8S_PrivilegedContainer' });
      }),
    );
  });

  it('may hold themselves, and be nested and many beyond measure', () => {
    const circular: Record<string, unknown> = { type: 'K8s-pod', name: 'api' };
    circular.self = [circular];
    let deep: unknown = { type: 'K8s-namespace', name: 'too-deep' };
    for (let depth = 0; depth < 10_000; depth += 1) deep = { inner: deep };
    const many = Array.from({ length: 100_000 }, () => ({ type: 'K8s-service', name: 'x' }));
    const { all } = indexEntities([circular, deep, ...many]);
    expect(all.filter(({ type }) => type === 'K8s-pod')).toHaveLength(1);
    expect(all.some(({ name }) => name === 'too-deep')).toBe(false);
    expect(all.length).toBeLessThan(10_000);
  });

  it('in a description of a megabyte leave a text that a report can bear', () => {
    const properties = { ...(ALERT.properties as Json), Description: MEGABYTE, AlertDisplayName: MEGABYTE };
    expect(JSON.stringify(parseAlert({ ...ALERT, properties })).length).toBeLessThan(20_000);
  });
});
