import type { CostCategory, CostRow } from '../../shared/model/cost.ts';
import { type Amount, parseAmount } from '../../shared/model/money.ts';
import { type Clock, type Day, parsePeriod } from '../../shared/model/time.ts';
import type { ReportingApp } from '../../shared/pipeline/app.ts';
import { buildReport } from '../../shared/pipeline/report.ts';
import type { ChargebackReport } from '../../shared/reports/chargebackReport.ts';
import { readLines } from '../../shared/reports/lines.ts';
import { createMemoryStore } from '../../shared/store/memory.ts';
import { makeCost, makeRow } from '../allocation/estate.ts';
import { makeConfig } from '../reports/configuration.ts';
import { makeSources, PROD, SUBSCRIPTION, TEST } from './estate.ts';

export const CLUSTERS = { prod: PROD, test: TEST } as const;
export type ClusterKey = keyof typeof CLUSTERS;
export const NAMESPACES = ['cart', 'ledger', 'batch'] as const;

type Changed = { readonly config: ReportingApp['config'] };

/** Some months of an estate whose bill, allocation and ownership a test changes as Azure and people do. */
export class Months {
  app: ReportingApp & { readonly clock: Clock & { time: Date } };
  readonly #bill = new Map<string, CostRow>();

  constructor(now: string, closing: { readonly materiality: number; readonly lookBackMonths: number }) {
    const clock = {
      time: new Date(now),
      now() {
        return clock.time;
      },
    };
    const config = makeConfig();
    this.app = {
      config: {
        ...config,
        azure: { ...config.azure, subscriptions: [SUBSCRIPTION] },
        cost: { ...config.cost, closing },
      },
      sources: makeSources(),
      store: createMemoryStore(),
      clock,
      log: () => {},
    };
  }

  /** The estate as the inventory has it from a day on. */
  async found(day: Day): Promise<void> {
    await this.app.store.snapshots.putSnapshot({
      ...{ source: 'inventory', scope: 'estate', day, asOf: this.#asOf() },
      data: {
        subscriptions: [{ id: SUBSCRIPTION, name: 'Production' }],
        clusters: [PROD, TEST],
        registries: [],
      },
    });
    await this.app.store.snapshots.putSnapshot({
      ...{ source: 'resources', scope: SUBSCRIPTION, day, asOf: this.#asOf() },
      data: [],
    });
  }

  /** Azure's bill of a day: one amount of one cluster and category is set, the others stay. */
  async bill(day: Day, cluster: ClusterKey, amount: string | Amount, category = 'compute', currency = 'EUR') {
    const meterCategory = category === 'compute' ? 'Virtual Machines' : 'Bandwidth';
    const { nodeResourceGroup } = CLUSTERS[cluster];
    const path = `resourceGroups/${nodeResourceGroup}/providers/Microsoft.Compute/virtualMachineScaleSets/pool`;
    this.#bill.set(`${day}|${cluster}|${category}|${currency}`, {
      ...makeCost(path, '0'),
      ...{ day, subscriptionId: SUBSCRIPTION, meterCategory, currency },
      amount: typeof amount === 'string' ? (parseAmount(amount) ?? 0n) : amount,
    });
    const data = [...this.#bill.values()].filter((row) => row.day === day);
    for (const source of ['cost.effective', 'cost.billed'] as const) {
      const place = { source, scope: SUBSCRIPTION, day, asOf: this.#asOf() };
      await this.app.store.snapshots.putSnapshot({ ...place, data });
    }
  }

  /** What the namespaces of a cluster used on a day; the namespace's label names its team. */
  async use(day: Day, cluster: ClusterKey, cpu: Readonly<Record<string, string>>): Promise<void> {
    await this.app.store.snapshots.putSnapshot({
      ...{ source: 'allocation', scope: CLUSTERS[cluster].id, day, asOf: this.#asOf() },
      data: {
        ...{ producer: 'opencost', idleTold: true, coveredHours: 24, warnings: [] },
        rows: Object.entries(cpu).map(([namespace, cost]) =>
          makeRow(
            namespace,
            'api',
            { cpu: cost },
            { namespaceLabels: { team: namespace === 'ledger' ? 'pay' : 'shop' } },
          ),
        ),
      },
    });
  }

  /** A rule that gives a namespace to a team, for all days or from one on. */
  own(namespace: string, team: string, from?: Day): void {
    const rules = this.app.config.ownership.rules.filter((rule) => rule.namespace !== namespace);
    this.configure({
      ownership: {
        ...this.app.config.ownership,
        rules: [...rules, { namespace, team, ...(from && { from }) }],
      },
    });
  }

  configure(change: Partial<ReportingApp['config']>): void {
    const changed: Changed = { config: { ...this.app.config, ...change } };
    this.app = { ...this.app, ...changed };
  }

  async build(month: string): Promise<ChargebackReport> {
    const report = await buildReport(this.app, 'chargeback', parsePeriod(month));
    if (report.kind !== 'chargeback') throw new TypeError(report.kind);
    return report;
  }

  /** The exact bill of all months, by currency. */
  billed(): ReadonlyMap<string, Amount> {
    const sums = new Map<string, Amount>();
    for (const { currency, amount } of this.#bill.values())
      sums.set(currency, (sums.get(currency) ?? 0n) + amount);
    return sums;
  }

  #asOf(): string {
    return this.app.clock.now().toISOString();
  }
}

/** The exact total of a statement, by currency. */
export function totalsOf(report: ChargebackReport): ReadonlyMap<string, Amount> {
  return new Map(report.statements.map(({ currency, total }) => [currency, parseAmount(total.exact) ?? 0n]));
}

/** The adjustments of a statement: `2026-01 shop compute 3.5 EUR: Azure changed the bill of 2026-01`. */
export function adjustmentsOf(report: ChargebackReport): readonly string[] {
  return report.statements.flatMap((statement) =>
    [...readLines(statement)]
      .filter((line) => line.origin !== '')
      .map(
        (line) =>
          `${line.origin} ${line.team} ${line.category satisfies CostCategory} ${line.exact} ${statement.currency} (${line.rule}): ${line.ownerReason}`,
      ),
  );
}
