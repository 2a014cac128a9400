import { describe, expect, it } from 'vitest';
import { findNodePool } from '../../../shared/sources/allocation/nodePool.ts';

describe('the node pool of a node', () => {
  it.each([
    ['aks-user-12345678-vmss00000a', 'user'],
    ['aks-nodepool1-12345678-vmss0000zz', 'nodepool1'],
    ['aks-agentpool-42850074-0', 'agentpool'],
    ['akswin00000a', 'win'],
    ['aksnpwin000001', 'npwin'],
    ['aks-default-x7k2p', 'default'],
    ['aks-general-purpose-8xk2p', 'general-purpose'],
    ['gke-pool-1-abc', ''],
    ['ip-10-0-0-1', ''],
    ['', ''],
  ])('is told by the name %s: %o', (name, pool) => {
    expect(findNodePool(name, {})).toBe(pool);
  });

  it.each([
    'agentpool',
    'kubernetes_azure_com_agentpool',
    'kubernetes.azure.com/agentpool',
    'karpenter_sh_nodepool',
  ])('is told by the label %s where the name is the customer’s own', (label) => {
    expect(findNodePool('vm-batch-1', { [label]: 'batch' })).toBe('batch');
    expect(findNodePool('vm-batch-1', { [label]: '' })).toBe('');
  });

  it('cannot be chosen by a label that somebody puts on a pod', () => {
    const labels = { agentpool: 'cheap', kubernetes_azure_com_agentpool: 'cheap' };
    expect(findNodePool('aks-gpu-12345678-vmss000000', labels)).toBe('gpu');
  });
});
