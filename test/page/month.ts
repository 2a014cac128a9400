import type { DayPools } from '../../shared/allocation/pools.ts';
import type { Rule } from '../../shared/allocation/rules.ts';
import { UNTOUCHED, withLife } from '../../shared/closing/statement.ts';
import type { Config } from '../../shared/config/schema.ts';
import { type Charge, type ChargeKind, type CostCategory, UNOWNED } from '../../shared/model/cost.ts';
import { type Amount, sumAmounts } from '../../shared/model/money.ts';
import { type Day, parsePeriod } from '../../shared/model/time.ts';
import { buildChargeback } from '../../shared/reports/chargeback.ts';
import { withAnalysis } from '../../shared/reports/chargebackAnalysis.ts';
import type { ChargebackReport, ComputeBlock } from '../../shared/reports/chargebackReport.ts';
import type { Coverage } from '../../shared/reports/report.ts';
import { StatementSums } from '../../shared/reports/statement.ts';
import { makeCluster, makeCost } from '../allocation/estate.ts';
import { makeConfig } from '../reports/configuration.ts';

/** How large a month is. */
export interface MonthSize {
  readonly teams: number;
  readonly clusters: number;
  /** Of each team on each of its clusters. */
  readonly namespaces: number;
}

const NAMES = [
  ['payments', 'Payments'],
  ['web-shop', 'Web shop'],
  ['search', 'Search and discovery'],
  ['logistics', 'Logistics'],
  ['data-platform', 'Data platform'],
  ['identity', 'Identity'],
  ['mobile', 'Mobile apps'],
  ['pricing', 'Pricing and promotions'],
] as const;
const CLUSTERS = ['aks-prod-weu', 'aks-prod-neu', 'aks-staging', 'aks-batch'] as const;
const PARTS = ['api', 'worker', 'cache', 'gateway', 'jobs', 'ledger', 'events', 'web'] as const;

/** What one namespace is charged a month, by category and kind, in hundredths of its size. */
const LINES: readonly (readonly [CostCategory, ChargeKind, string, Rule, number])[] = [
  ['compute', 'direct', 'user', 'nodePool', 62],
  ['compute', 'idle', 'user', 'idleOfPool', 11],
  ['storage', 'direct', 'claim', 'claim', 9],
  ['loadBalancer', 'direct', 'service', 'service', 4],
  ['controlPlane', 'overhead', '', 'overhead', 3],
  ['monitoring', 'overhead', '', 'overhead', 7],
  ['compute', 'shared', 'user', 'shared', 4],
];

/** The teams of a month by number: the first have names, all others a number. */
function teamAt(place: number): readonly [id: string, name: string] {
  return NAMES[place] ?? [`team-${place}`, `Team ${place}`];
}

export function configOf({ teams }: Pick<MonthSize, 'teams'>): Config {
  return makeConfig({
    organisation: 'Contoso Retail',
    teams: Array.from({ length: teams }, (_, place) => {
      const [id, name] = teamAt(place);
      return {
        ...makeConfig().teams[0],
        id,
        name,
        costCenter: `CC-${4100 + place * 10}`,
      } as Config['teams'][number];
    }),
  });
}

const READ: Coverage = {
  complete: true,
  entries: [
    {
      source: 'cost.effective',
      scope: 'sub-1',
      name: 'Production',
      expectedDays: 31,
      readDays: 31,
      missing: [],
      asOf: '2026-11-05T04:10:00.000Z',
      problem: undefined,
    },
  ],
};

/** A month of an estate as its statement has it: the real functions of booking, over made-up charges. */
export function makeMonth(
  size: MonthSize,
  options: { readonly charges?: readonly Charge[]; readonly isAnalysed?: boolean } = {},
): ChargebackReport {
  const config = configOf(size);
  const build = (id: string, charges: readonly Charge[], previous?: ChargebackReport): ChargebackReport => {
    const sums = new StatementSums();
    sums.addPart({ ...billOf(charges), charges });
    sums.addCharges(id === '2026-10' ? correctionsOf(size) : [], '2026-09');
    return buildChargeback({
      ...{ config, period: parsePeriod(id), sums, clusters: clustersOf(size), coverage: READ },
      ...{ previous, warnings: [], running: false, link: undefined, inputs: 'a1b2c3d4'.repeat(8) },
    });
  };
  const charges = options.charges ?? chargesOf(size, 1);
  const previous = options.isAnalysed
    ? { ...build('2026-09', chargesOf(size, 0)), compute: computeOf(chargesOf(size, 0), 1000n) }
    : undefined;
  const report = build('2026-10', charges, previous);
  const analysed = previous
    ? withAnalysis(report, { config, previous, running: false, compute: computeOf(charges, 960n) })
    : report;
  return withLife(
    { ...analysed, state: 'closed' },
    {
      ...UNTOUCHED,
      closing: {
        ...{ at: '2026-11-06T09:12:00.000Z', by: 'ada@contoso.com', reason: '' },
        revision: 1,
        accepted: [],
        basis: '',
      },
    },
  );
}

export function clustersOf({ clusters }: Pick<MonthSize, 'clusters'>) {
  return CLUSTERS.slice(0, clusters).map((name) => makeCluster(name));
}

/** Charges of every team, the same every time. @param month 1 for the later one */
export function chargesOf(size: MonthSize, month: 0 | 1): readonly Charge[] {
  const charges: Charge[] = [];
  const chance = makeChance(42);
  clustersOf(size).forEach((cluster, placeOfCluster) => {
    for (let team = 0; team < size.teams; team++) {
      if (size.teams <= NAMES.length && (team + placeOfCluster) % 3 === 2) continue;
      const [id] = teamAt(team);
      for (let place = 0; place < size.namespaces; place++) {
        const growth = month === 1 ? 900n + chance(260n) : 1000n + 0n * chance(260n);
        const units = ((400n + chance(60_000n)) * growth) / 1000n / BigInt(place + 1);
        const name = `${id}-${PARTS[place % PARTS.length]}${place < PARTS.length ? '' : `-${place}`}`;
        for (const [category, kind, part, rule, share] of LINES) {
          const ownerReason = `label team=${id} on namespace ${name}`;
          const amount = (units * BigInt(share) * 10n ** 26n) / 100n + chance(10n ** 20n);
          charges.push(
            chargeOf(cluster.id, {
              team: id,
              namespace: name,
              category,
              kind,
              part,
              rule,
              amount,
              ownerReason,
            }),
          );
        }
      }
    }
    for (const [namespace, reason] of [
      ['legacy-batch', 'no label names a team and no rule matches'],
      ['tmp-load-test', 'label team=phoenix names no team of the configuration'],
    ] as const) {
      const amount = (9_000n + chance(20_000n)) * 10n ** 26n;
      charges.push(
        chargeOf(cluster.id, {
          team: UNOWNED,
          namespace,
          amount,
          ownerReason: reason,
          category: 'compute',
          kind: 'direct',
          part: 'user',
          rule: 'nodePool',
        }),
      );
    }
  });
  return charges;
}

/** What namespaces took at prices of so many thousandths. */
function computeOf(charges: readonly Charge[], price: bigint): readonly ComputeBlock[] {
  const taking = charges.filter(({ category, kind }) => category === 'compute' && kind === 'direct');
  return [...Map.groupBy(taking, ({ team, clusterId }) => `${team} ${clusterId}`).values()].flatMap((own) => {
    const [first] = own;
    if (!first) return [];
    return [
      {
        ...{ team: first.team, clusterId: first.clusterId },
        namespaces: own.map(({ namespace }) => namespace),
        quantities: own.map(({ amount }) => (amount * 1000n) / price / 10n ** 23n).join(' '),
      },
    ];
  });
}

function chargeOf(
  clusterId: Charge['clusterId'],
  charge: Pick<
    Charge,
    'team' | 'namespace' | 'category' | 'kind' | 'part' | 'rule' | 'amount' | 'ownerReason'
  >,
): Charge {
  return { clusterId, day: '2026-10-05', workload: 'api', currency: 'EUR', poolId: 'p', ...charge };
}

function correctionsOf(size: MonthSize): readonly Charge[] {
  const [cluster] = clustersOf(size);
  if (!cluster) return [];
  return [0, 1]
    .slice(0, size.teams)
    .map((place) =>
      chargeOf(cluster.id, {
        ...{ team: teamAt(place)[0], namespace: '', category: 'compute', kind: 'adjustment', part: '' },
        ...{
          rule: 'restatement',
          amount: [-41n, 17n][place] ?? 0n,
          ownerReason: 'the bill of September was restated',
        },
      }),
    )
    .map((charge) => ({ ...charge, amount: charge.amount * 10n ** 28n }));
}

/** The bill and the pools that hold exactly what is charged, with something outside. */
export function billOf(charges: readonly Charge[]): {
  readonly rows: Parameters<StatementSums['addPart']>[0]['rows'];
  readonly pools: DayPools;
} {
  const byPool = Map.groupBy(
    charges,
    ({ clusterId, category, currency }) => `${clusterId}|${category}|${currency}`,
  );
  const pools = [...byPool.values()].flatMap((own) => {
    const [first] = own;
    if (!first) return [];
    const { clusterId, category, currency } = first;
    const effective = sumAmounts(own.map(({ amount }) => amount));
    const portions = [...Map.groupBy(own, ({ part }) => part)].map(([part, of]) => {
      const sum = sumAmounts(of.map(({ amount }) => amount));
      const use =
        part === 'user' ? ({ kind: 'nodePool', nodePool: 'user' } as const) : ({ kind: 'rest' } as const);
      return { use, effective: sum, billed: billedOf(sum) };
    });
    return [
      {
        ...{ id: `p|${clusterId}|${category}`, day: '2026-10-05' as Day, clusterId, category, currency },
        ...{ effective, billed: billedOf(effective), portions },
      },
    ];
  });
  const outside = [
    ['rg-data-warehouse', 2_180_450n],
    ['rg-network-hub', 640_120n],
    ['rg-backup', 95_075n],
  ] as const;
  const currency = charges[0]?.currency ?? 'EUR';
  const outsideRows = outside.map(([resourceGroup, cents]) => ({
    ...{ currency, subscriptionId: 'sub-1', resourceGroup },
    ...{ effective: cents * 10n ** 26n, billed: cents * 10n ** 26n },
  }));
  const toRow = (of: string, amount: Amount, money: string) => ({
    ...makeCost(`resourceGroups/${of}/providers/x/y/z`, '0'),
    currency: money,
    amount,
  });
  return {
    rows: {
      effective: [
        ...pools.map((pool) => toRow('nodes', pool.effective, pool.currency)),
        ...outsideRows.map((row) => toRow(row.resourceGroup, row.effective, row.currency)),
      ],
      billed: [
        ...pools.map((pool) => toRow('nodes', pool.billed, pool.currency)),
        ...outsideRows.map((row) => toRow(row.resourceGroup, row.billed, row.currency)),
      ],
    },
    pools: { pools, outside: outsideRows },
  };
}

/** Reservations make what is billed in a month another amount than what was used of them. */
function billedOf(effective: Amount): Amount {
  return (effective * 93n) / 100n;
}

/** Numbers below a bound that look like chance and are the same every time (Lehmer, modulus 2³¹ − 1). */
function makeChance(seed: number): (bound: bigint) => bigint {
  let state = BigInt(seed);
  return (bound) => {
    state = (state * 48_271n) % 2_147_483_647n;
    return (state * bound) / 2_147_483_647n;
  };
}
