import fc from 'fast-check';
import { CHARGE_KINDS, type ChargeKind, COST_CATEGORIES, UNOWNED } from '../../shared/model/cost.ts';
import { formatMinorUnits } from '../../shared/model/money.ts';
import type {
  ChargebackReport,
  CurrencyStatement,
  StatementLine,
  TeamTotal,
} from '../../shared/reports/chargebackReport.ts';
import type { DigestReport } from '../../shared/reports/digestReport.ts';
import type { FindingLine } from '../../shared/reports/findingLine.ts';
import type { GovernanceReport } from '../../shared/reports/governanceReport.ts';
import { packLines } from '../../shared/reports/lineTableBuilder.ts';
import { CHARGEBACK, DIGEST, findingOf, GOVERNANCE } from './reports.ts';

/** Random reports that hold what the real ones do: lines sum to teams and teams to the total, counts count lists. */

interface Entry {
  readonly team: number;
  readonly cluster: number;
  readonly namespace: string;
  readonly category: StatementLine['category'];
  readonly kind: ChargeKind;
  readonly origin: string;
  readonly units: bigint;
}

/** Names that a spreadsheet would take for the same, for a number, a pattern or a comparison. */
const COST_CENTERS = ['100', '0100', '1E2', 'cc', 'CC', '*', '?c', '=100', '>5', 'a~b', '2026-10'] as const;
const CURRENCIES = [
  { currency: 'EUR', digits: 2 },
  { currency: 'JPY', digits: 0 },
  { currency: 'KWD', digits: 3 },
] as const;

const entries = fc.array(
  fc.record({
    team: fc.nat({ max: 3 }),
    cluster: fc.nat({ max: 1 }),
    namespace: fc.constantFrom('shop', 'batch', 'kube-system', ''),
    category: fc.constantFrom(...COST_CATEGORIES),
    kind: fc.constantFrom(...CHARGE_KINDS),
    origin: fc.constantFrom('2026-08', '2026-09', ''),
    units: fc.bigInt({ min: -1_000_000n, max: 100_000_000n }),
  }),
  { minLength: 1, maxLength: 12 },
);

const statements = fc.record({
  entries,
  costCenters: fc.array(fc.constantFrom(...COST_CENTERS), { minLength: 4, maxLength: 4 }),
  previous: fc.array(fc.option(fc.bigInt({ min: 0n, max: 10n ** 9n }), { nil: undefined }), {
    minLength: 4,
    maxLength: 4,
  }),
  outside: fc.bigInt({ min: 0n, max: 10n ** 9n }),
  bridge: fc.bigInt({ min: -1_000n, max: 10n ** 6n }),
});

/** Chargebacks of one or two currencies. */
export const chargebacks: fc.Arbitrary<ChargebackReport> = fc
  .tuple(
    fc.uniqueArray(fc.constantFrom(...CURRENCIES), { minLength: 1, maxLength: 2 }),
    statements,
    statements,
  )
  .map(([currencies, first, second]) => ({
    ...CHARGEBACK,
    notices: [],
    organisation: 'Contoso',
    audienceName: 'Contoso',
    comparisons: [],
    statements: currencies.map((currency, place) => toStatement(currency, place === 0 ? first : second)),
  }));

type Draft = typeof statements extends fc.Arbitrary<infer Value> ? Value : never;

function toStatement(
  { currency, digits }: (typeof CURRENCIES)[number],
  { entries: drafted, costCenters, previous, outside, bridge }: Draft,
): CurrencyStatement {
  const write = (units: bigint): string => formatMinorUnits(units, digits);
  const money = (units: bigint) => ({ amount: write(units), exact: write(units) });
  const sum = (of: readonly Entry[]): bigint => of.reduce((total, { units }) => total + units, 0n);
  const all = drafted.map((entry) => ({ ...entry, origin: entry.kind === 'adjustment' ? entry.origin : '' }));
  const inPools = all.filter(({ kind }) => kind !== 'adjustment');
  const lines = all.map((entry) => toLine(entry, costCenters, write(entry.units)));
  const teams = [...Map.groupBy(all, ({ team }) => team)].map(([team, own]): TeamTotal => {
    const before = previous[team];
    return {
      ...nameTeam(team, costCenters),
      ...kindsOf(own, write, sum),
      ...money(sum(own)),
      previous: before === undefined ? undefined : write(before),
    };
  });
  const centers = Map.groupBy(all, ({ team }) => costCenters[team] ?? '');
  const pools = Map.groupBy(inPools, ({ cluster, category }) => `${cluster} ${category}`);
  return {
    ...{ currency, digits, teams, total: money(sum(all)), lines: packLines(lines) },
    clusters: [],
    costCenters: [...centers].map(([costCenter, own]) => ({ costCenter, amount: write(sum(own)) })),
    pools: [...pools.values()].flatMap((own) =>
      own.slice(0, 1).map(({ cluster, category }) => ({
        ...{ ...nameCluster(cluster), category, parts: [] },
        ...{ effective: money(sum(own)), billed: undefined },
      })),
    ),
    reconciliation: {
      ...{
        azureEffective: money(sum(inPools) + outside),
        inPools: money(sum(inPools)),
        outside: money(outside),
      },
      ...{ difference: money(0n), adjustments: money(sum(all) - sum(inPools)), charged: money(sum(all)) },
      ...{ billedInPools: money(sum(inPools) - bridge), azureBilled: money(sum(inPools) - bridge + outside) },
      ...{ bridge: money(bridge), outsideByResourceGroup: [], subscriptions: [] },
    },
    unowned: all
      .filter(({ team }) => team === 0)
      .map(({ cluster, namespace, units }) => ({
        ...{ clusterName: nameCluster(cluster).clusterName, namespace },
        ...{ reason: 'no label', amount: write(units) },
      })),
  };
}

function kindsOf(
  own: readonly Entry[],
  write: (units: bigint) => string,
  sum: (of: readonly Entry[]) => bigint,
): Record<ChargeKind, string> {
  const of = (kind: ChargeKind): string => write(sum(own.filter((entry) => entry.kind === kind)));
  return {
    ...{ direct: of('direct'), idle: of('idle'), shared: of('shared'), overhead: of('overhead') },
    adjustment: of('adjustment'),
  };
}

function nameTeam(team: number, costCenters: readonly string[]) {
  return {
    team: team === 0 ? UNOWNED : `team-${team}`,
    teamName: team === 0 ? 'Unowned' : `Team ${'ABC'[team - 1]}`,
    costCenter: costCenters[team] ?? '',
    glAccount: '6400',
  };
}

function nameCluster(cluster: number) {
  const name = `aks-${cluster}`;
  return {
    clusterId: `/subscriptions/11111111-2222-3333-4444-555555555555/resourcegroups/rg/providers/microsoft.containerservice/managedclusters/${name}`,
    clusterName: name,
  };
}

function toLine(entry: Entry, costCenters: readonly string[], amount: string): StatementLine {
  const { team, cluster, namespace, category, kind, origin } = entry;
  return {
    ...nameTeam(team, costCenters),
    ...nameCluster(cluster),
    ...{ namespace, category, kind, origin, part: '', rule: kind === 'adjustment' ? 'restatement' : 'usage' },
    ...{ ownerReason: 'label team', days: '1-31', amount, exact: amount, ratio: '' },
  };
}

const LISTS = ['mine', 'silenced', 'withSecops', 'withPlatform', 'notSeen', 'exempt', 'fixed'] as const;
type List = (typeof LISTS)[number];

const cents = fc.bigInt({ min: 0n, max: 10n ** 9n }).map((units) => formatMinorUnits(units, 2));

/** Digests of one team. */
export const digests: fc.Arbitrary<DigestReport> = fc
  .record({
    ...{ week: cents, previousWeek: fc.option(cents, { nil: undefined }), monthToDate: cents },
    sizes: fc.array(fc.nat({ max: 3 }), { minLength: LISTS.length, maxLength: LISTS.length }),
    overdue: fc.nat({ max: 3 }),
  })
  .map(({ week, previousWeek, monthToDate, sizes, overdue }) => {
    const sizeOf = (list: List): number => sizes[LISTS.indexOf(list)] ?? 0;
    const mine = sizeOf('mine') + sizeOf('silenced');
    return {
      ...DIGEST,
      notices: [],
      teams: DIGEST.teams.map((team) => ({
        ...team,
        costs: team.costs.map((cost) => ({ ...cost, week, previousWeek, monthToDate })),
        findings: {
          ...team.findings,
          ...{ new: [], reopened: [] },
          mine: makeFindings('mine', sizeOf('mine')),
          silenced: makeFindings('silenced', sizeOf('silenced')),
          withSecops: makeFindings('withSecops', sizeOf('withSecops'), { actor: 'secops' }),
          withPlatform: makeFindings('withPlatform', sizeOf('withPlatform'), { actor: 'platform' }),
          notSeen: makeFindings('notSeen', sizeOf('notSeen'), { notSeenSince: '2026-11-20' }),
          exempt: makeFindings('exempt', sizeOf('exempt'), { state: 'exempt' }),
          fixed: makeFindings('fixed', sizeOf('fixed'), { state: 'resolved' }),
          counts: { mine, overdue: Math.min(overdue, mine), dueThisWeek: 0, expiring: 0 },
        },
      })),
    };
  });

/** Governance reports of three teams. */
export const governances: fc.Arbitrary<GovernanceReport> = fc
  .array(fc.record({ open: fc.nat({ max: 4 }), overdue: fc.nat({ max: 4 }), fixed: fc.nat({ max: 2 }) }), {
    minLength: 3,
    maxLength: 3,
  })
  .map((drafts) => {
    const teams = drafts.map(({ open, overdue, fixed }, place) => ({
      ...{ team: `team-${place + 1}`, teamName: `Team ${'ABC'[place]}` },
      ...{ open, overdue: Math.min(overdue, open), fixed },
    }));
    const sum = (of: 'open' | 'overdue' | 'fixed'): number => teams.reduce((all, team) => all + team[of], 0);
    return {
      ...GOVERNANCE,
      notices: [],
      totals: {
        ...{ open: sum('open'), new: 0, reopened: 0, fixed: sum('fixed'), overdue: sum('overdue') },
        ...{ dueThisWeek: 0, exempt: 0, notSeen: 0 },
      },
      surfaces: teams.map(({ team, teamName, open, overdue }) => ({
        ...{ team, teamName, open, overdue, dueThisWeek: 0 },
        counts: { build: 0, registry: 0, cluster: 0, node: 0, application: open },
        oldestDueOn: overdue > 0 ? '2026-11-01' : undefined,
      })),
      bySurface: { build: 0, registry: 0, cluster: 0, node: 0, application: sum('open') },
      bySeverity: { critical: 0, high: sum('open'), medium: 0, low: 0, unknown: 0 },
      byActor: { team: sum('open'), platform: 0, secops: 0 },
      findings: teams.flatMap(({ team, open, overdue, fixed }) => [
        ...makeFindings(`${team}-late`, overdue, { team, overdue: true }),
        ...makeFindings(`${team}-open`, open - overdue, { team, overdue: false }),
        ...makeFindings(`${team}-fixed`, fixed, { team, overdue: false, state: 'resolved' }),
      ]),
    };
  });

function makeFindings(prefix: string, count: number, changes: Partial<FindingLine> = {}): FindingLine[] {
  return Array.from({ length: count }, (_, index) => findingOf(`${prefix}-${index}`, changes));
}
