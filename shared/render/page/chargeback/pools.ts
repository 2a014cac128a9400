import type { CostCategory } from '../../../model/cost.ts';
import { formatExact } from '../../../model/money.ts';
import type { PoolTotal } from '../../../reports/chargebackReport.ts';
import { percentOf } from '../../view/comparison.ts';
import { nameCluster } from '../../view/names.ts';
import { listItems } from '../listing.ts';
import { figure, type Section, toRow, toSection, toTable, words } from '../parts.ts';
import { clusterKey, type PoolShare, sumPools, unitsOf, writeUnits } from './drill.ts';
import { partsOf, shareCell, totalRow } from './levels.ts';
import { amountCell, keptParameters, linkToPlace, nameTeam, type Scene } from './scene.ts';

/** What there was to divide, by cluster and category. @param cluster only this one's */
export function sectionOfPools(scene: Scene, cluster?: string): Section {
  const { statement, formatter } = scene;
  const { pools, cost, categories } = formatter.words.page;
  const own = statement.pools.filter(
    ({ clusterId }) => cluster === undefined || clusterKey(statement.lines, clusterId) === cluster,
  );
  const isBilled = own.some(({ billed }) => billed !== undefined);
  const nameOf = (pool: PoolTotal): string =>
    `${nameCluster(pool.clusterName, formatter.words)}: ${categories[pool.category]}`;
  const sum = (of: (pool: PoolTotal) => string | undefined): string =>
    writeUnits(
      own.reduce((units, pool) => units + unitsOf(of(pool) ?? '0', statement), 0n),
      statement,
    );
  const { table, form } = listItems<PoolTotal>(
    {
      id: 'pools-table',
      caption: pools.title,
      items: own,
      columns: [
        {
          label: pools.pool,
          sort: 'name',
          key: nameOf,
          cell: (pool) =>
            words(nameOf(pool), {
              link: linkToPlace(scene, {
                cluster: clusterKey(statement.lines, pool.clusterId),
                pool: pool.category,
              }),
            }),
        },
        {
          label: pools.effective,
          isRight: true,
          sort: 'amount',
          key: ({ effective }) => effective.amount,
          cell: ({ effective }) => amountCell(scene, effective.amount),
        },
        ...(isBilled
          ? [
              {
                label: pools.billed,
                isRight: true,
                sort: 'billed',
                key: ({ billed }: PoolTotal) => billed?.amount,
                cell: ({ billed }: PoolTotal) => (billed ? amountCell(scene, billed.amount) : words('')),
              },
            ]
          : []),
      ],
      find: nameOf,
      foot: toRow(words(cost.together), [
        amountCell(
          scene,
          sum(({ effective }) => effective.amount),
        ),
        // Billed amounts are rounded one by one; the reconciliation has their sum.
        ...(isBilled ? [words('')] : []),
      ]),
      empty: cost.nothingCharged,
      place: keptParameters(scene),
    },
    scene.request,
    formatter,
  );
  return toSection('pools', pools.title, { note: pools.note, table, form });
}

/** Who is charged which part of a pool, and what the bill tells apart in it. */
export function sectionsOfPool(scene: Scene, cluster: string, category: CostCategory): readonly Section[] {
  const pool = findPool(scene, cluster, category);
  if (!pool) return [];
  const { pools } = scene.formatter.words.page;
  const text = pools.facts(
    scene.money(pool.effective.amount),
    pool.billed && scene.money(pool.billed.amount),
  );
  return [
    toSection('owners', pools.dividedAmong, { note: text, ...listShares(scene, cluster, pool) }),
    ...sectionOfPortions(scene, pool),
  ];
}

export function findPool(
  { statement }: Scene,
  cluster: string,
  category: CostCategory,
): PoolTotal | undefined {
  return statement.pools.find(
    (pool) => pool.category === category && clusterKey(statement.lines, pool.clusterId) === cluster,
  );
}

/** Who takes a share; undefined for the other teams of a team's own statement, which are not told. */
interface Taker extends PoolShare {
  readonly team: string | undefined;
}

function listShares(scene: Scene, cluster: string, pool: PoolTotal): Pick<Section, 'table' | 'form'> {
  const { statement, formatter, ownTeam } = scene;
  const { cost, pools } = formatter.words.page;
  const whole = unitsOf(pool.effective.amount, statement);
  const shares = partsOf(scene, cluster).flatMap((part): Taker[] => {
    const share = sumPools(statement, part).get(pool.category);
    return share ? [{ team: part.team, ...share }] : [];
  });
  shares.sort((a, b) => (a.units === b.units ? 0 : a.units > b.units ? -1 : 1));
  const told = shares.reduce((units, share) => units + share.units, 0n);
  const others: readonly Taker[] =
    ownTeam === undefined || told === whole ? [] : [{ team: undefined, units: whole - told, ratio: 0n }];
  const nameOf = ({ team }: Taker): string => (team === undefined ? pools.others : nameTeam(scene, team));
  return listItems<Taker>(
    {
      id: 'shares-table',
      caption: pools.dividedAmong,
      items: [...shares, ...others],
      columns: [
        {
          label: cost.team,
          sort: 'name',
          key: nameOf,
          cell: (share) =>
            words(nameOf(share), {
              link: share.team === undefined ? '' : linkToPlace(scene, { owner: share.team, cluster }),
            }),
        },
        {
          label: pools.share,
          isMinor: true,
          cell: ({ units }) =>
            words('', { bar: whole <= 0n || units <= 0n ? 0 : Number((units * 100n) / whole) }),
        },
        {
          label: cost.shareOfPool,
          isRight: true,
          cell: ({ team, ratio, units }) =>
            team === undefined || ratio === 0n
              ? shareCell(scene, writeUnits(units, statement), pool.effective.amount)
              : figure(percentOf(formatExact(ratio), formatter), formatExact(ratio)),
        },
        {
          label: cost.amount,
          isRight: true,
          sort: 'amount',
          key: ({ units }) => writeUnits(units, statement),
          cell: ({ units }) => amountCell(scene, writeUnits(units, statement)),
        },
      ],
      find: nameOf,
      foot: totalRow(pools.whole, 2, amountCell(scene, pool.effective.amount)),
      empty: cost.nothingCharged,
      place: keptParameters(scene),
    },
    scene.request,
    formatter,
  );
}

function sectionOfPortions({ statement, formatter }: Scene, pool: PoolTotal): readonly Section[] {
  if (pool.parts.length === 0) return [];
  const { pools, why } = formatter.words.page;
  return [
    toSection('portions', pools.portions, {
      note: pools.portionsNote,
      table: toTable(
        'portions-table',
        pools.portions,
        [pools.portion, pools.effective, pools.billed],
        pool.parts.map(({ part, effective, billed }) =>
          toRow(words(part === '' ? why.restOfPool : part), [
            figure(formatter.exact(effective, statement.currency), effective),
            figure(formatter.exact(billed, statement.currency), billed),
          ]),
        ),
      ),
    }),
  ];
}
