import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formatExact, sumAmounts } from '../../../shared/model/money.ts';
import {
  type AllocationSet,
  parseAllocationAnswer,
} from '../../../shared/sources/allocation/allocationAnswer.ts';

const FOLDER = new URL('../../../../shared/data/cost/', import.meta.url);

function read(name: string): AllocationSet {
  const payload: unknown = JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'));
  const sets = parseAllocationAnswer(payload, { source: 'allocation', scope: name });
  expect(sets).toHaveLength(1);
  return sets[0] as AllocationSet;
}

const total = (set: AllocationSet): string =>
  formatExact(sumAmounts(set.rows.flatMap((row) => Object.values(row.cost))));

describe.skipIf(!existsSync(FOLDER))('recorded allocation answers (skipped without ../shared/data)', () => {
  it('reads OpenCost’s seven days by namespace, where only one row names a controller', () => {
    const set = read('allocation-example-output.json');
    expect(set.rows.map(({ kind, namespace, controller }) => `${kind} ${namespace} ${controller}`)).toEqual([
      'workload kube-system ',
      'workload opencost opencost',
      'workload prometheus ',
    ]);
    expect(set.start.toISOString()).toBe('2023-07-12T11:02:46.000Z');
    expect(set.coveredHours).toBeCloseTo(167.99, 2);
    expect(set.unidentified).toEqual(['kube-system', 'prometheus']);
    expect(set.warnings).toEqual([]);
    expect(Math.abs(Number(total(set)) - (1.52743 + 0.10937 + 0.14136))).toBeLessThan(0.0002);
  });

  it('keeps the idle of -186.57 against 8.28 of use, and warns of it', () => {
    const set = read('opencost-2024-10-negative-idle.json');
    const [idle, ...workloads] = set.rows;
    expect(idle?.kind).toBe('idle');
    expect(formatExact(sumAmounts(Object.values(idle?.cost ?? {})))).toBe('-186.571');
    expect(workloads.map(({ namespace }) => namespace)).toEqual(['cert-manager', 'cloudnative-pg', 'test']);
    expect(set.warnings).toEqual([
      expect.stringMatching(/idle is negative \(cpu -157\.66357, ram -28\.90743\)/),
    ]);
    expect(set.coveredHours).toBeCloseTo(23.667, 3);
  });

  it('reads Kubecost’s newest fields from an AKS cluster, without a code in the envelope', () => {
    const set = read('aks-kubecost-2025-10-single-chinanorth3.json');
    expect(set.rows).toHaveLength(1);
    expect(set.rows[0]).toMatchObject({
      kind: 'workload',
      namespace: 'utc',
      controller: '',
      labels: { app: 'utc-project-tool', agentpool: 'pnp2' },
      namespaceLabels: { kubernetes_io_metadata_name: 'utc' },
      efficiency: 0.73698,
    });
    expect(total(set)).toBe('0.00156');
    expect(set.coveredHours).toBeCloseTo(35 / 60, 5);
  });
});
