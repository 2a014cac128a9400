const TEAM = { team: 'shop', teamName: 'Web shop', costCenter: 'CC-100' };
const OTHER = { team: 'unowned', teamName: 'Unowned', costCenter: 'UNOWNED' };
const NONE = { idle: '0.00', shared: '0.00', overhead: '0.00', adjustment: '0.00', previous: undefined };
const LINE = {
  ...TEAM,
  ...{ glAccount: '6400', clusterId: '/c/prod', clusterName: 'prod', namespace: 'cart', category: 'compute' },
  ...{ kind: 'direct', rule: 'usage', ownerReason: 'label team on namespace cart' },
};

/** A closed statement as version 1 wrote it, members and all. */
export const KEPT = {
  schemaVersion: 1,
  kind: 'chargeback',
  organisation: 'Contoso',
  period: { id: '2026-09', from: '2026-09-01', to: '2026-09-30', timeZone: 'UTC' },
  audience: 'organisation',
  audienceName: 'Contoso',
  state: 'closed',
  asOf: '2026-10-01T02:00:00.000Z',
  coverage: { complete: true, summary: 'Everything was read.', entries: [] },
  notices: [],
  statements: [
    {
      currency: 'EUR',
      digits: 2,
      total: { amount: '3.01', exact: '3.005' },
      teams: [
        { ...TEAM, ...NONE, direct: '2.00', amount: '2.00', exact: '2' },
        { ...OTHER, ...NONE, direct: '1.01', amount: '1.01', exact: '1.005' },
      ],
      clusters: [{ clusterName: 'prod', amount: '3.01' }],
      costCenters: [
        { costCenter: 'CC-100', amount: '2.00' },
        { costCenter: 'UNOWNED', amount: '1.01' },
      ],
      lines: [
        { ...LINE, amount: '1.50', exact: '1.5' },
        { ...LINE, category: 'storage', amount: '0.50', exact: '0.5' },
        { ...LINE, ...OTHER, namespace: '', amount: '1.01', exact: '1.005' },
      ],
      reconciliation: {
        azureEffective: { amount: '3.01', exact: '3.005' },
        inPools: { amount: '3.01', exact: '3.005' },
        outside: { amount: '0.00', exact: '0' },
        difference: { amount: '0.00', exact: '0' },
        charged: { amount: '3.01', exact: '3.005' },
        billedInPools: { amount: '3.01', exact: '3.005' },
        azureBilled: { amount: '3.01', exact: '3.005' },
        bridge: { amount: '0.00', exact: '0' },
        outsideByResourceGroup: [],
      },
      unowned: [{ clusterName: 'prod', namespace: '', reason: 'nobody', amount: '1.01' }],
    },
  ],
  method: [{ rule: 'usage', text: 'By use.' }],
  accounting: { clearingCostCenter: 'IT', clearingGlAccount: '6499' },
} as const;
