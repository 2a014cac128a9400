import { expect, it } from 'vitest';
import { type OwnedLine, topUnowned } from '../../shared/analysis/unowned.ts';

function lineOf(namespace: string, ownerReason: string, amount: bigint, team = 'unowned'): OwnedLine {
  return { team, clusterName: 'aks-prod', namespace, ownerReason, amount };
}

it('what nobody owns is grouped by why, the largest amount first, with the namespace that costs most', () => {
  const lines = [
    lineOf('a', 'label team is missing', 5n),
    lineOf('b', 'label team is missing', 4n),
    lineOf('b', 'label team is missing', 3n),
    lineOf('c', 'label team=ghost names no team', 20n),
    lineOf('d', 'label team=shop', 99n, 'shop'),
  ];
  const expected = [
    {
      reason: 'label team=ghost names no team',
      amount: 20n,
      namespaces: 1,
      largest: { clusterName: 'aks-prod', namespace: 'c', amount: 20n },
    },
    {
      reason: 'label team is missing',
      amount: 12n,
      namespaces: 2,
      largest: { clusterName: 'aks-prod', namespace: 'b', amount: 7n },
    },
  ];
  expect(topUnowned(lines)).toEqual(expected);
  expect(topUnowned(lines.toReversed())).toEqual(expected);
});
