import { type Anomaly, findAnomalies } from '../analysis/anomalies.ts';
import { measureEfficiency } from '../analysis/efficiency.ts';
import {
  findRightSizing,
  HEADROOM,
  MIN_WORKLOAD_DAYS,
  type RightSizing,
  type Sizing,
} from '../analysis/rightSizing.ts';
import { AMOUNT_DECIMALS, type Amount, formatMinorUnits, toMinorUnits } from '../model/money.ts';
import { compareText } from '../model/order.ts';
import { startOf } from '../model/time.ts';
import { type TeamCostInput, toAmount } from './teamCost.ts';
import type { AnomalyLine, RightSizingLine, SizingLine, TeamCost } from './teamCostLine.ts';
import { SERIES_UNIT } from './weeklyCosts.ts';

/** Least excess of a day, and least saving a month, that are worth a reader's time: 5.00 in a currency of cents. */
const LEAST_MINOR_UNITS = 500n;

function leastAmount(digits: number): Amount {
  return LEAST_MINOR_UNITS * 10n ** BigInt(AMOUNT_DECIMALS - digits);
}

/** What stood out in the reported week, in each of the team's namespaces. */
export function listAnomalies(
  { costs, period, lastDay, isRead, nameCluster }: TeamCostInput,
  team: string,
  currency: string,
  digits: number,
): readonly AnomalyLine[] {
  const days = Math.round((startOf(lastDay).getTime() - startOf(period.from).getTime()) / 86_400_000) + 1;
  const least = Number(leastAmount(digits) / SERIES_UNIT);
  const found = costs.places(team, currency).flatMap((place) =>
    findAnomalies(costs.seriesOf(place, lastDay, isRead), Math.max(0, days), { least }).map((anomaly) => ({
      place,
      anomaly,
    })),
  );
  const excess = ({ amount, expected }: Anomaly): number => amount - expected;
  found.sort(
    (a, b) =>
      excess(b.anomaly) - excess(a.anomaly) ||
      compareText(a.place.clusterId, b.place.clusterId) ||
      compareText(a.place.namespace, b.place.namespace),
  );
  const write = (units: number): string => formatMinorUnits(toMinorUnits(toAmount(units), digits), digits);
  return found.map(({ place, anomaly }) => ({
    clusterName: nameCluster(place.clusterId),
    namespace: place.namespace,
    from: anomaly.from,
    to: anomaly.to,
    amount: write(anomaly.amount),
    expected: write(anomaly.expected),
  }));
}

/** What the team's workloads ask for and do not use, in all and one by one. */
export function listWaste(
  { costs, nameCluster }: TeamCostInput,
  team: string,
  currency: string,
  digits: number,
): Pick<TeamCost, 'efficiency' | 'rightSizing'> {
  const workloads = [...costs.workloads(team, currency)];
  const found = findRightSizing(workloads, {
    headroom: HEADROOM,
    minDays: MIN_WORKLOAD_DAYS,
    least: leastAmount(digits),
  });
  const hours = new Map(
    workloads.map((use) => [`${use.clusterId}|${use.namespace}|${use.workload}`, use.days * 24]),
  );
  const { cpu, ram, monthlySaving, told, untold } = measureEfficiency(workloads, found);
  const write = (amount: Amount): string => formatMinorUnits(toMinorUnits(amount, digits), digits);
  const percent = (ratio: number | undefined): string | undefined =>
    ratio === undefined ? undefined : String(Math.round(ratio * 100));
  return {
    efficiency: {
      cpuPercent: percent(cpu),
      ramPercent: percent(ram),
      monthlySaving: write(monthlySaving),
      told,
      untold,
    },
    rightSizing: found.map((one): RightSizingLine => {
      const ran = hours.get(`${one.clusterId}|${one.namespace}|${one.workload}`) ?? 24;
      return {
        clusterName: nameCluster(one.clusterId),
        namespace: one.namespace,
        workload: one.workload,
        ...averageOf(one, ran),
        monthlySaving: write(one.monthly),
      };
    }),
  };
}

const MIB = 1024 ** 2;

function averageOf({ cpu, ram }: RightSizing, hours: number): Pick<RightSizingLine, 'cpuCores' | 'ramMib'> {
  const average = (sizing: Sizing, unit: number, decimals: number): SizingLine => ({
    requested: (sizing.requested / hours / unit).toFixed(decimals),
    used: (sizing.used / hours / unit).toFixed(decimals),
    recommended: (sizing.recommended / hours / unit).toFixed(decimals),
  });
  return { cpuCores: average(cpu, 1, 3), ramMib: average(ram, MIB, 0) };
}
