import { type Charge, UNOWNED } from '../model/cost.ts';
import type { Cluster } from '../model/estate.ts';
import type { SecurityAlert } from '../model/governance.ts';
import { type Amount, formatMinorUnits, minorDigits, toMinorUnits } from '../model/money.ts';
import { addDays, type Day, type Period, weekOf } from '../model/time.ts';
import { beginReport, limitWarnings, type ReportInput } from './base.ts';
import { describeTeam } from './chargeback.ts';
import {
  compareFindings,
  type FindOwner,
  type OwnedFinding,
  readingDays,
  teamsOf,
  toAlertLine,
  toFindingLine,
  wasFixed,
} from './findings.ts';
import type { DigestReport, TeamCost, TeamDigest } from './report.ts';

/** Weeks of the trend, the reported one included. */
export const TREND_WEEKS = 8;

/** Exact cost by team, currency, week and namespace; charges are added a day's part at a time. */
export class WeeklyCosts {
  readonly #week: Period;
  readonly #monthStart: Day;
  readonly #sums = new Map<string, Map<string, Amount>>();
  readonly currencies = new Set<string>();

  constructor(week: Period) {
    this.#week = week;
    this.#monthStart = `${week.to.slice(0, 7)}-01` as Day;
  }

  /** The first day that must be added. */
  static firstDay(week: Period): Day {
    const trend = addDays(week.from, -7 * (TREND_WEEKS - 1));
    const month = `${week.to.slice(0, 7)}-01` as Day;
    return trend < month ? trend : month;
  }

  addCharges(day: Day, charges: Iterable<Charge>): void {
    const week = weekOf(day).id;
    for (const { team, currency, clusterId, namespace, amount } of charges) {
      this.currencies.add(currency);
      this.#add(team, `${currency}|week|${week}`, amount);
      if (day >= this.#monthStart && day <= this.#week.to) this.#add(team, `${currency}|month`, amount);
      if (day > addDays(this.#week.from, -8))
        this.#add(team, `${currency}|place|${week}|${clusterId}|${namespace}`, amount);
    }
  }

  teams(): readonly string[] {
    return [...this.#sums.keys()].sort();
  }

  /** The cost of a week; 0 when the team had none. */
  ofWeek(team: string, currency: string, week: string): Amount {
    return this.#sums.get(team)?.get(`${currency}|week|${week}`) ?? 0n;
  }

  monthToDate(team: string, currency: string): Amount {
    return this.#sums.get(team)?.get(`${currency}|month`) ?? 0n;
  }

  /** Cost by cluster and namespace in a week. */
  places(team: string, currency: string, week: string): ReadonlyMap<string, Amount> {
    const prefix = `${currency}|place|${week}|`;
    const places = new Map<string, Amount>();
    for (const [key, amount] of this.#sums.get(team) ?? []) {
      if (key.startsWith(prefix)) places.set(key.slice(prefix.length), amount);
    }
    return places;
  }

  #add(team: string, key: string, amount: Amount): void {
    const own = this.#sums.get(team) ?? new Map<string, Amount>();
    own.set(key, (own.get(key) ?? 0n) + amount);
    this.#sums.set(team, own);
  }
}

export interface DigestInput extends ReportInput {
  readonly costs: WeeklyCosts;
  /** Weeks whose every day was read for every cluster. */
  readonly weeksRead: ReadonlySet<string>;
  readonly clusters: readonly Cluster[];
  readonly findings: readonly OwnedFinding[];
  readonly alerts: readonly SecurityAlert[];
  readonly findOwner: FindOwner;
  readonly warnings: readonly string[];
}

/** Builds every team's digest of one week; a team without cost or findings is in it as well. */
export function buildDigest(input: DigestInput): DigestReport {
  const { config, coverage } = input;
  const teams = new Set([...config.teams.map((team) => team.id), ...input.costs.teams()]);
  if (input.findings.some(({ teams: owners }) => owners.includes(UNOWNED))) teams.add(UNOWNED);
  return {
    ...beginReport('digest', input, [
      ...(coverage.complete ? [] : [coverage.summary]),
      ...limitWarnings(input.warnings),
    ]),
    teams: [...teams].sort().map((team) => digestTeam(input, team)),
  };
}

function digestTeam(input: DigestInput, team: string): TeamDigest {
  const { from, to } = readingDays(input.period);
  const own = input.findings.filter(({ teams }) => teams.includes(team));
  const lines = own.map((finding) => toFindingLine(finding, to)).sort(compareFindings);
  const open = lines.filter((line) => line.state === 'open');
  const mine = open.filter((line) => line.actor === 'team');
  const fixed = new Set(own.filter((one) => wasFixed(one, from, to)).map(({ finding }) => finding.id));
  return {
    team,
    teamName: describeTeam(input.config, team).teamName,
    costs: [...input.costs.currencies].sort().map((currency) => costOf(input, team, currency)),
    findings: {
      new: open.filter((line) => line.firstSeen >= from && line.firstSeen <= to),
      fixed: lines.filter((line) => fixed.has(line.id)),
      mine,
      overdue: mine.filter((line) => line.overdue).length,
      withSecops: open.filter((line) => line.actor === 'secops').length,
      withPlatform: open.filter((line) => line.actor === 'platform').length,
      exempt: lines.filter((line) => line.state === 'exempt').length,
    },
    alerts: input.alerts
      .map((alert) => {
        const clusterName = nameOf(input.clusters, alert.clusterId);
        const teams = teamsOf({ ...alert, clusterName }, input.findOwner, input.config);
        return { line: toAlertLine(alert, clusterName, teams), teams };
      })
      .filter(({ teams }) => teams.includes(team))
      .map(({ line }) => line),
  };
}

function costOf(input: DigestInput, team: string, currency: string): TeamCost {
  const { costs, period, weeksRead } = input;
  const digits = minorDigits(currency);
  const write = (amount: Amount): string => formatMinorUnits(toMinorUnits(amount, digits), digits);
  const weeks = Array.from(
    { length: TREND_WEEKS },
    (_, index) => weekOf(addDays(period.from, -7 * (TREND_WEEKS - 1 - index))).id,
  );
  const before = weeks.at(-2) ?? '';
  const now = costs.places(team, currency, period.id);
  const then = costs.places(team, currency, before);
  const places = [...new Set([...now.keys(), ...then.keys()])].sort((a, b) => {
    const difference = (now.get(b) ?? 0n) - (now.get(a) ?? 0n);
    return difference > 0n ? 1 : difference < 0n ? -1 : a < b ? -1 : 1;
  });
  return {
    currency,
    digits,
    week: write(costs.ofWeek(team, currency, period.id)),
    previousWeek: weeksRead.has(before) ? write(costs.ofWeek(team, currency, before)) : undefined,
    trend: weeks.map((week) => ({
      week,
      amount: weeksRead.has(week) ? write(costs.ofWeek(team, currency, week)) : undefined,
    })),
    monthToDate: write(costs.monthToDate(team, currency)),
    namespaces: places.map((place) => {
      const [clusterId = '', namespace = ''] = place.split('|');
      return {
        clusterName: nameOf(input.clusters, clusterId),
        namespace,
        amount: write(now.get(place) ?? 0n),
        previous: weeksRead.has(before) ? write(then.get(place) ?? 0n) : undefined,
      };
    }),
  };
}

function nameOf(clusters: readonly Cluster[], clusterId: string): string {
  return clusters.find((cluster) => cluster.id === clusterId)?.name ?? clusterId;
}
