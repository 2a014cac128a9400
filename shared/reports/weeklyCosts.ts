import { DEFAULT_PRICES, measureCompute, type ResourcePrices } from '../analysis/computeUnits.ts';
import { type CostGroup, GROUP_OF, type MovementLine } from '../analysis/movement.ts';
import { sharesOf } from '../analysis/owners.ts';
import { WorkloadSum, type WorkloadUse } from '../analysis/workloads.ts';
import type { AllocationRow, Charge } from '../model/cost.ts';
import type { Amount } from '../model/money.ts';
import type { Owner } from '../model/ownership.ts';
import { addDays, type Day, daysBetween, type Period, startOf } from '../model/time.ts';

/** Weeks of the trend, the reported one included. */
export const TREND_WEEKS = 8;

/** Amounts of series are millionths of the currency unit: exact enough for statistics, and their sums are whole. */
export const SERIES_UNIT: Amount = 10n ** 22n;

/** What one team was charged in one place, in one currency. */
export interface PlaceCosts {
  readonly team: string;
  readonly currency: string;
  readonly clusterId: string;
  readonly namespace: string;
  /** By day since the first, in {@link SERIES_UNIT}; 0 for a day without charges, whether it was read or not. */
  readonly daily: Float64Array;
  readonly thisWeek: Map<CostGroup, Amount>;
  readonly weekBefore: Map<CostGroup, Amount>;
  /** Direct compute charges of the reported week, by workload. */
  readonly workloads: Map<string, Amount>;
}

interface TeamSums {
  /** Oldest first, the reported week last. */
  readonly weeks: Amount[];
  month: Amount;
  readonly places: PlaceCosts[];
}

interface PlaceUse {
  thisWeek: number;
  weekBefore: number;
  readonly workloads: Map<string, WorkloadSum>;
}

/** Tells whether everything that a cluster's cost of a day is made from was read. */
export type IsRead = (day: Day, clusterId: string) => boolean;

/**
 * Exact cost by team, week and place, with daily series and what was used. Charges and usage are added a day's part
 * at a time, in any order.
 */
export class WeeklyCosts {
  readonly #week: Period;
  readonly #first: Day;
  readonly #monthStart: Day;
  readonly #prices: ResourcePrices;
  readonly #days: readonly Day[];
  readonly #offsets: ReadonlyMap<Day, number>;
  readonly #sums = new Map<string, Map<string, TeamSums>>();
  readonly #places = new Map<string, Map<string, PlaceCosts>>();
  readonly #use = new Map<string, Map<string, PlaceUse>>();
  readonly #observed = new Map<string, Set<Day>>();

  constructor(week: Period, prices: ResourcePrices = DEFAULT_PRICES) {
    this.#week = week;
    this.#prices = prices;
    this.#first = WeeklyCosts.firstDay(week);
    this.#monthStart = `${week.to.slice(0, 7)}-01` as Day;
    this.#days = daysBetween(this.#first, week.to);
    this.#offsets = new Map(this.#days.map((day, offset) => [day, offset]));
  }

  /** The first day that must be added. */
  static firstDay(week: Period): Day {
    const trend = addDays(week.from, -7 * (TREND_WEEKS - 1));
    const month = `${week.to.slice(0, 7)}-01` as Day;
    return trend < month ? trend : month;
  }

  addCharges(day: Day, charges: Iterable<Charge>): void {
    const offset = this.#offsetOf(day);
    const week = TREND_WEEKS - 1 + Math.floor(countDays(this.#week.from, day) / 7);
    const inMonth = day >= this.#monthStart && day <= this.#week.to;
    for (const charge of charges) {
      const { amount } = charge;
      const place = this.#placeOf(charge);
      const sums = this.#sumsOf(charge.team, charge.currency);
      sums.weeks[week] = (sums.weeks[week] ?? 0n) + amount;
      if (inMonth) sums.month += amount;
      place.daily[offset] = (place.daily[offset] ?? 0) + Number(amount / SERIES_UNIT);
      if (week === TREND_WEEKS - 1) {
        addTo(place.thisWeek, groupOf(charge), amount);
        if (charge.kind === 'direct' && charge.category === 'compute' && charge.workload !== '')
          addTo(place.workloads, charge.workload, amount);
      } else if (week === TREND_WEEKS - 2) addTo(place.weekBefore, groupOf(charge), amount);
    }
  }

  /** Adds what ran on a cluster on a day, with its owners. */
  addUsage(
    day: Day,
    clusterId: string,
    rows: Iterable<{ readonly row: AllocationRow; readonly owner: Owner }>,
  ): void {
    if (day < addDays(this.#week.from, -7) || day > this.#week.to) return;
    const isThisWeek = day >= this.#week.from;
    if (isThisWeek) {
      this.#observed.set(clusterId, (this.#observed.get(clusterId) ?? new Set<Day>()).add(day));
    }
    for (const { row, owner } of rows) {
      if (row.kind !== 'workload') continue;
      const quantity = measureCompute(row, this.#prices);
      for (const { team, part } of sharesOf(owner)) {
        const use = this.#useOf(clusterId, team, row.namespace);
        use[isThisWeek ? 'thisWeek' : 'weekBefore'] += Math.round(quantity * part);
        if (!isThisWeek || row.controller === '') continue;
        const workload = use.workloads.get(row.controller) ?? new WorkloadSum();
        use.workloads.set(row.controller, workload);
        workload.addRow(day, row);
      }
    }
  }

  get currencies(): ReadonlySet<string> {
    return new Set(this.#sums.keys());
  }

  teams(): readonly string[] {
    return [...new Set([...this.#sums.values()].flatMap((teams) => [...teams.keys()]))].sort();
  }

  /** The cost of a week of the trend, 0 being the oldest; 0 when the team had none. */
  ofWeek(team: string, currency: string, week: number): Amount {
    return this.#sums.get(currency)?.get(team)?.weeks[week] ?? 0n;
  }

  monthToDate(team: string, currency: string): Amount {
    return this.#sums.get(currency)?.get(team)?.month ?? 0n;
  }

  /** The team's places in a currency. */
  places(team: string, currency: string): readonly PlaceCosts[] {
    return this.#sums.get(currency)?.get(team)?.places ?? [];
  }

  /** A place's daily amounts to `to`, NaN where the cluster was not read. */
  seriesOf(place: PlaceCosts, to: Day, isRead: IsRead): { readonly from: Day; readonly amounts: number[] } {
    const days = this.#days.slice(0, this.#offsetOf(to) + 1);
    const amounts = days.map((day, offset) =>
      isRead(day, place.clusterId) ? (place.daily[offset] ?? 0) : Number.NaN,
    );
    return { from: this.#first, amounts };
  }

  /** A team's daily amounts to `to`, NaN where any of its clusters was not read. */
  seriesOfTeam(team: string, currency: string, to: Day, isRead: IsRead): number[] {
    const places = this.places(team, currency);
    const clusters = [...new Set(places.map((place) => place.clusterId))];
    return this.#days.slice(0, this.#offsetOf(to) + 1).map((day, offset) => {
      if (!clusters.every((clusterId) => isRead(day, clusterId))) return Number.NaN;
      return places.reduce((sum, place) => sum + (place.daily[offset] ?? 0), 0);
    });
  }

  /** One currency's charges of a week, as movements are explained from: compute with its quantity where it is known. */
  *movementLines(currency: string, side: 'thisWeek' | 'weekBefore'): Generator<MovementLine> {
    for (const { places } of this.#sums.get(currency)?.values() ?? []) {
      for (const place of places) {
        const { team, clusterId, namespace } = place;
        const use = this.#use.get(clusterId)?.get(`${team}|${namespace}`)?.[side] ?? 0;
        for (const [group, amount] of place[side]) {
          const quantity = group === 'compute' && use > 0 ? BigInt(use) : undefined;
          yield { team, clusterId, namespace, group, amount, quantity };
        }
      }
    }
  }

  /** What the team's workloads asked for, used and were charged in the reported week. */
  *workloads(team: string, currency: string): Generator<WorkloadUse> {
    for (const { clusterId, namespace, workloads } of this.places(team, currency)) {
      const use = this.#use.get(clusterId)?.get(`${team}|${namespace}`);
      const observedDays = this.#observed.get(clusterId)?.size ?? 0;
      for (const [workload, charged] of workloads) {
        const sum = use?.workloads.get(workload);
        if (sum) yield sum.toUse({ clusterId, namespace, workload, observedDays }, charged);
      }
    }
  }

  #offsetOf(day: Day): number {
    return this.#offsets.get(day) ?? countDays(this.#first, day);
  }

  #sumsOf(team: string, currency: string): TeamSums {
    const teams = this.#sums.get(currency) ?? new Map<string, TeamSums>();
    this.#sums.set(currency, teams);
    const known = teams.get(team);
    if (known) return known;
    const fresh: TeamSums = { weeks: Array.from({ length: TREND_WEEKS }, () => 0n), month: 0n, places: [] };
    teams.set(team, fresh);
    return fresh;
  }

  #placeOf({ clusterId, currency, team, namespace }: Charge): PlaceCosts {
    const ofCluster = this.#places.get(clusterId) ?? new Map<string, PlaceCosts>();
    this.#places.set(clusterId, ofCluster);
    const key = `${currency}|${team}|${namespace}`;
    const known = ofCluster.get(key);
    if (known) return known;
    const fresh: PlaceCosts = {
      ...{ team, currency, clusterId, namespace },
      daily: new Float64Array(this.#days.length),
      thisWeek: new Map(),
      weekBefore: new Map(),
      workloads: new Map(),
    };
    ofCluster.set(key, fresh);
    this.#sumsOf(team, currency).places.push(fresh);
    return fresh;
  }

  #useOf(clusterId: string, team: string, namespace: string): PlaceUse {
    const ofCluster = this.#use.get(clusterId) ?? new Map<string, PlaceUse>();
    this.#use.set(clusterId, ofCluster);
    const key = `${team}|${namespace}`;
    const known = ofCluster.get(key);
    if (known) return known;
    const fresh: PlaceUse = { thisWeek: 0, weekBefore: 0, workloads: new Map() };
    ofCluster.set(key, fresh);
    return fresh;
  }
}

function groupOf({ kind, category }: Charge): CostGroup {
  return kind === 'adjustment' ? 'adjustment' : GROUP_OF[category];
}

function addTo<Key>(sums: Map<Key, Amount>, key: Key, amount: Amount): void {
  sums.set(key, (sums.get(key) ?? 0n) + amount);
}

function countDays(from: Day, to: Day): number {
  return Math.round((startOf(to).getTime() - startOf(from).getTime()) / 86_400_000);
}
