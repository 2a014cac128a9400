import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indexImages, matchImage } from '../../shared/governance/image.ts';
import { observeFindings } from '../../shared/governance/observe.ts';
import { input, only, REGISTRY, vulnerability, withDefender, withWorkloads, workload } from './estate.ts';

const SCANNED = 'sha256:aaaa';
const INDEX = 'sha256:1111';

/** What a vulnerability of the scanned image becomes where a workload runs an image in this way. */
function observe(
  running: { readonly image: string; readonly digest: string },
  software: Parameters<typeof vulnerability>[0] = {},
) {
  const estate = withWorkloads([workload({ images: [running] })]);
  return only(observeFindings(input({ ...estate, ...withDefender([vulnerability(software)]) })));
}

describe('an image that runs is the one that was scanned', () => {
  it.each([
    ['by its digest', { image: 'contoso.azurecr.io/shop/api:1.0', digest: SCANNED }, {}, 'digest', ''],
    [
      'by the digest that its pod pins, where the kubelet tells none',
      { image: `contoso.azurecr.io/shop/api@${SCANNED}`, digest: '' },
      {},
      'digest',
      '',
    ],
    [
      'by the index that lists it, where the kubelet tells that',
      { image: 'contoso.azurecr.io/shop/api:1.0', digest: INDEX },
      { indexDigest: INDEX },
      'index',
      'matched by the digest of its index',
    ],
    [
      'by the index that its pod pins, where the kubelet tells the platform’s',
      { image: `contoso.azurecr.io/shop/api@${INDEX}`, digest: 'sha256:bbbb' },
      { indexDigest: INDEX },
      'index',
      'matched by the digest of its index',
    ],
    [
      'by the scanned digest that its pod pins, where the kubelet tells another',
      { image: `contoso.azurecr.io/shop/api@${SCANNED}`, digest: 'sha256:bbbb' },
      {},
      'index',
      'matched by the digest of its index',
    ],
    [
      'by repository and tag, where digests differ',
      { image: 'contoso.azurecr.io/shop/api:1.0', digest: INDEX },
      { tags: ['1.0', 'latest'] },
      'tag',
      'matched by repository and tag, not by digest',
    ],
    [
      'by repository alone, where nobody tells more',
      { image: 'contoso.azurecr.io/shop/api:1.0', digest: '' },
      {},
      'repository',
      'matched by repository, the digest that runs is unknown',
    ],
  ] as const)('%s', (_, running, software, match, words) => {
    const found = observe(running, { digest: SCANNED, ...software });
    expect(found).toMatchObject({ match, workload: 'Deployment/api', actor: 'team' });
    expect(found.detail).toBe(['shop/api: lodash, 1 CVE', words].filter(Boolean).join(', '));
  });

  it.each([
    [
      'another digest, tags not told',
      { image: 'contoso.azurecr.io/shop/api:1.0', digest: 'sha256:bbbb' },
      [],
    ],
    ['another tag', { image: 'contoso.azurecr.io/shop/api:2.0', digest: 'sha256:bbbb' }, ['1.0']],
    ['another tag and no digest', { image: 'contoso.azurecr.io/shop/api:2.0', digest: '' }, ['1.0']],
  ] as const)('but not with %s', (_, running, tags) => {
    const found = observe(running, { tags });
    expect(found).toMatchObject({ surface: 'registry', actor: 'platform', workload: '' });
    expect(found).not.toHaveProperty('match');
    expect(found.detail).toContain('another image of it runs');
  });

  it('nor of a registry of the same repository', () => {
    const elsewhere = { image: 'fabrikam.azurecr.io/shop/api:1.0', digest: '' };
    expect(observe(elsewhere, { tags: ['1.0'] }).detail).toContain('not known to run');
  });

  it('nor of a registry that the inventory does not know, unless its name fits', () => {
    const estate = withWorkloads([
      workload({ name: 'ours', images: [{ image: 'hidden.azurecr.io/shop/api:1.0', digest: '' }] }),
      workload({ name: 'theirs', images: [{ image: 'hiddener.azurecr.io/shop/api:1.0', digest: '' }] }),
    ]);
    const index = indexImages(input(estate));
    const image = { registryId: REGISTRY.replace('contoso', 'hidden'), repository: 'shop/api', digest: '' };
    const { runners } = matchImage(index, { ...image, indexDigest: '', tags: ['1.0'] });
    expect(runners.map(({ place }) => place.workload.display)).toEqual(['Deployment/ours']);
  });

  it('for each workload by the surest of what ties it', () => {
    const images = [
      { image: 'contoso.azurecr.io/shop/api:1.0', digest: '' },
      { image: 'contoso.azurecr.io/shop/api:1.0', digest: SCANNED },
    ];
    const workloads = [workload({ images }), workload({ name: 'worker', images: images.slice(0, 1) })];
    const estate = { ...withWorkloads(workloads), ...withDefender([vulnerability()]) };
    const found = observeFindings(input(estate)).map(({ workload: name, match }) => [name, match]);
    expect(found.toSorted()).toEqual([
      ['Deployment/api', 'digest'],
      ['Deployment/worker', 'repository'],
    ]);
  });
});

it('every finding on an image is somebody’s: with a match a workload’s, without one the registry’s', () => {
  const digest = fc.constantFrom('', 'sha256:aaaa', 'sha256:bbbb', 'sha256:1111');
  const tag = fc.constantFrom('1.0', '2.0', 'latest');
  const running = fc.record({
    image: fc.tuple(tag, digest).map(([name, pinned]) => {
      const pin = pinned === '' ? '' : `@${pinned}`;
      return `contoso.azurecr.io/shop/api:${name}${pin}`;
    }),
    digest,
  });
  const software = fc.record({ digest, indexDigest: digest, tags: fc.array(tag) });
  fc.assert(
    fc.property(fc.array(running), fc.array(software, { minLength: 1 }), (images, all) => {
      const assessments = all.map((each, index) => vulnerability(each, { id: `a${index}` }));
      const estate = withWorkloads([workload({ images })]);
      const found = observeFindings(input({ ...estate, ...withDefender(assessments) }));
      expect(found.length).toBeGreaterThan(0);
      for (const finding of found) {
        expect(finding.match === undefined).toBe(finding.clusterId === '');
        expect(finding.surface).toBe(finding.clusterId === '' ? 'registry' : 'application');
      }
    }),
  );
});
