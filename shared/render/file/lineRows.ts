import { CHARGE_KINDS, type ChargeKind } from '../../model/cost.ts';
import { formatMinorUnits, parseAmount, toMinorUnits } from '../../model/money.ts';
import { byKey } from '../../model/order.ts';
import type { CurrencyStatement, StatementLine } from '../../reports/chargebackReport.ts';
import { readLines } from '../../reports/lines.ts';

/** What one team pays for one namespace of one cluster, by kind; decimals with the currency's digits. */
export interface NamespaceSum {
  readonly clusterName: string;
  readonly namespace: string;
  readonly team: string;
  readonly teamName: string;
  readonly kinds: Readonly<Record<ChargeKind, string>>;
  readonly amount: string;
}

/** A statement's lines as sheets show them, found in one reading: a large one has a million. */
export interface LineRows {
  /** The first of them, as many as a sheet holds. */
  readonly lines: readonly StatementLine[];
  readonly count: number;
  /** By cluster, namespace and team. */
  readonly namespaces: readonly NamespaceSum[];
  /** The first lines that adjust, and how many there are. */
  readonly adjustments: readonly StatementLine[];
  readonly adjustmentCount: number;
}

/** Reads the lines of a statement, once. @param limit rows that a sheet holds */
export function collectRows(statement: CurrencyStatement, limit: number): LineRows {
  const lines: StatementLine[] = [];
  const adjustments: StatementLine[] = [];
  const sums = new Map<string, PendingSum>();
  let count = 0;
  let adjustmentCount = 0;
  for (const line of readLines(statement)) {
    count++;
    if (lines.length < limit) lines.push(line);
    addLine(sums, line, statement.digits);
    if (line.kind !== 'adjustment') continue;
    adjustmentCount++;
    if (adjustments.length < limit) adjustments.push(line);
  }
  const namespaces = [...sums].sort(byKey).map(([, sum]) => finishSum(sum, statement.digits));
  return { lines, count, namespaces, adjustments, adjustmentCount };
}

type PendingSum = Pick<NamespaceSum, 'clusterName' | 'namespace' | 'team' | 'teamName'> & {
  readonly units: Record<ChargeKind, bigint>;
};

function addLine(sums: Map<string, PendingSum>, line: StatementLine, digits: number): void {
  const { clusterName, clusterId, namespace, team, teamName } = line;
  const key = `${clusterName}\n${clusterId}\n${namespace}\n${team}`;
  let sum = sums.get(key);
  if (!sum) {
    const units = { direct: 0n, idle: 0n, shared: 0n, overhead: 0n, adjustment: 0n };
    sum = { clusterName, namespace, team, teamName, units };
    sums.set(key, sum);
  }
  sum.units[line.kind] += toMinorUnits(parseAmount(line.amount) ?? 0n, digits);
}

function finishSum({ units, ...names }: PendingSum, digits: number): NamespaceSum {
  const write = (kind: ChargeKind): string => formatMinorUnits(units[kind], digits);
  return {
    ...names,
    kinds: {
      ...{ direct: write('direct'), idle: write('idle'), shared: write('shared') },
      ...{ overhead: write('overhead'), adjustment: write('adjustment') },
    },
    amount: formatMinorUnits(
      CHARGE_KINDS.reduce((sum, kind) => sum + units[kind], 0n),
      digits,
    ),
  };
}
