import { describe, expect, it } from 'vitest';
import type { OwnershipSubject } from '../../shared/model/ownership.ts';
import { createOwnership } from '../../shared/ownership/ownership.ts';
import { sayOwnerReason } from '../../shared/render/view/names.ts';
import { de } from '../../shared/render/words/de/de.ts';
import { en } from '../../shared/render/words/en/en.ts';
import { REASON_FORMS, readReason } from '../../shared/reports/ownerReason.ts';
import { makeConfig } from './configuration.ts';

const SUBJECT: OwnershipSubject = {
  ...{ clusterName: 'prod', namespace: 'cart', workload: 'Deployment/api', day: '2026-10-01' },
  ...{ workloadLabels: {}, namespaceLabels: {} },
};

/** What ownership gives as the reason for a subject. */
function reasonFor(subject: Partial<OwnershipSubject>, labels = ['team', 'squad']): string {
  const { teams, ownership } = makeConfig();
  const rules = [{ namespace: 'kube-*', shared: true as const, reason: 'serves everybody' }];
  const findOwner = createOwnership({ teams, ownership: { ...ownership, rules, labels } });
  return findOwner({ ...SUBJECT, ...subject }).reason;
}

const OWNERSHIP: Readonly<Record<string, string>> = {
  labelOnNamespace: reasonFor({ namespaceLabels: { team: 'shop' } }),
  labelOnWorkload: reasonFor({ workloadLabels: { team: 'shop' } }),
  notATeamOnNamespace: reasonFor({ namespaceLabels: { team: 'phoenix says "hi", which is no team' } }),
  notATeamOnWorkload: reasonFor({ workloadLabels: { squad: 'phoenix' } }),
  labelNotSet: reasonFor({}, ['team']),
  labelsNotSet: reasonFor({}),
  rule: reasonFor({ namespace: 'kube-system' }),
};

describe('a reason for owning something', () => {
  it.each(Object.entries(OWNERSHIP))('that ownership gives is known as %s', (form, reason) => {
    expect(readReason(reason)?.form).toBe(form);
    expect(sayOwnerReason(reason, en)).toBe(reason);
    expect(sayOwnerReason(reason, de)).not.toBe(reason);
  });

  it.each([
    'nothing ran in namespace cart that day',
    'it has no resource group and belongs to no cluster',
    'its resource group belongs to no cluster',
    'idle capacity is shown apart by configuration',
    'no allocation was read for this cluster and day',
    'no team used the cluster that day',
    'Azure changed the bill of 2026-09',
    'Azure changed the bill of 2026-09, and corrected ownership or allocation',
    'corrected ownership or allocation of 2026-09',
    '2026-09 was opened again and carries its changes itself',
    '2026-09 was closed again as revision 2, which carries its changes itself',
    'agreement Volume, for shop',
    'agreement Volume',
  ])('is read without loss: %s', (reason) => {
    expect(sayOwnerReason(reason, en)).toBe(reason);
    expect(sayOwnerReason(reason, de)).not.toBe(reason);
  });

  it('stays as it is where it is in somebody’s own words', () => {
    expect(readReason('because I say so')).toBeUndefined();
    expect(sayOwnerReason('because I say so', de)).toBe('because I say so');
  });

  it('has words for every form', () => {
    expect(Object.keys(de.reason).sort()).toEqual(Object.keys(REASON_FORMS).sort());
  });
});
