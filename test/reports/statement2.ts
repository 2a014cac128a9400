import type { ChargebackReport } from '../../shared/reports/chargebackReport.ts';
import { packLines } from '../../shared/reports/lineTableBuilder.ts';

const PLACE = { clusterId: '/c/prod', clusterName: 'prod', namespace: 'cart', category: 'compute' } as const;
const LINE = {
  ...PLACE,
  ...({ kind: 'direct', part: '', rule: 'usage', origin: '', days: '1-30', glAccount: '6400' } as const),
} as const;
const SHOP = { team: 'shop', teamName: 'Web shop', costCenter: 'CC-100' };
const PAY = { team: 'pay', teamName: 'Payments', costCenter: 'CC-200' };
const NONE = { idle: '0.00', shared: '0.00', overhead: '0.00', adjustment: '0.00', previous: undefined };

const RELEASED =
  'Released on 2026-10-03 by Ada, because: the credit is real. The gate had held it: The total is 3 times that of 2026-08 in EUR.';
const WAITING = 'Corrections of 2026-08 for 2 teams, together 3.5 EUR, are below the threshold and wait.';

/** A closed statement as version 2 kept it: what is told of its life, and what sources said, as sentences. */
export const KEPT2 = {
  schemaVersion: 2,
  kind: 'chargeback',
  organisation: 'Contoso',
  period: { id: '2026-09', from: '2026-09-01', to: '2026-09-30', timeZone: 'UTC' },
  audience: 'organisation',
  audienceName: 'Contoso',
  state: 'closed',
  asOf: '2026-10-01T02:00:00.000Z',
  coverage: { complete: true, summary: 'Everything was read.', entries: [] },
  notices: [
    'Closed on 2026-10-04 by Ada over monthRatio, because: known.',
    RELEASED,
    WAITING,
    'prod, 2026-09-03: two pods had no node.',
  ],
  link: undefined,
  statements: [
    {
      currency: 'EUR',
      digits: 2,
      total: { amount: '3.00', exact: '3' },
      teams: [
        { ...SHOP, ...NONE, glAccount: '6400', direct: '2.00', amount: '2.00', exact: '2' },
        { ...PAY, ...NONE, glAccount: '6400', direct: '1.00', amount: '1.00', exact: '1' },
      ],
      clusters: [{ clusterName: 'prod', amount: '3.00' }],
      costCenters: [
        { costCenter: 'CC-100', amount: '2.00' },
        { costCenter: 'CC-200', amount: '1.00' },
      ],
      lines: packLines([
        { ...LINE, ...SHOP, ownerReason: 'label', amount: '2.00', exact: '2', ratio: '0.666666666667' },
        { ...LINE, ...PAY, ownerReason: 'label', amount: '1.00', exact: '1', ratio: '0.333333333333' },
      ]),
      pools: [],
      reconciliation: undefined,
      unowned: [],
    },
  ],
  method: [{ rule: 'usage', text: 'By use.' }],
  comparisons: [],
  parameters: undefined,
  inputs: 'f'.repeat(64),
  life: {
    held: [
      {
        name: 'monthRatio',
        sentence: 'The total is 3 times that of 2026-08 in EUR.',
        remedy: 'See which clusters grew.',
      },
    ],
    release: {
      ...{ at: '2026-10-03T08:00:00.000Z', by: 'Ada', reason: 'the credit is real' },
      ...{ hash: 'e'.repeat(64), held: ['monthRatio'] },
    },
    closing: {
      ...{ at: '2026-10-04T08:00:00.000Z', by: 'Ada', reason: 'known', revision: 1 },
      ...{ accepted: ['monthRatio'], basis: 'b' },
    },
    reopened: undefined,
    corrections: [
      {
        ...{ origin: '2026-08', revision: 1, problem: undefined, basis: 'b', outcome: 'o' },
        waiting: [
          { team: 'shop', currency: 'EUR', exact: '2' },
          { team: 'pay', currency: 'EUR', exact: '1.5' },
        ],
      },
    ],
  },
  accounting: { clearingCostCenter: 'IT', clearingGlAccount: '6499' },
} satisfies Omit<ChargebackReport, 'schemaVersion' | 'notices'> & {
  schemaVersion: 2;
  notices: readonly string[];
};

/** What version 2 told one of its teams. */
export const TOLD2 = {
  shop: [
    'Closed on 2026-10-04 by Ada over monthRatio, because: known.',
    'Released on 2026-10-03 by Ada, because: the credit is real. The gate had held it: monthRatio.',
    'Corrections of 2026-08 for one team, together 2 EUR, are below the threshold and wait.',
    'prod, 2026-09-03: two pods had no node.',
  ],
};
