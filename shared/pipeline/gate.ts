import { type CurrencyFacts, type GateFacts, judgeChargeback } from '../closing/gate.ts';
import { isHeld } from '../closing/life.ts';
import { withLife } from '../closing/statement.ts';
import { type ChargeKind, UNOWNED } from '../model/cost.ts';
import { type Amount, ONE_UNIT, parseAmount } from '../model/money.ts';
import { dayOf, type Period, previousPeriod } from '../model/time.ts';
import type { ChargebackReport, CurrencyStatement } from '../reports/chargebackReport.ts';
import { hashReport } from '../reports/identity.ts';
import { readBlock } from '../reports/lines.ts';
import type { ReportingApp } from './app.ts';

/** Rules by which nobody's team is charged on purpose. */
const ON_PURPOSE: ReadonlySet<string> = new Set(['outside', 'idleSeparate']);

/**
 * Judges a chargeback and writes the verdict into it; data that a person released is let through.
 * @param clusters what each cluster's allocation told, beside its bill
 */
export async function passGate(
  app: ReportingApp,
  report: ChargebackReport,
  period: Period,
  clusters: GateFacts['clusters'],
  previous: ChargebackReport | undefined,
): Promise<ChargebackReport> {
  const facts: GateFacts = {
    month: period.id,
    previousMonth: previousPeriod(period).id,
    over: period.to < dayOf(app.clock.now()),
    currencies: report.statements.map((statement) => currencyFacts(statement, comparable(app, previous))),
    clusters,
    coverage: report.coverage.entries,
  };
  const judged = withLife(report, { held: judgeChargeback(facts, app.config.cost.gate) });
  if (!isHeld(judged.life)) return judged;
  const release = await app.store.reports.getRelease('chargeback', period.id, hashReport(judged));
  return release ? withLife(judged, { release }) : judged;
}

function currencyFacts(statement: CurrencyStatement, previous: ChargebackReport | undefined): CurrencyFacts {
  const { currency, total } = statement;
  const before = previous?.statements.find((candidate) => candidate.currency === currency);
  return {
    currency,
    total: read(total.exact),
    unowned: sumUnowned(statement),
    previous: before && read(before.total.exact),
  };
}

/** What is charged to nobody, other than on purpose and other than by agreements and corrections. */
function sumUnowned({ lines }: CurrencyStatement): Amount {
  const kind: ChargeKind = 'adjustment';
  let sum = 0n;
  for (const block of lines.blocks) {
    if (lines.teams[block.team]?.team !== UNOWNED) continue;
    for (const line of readBlock(lines, block)) {
      if (line.kind !== kind && !ON_PURPOSE.has(line.rule)) sum += read(line.exact);
    }
  }
  return sum;
}

/** The month before, when enough of it was read to be a measure. */
function comparable(app: ReportingApp, previous: ChargebackReport | undefined): ChargebackReport | undefined {
  const entries = previous?.coverage.entries ?? [];
  const expected = entries.reduce((sum, entry) => sum + entry.expectedDays, 0);
  const readDays = entries.reduce((sum, entry) => sum + entry.readDays, 0);
  const limit = (parseAmount(app.config.cost.gate.coveredShare) ?? 0n) * BigInt(expected);
  return expected > 0 && BigInt(readDays) * ONE_UNIT >= limit ? previous : undefined;
}

function read(exact: string): Amount {
  return parseAmount(exact) ?? 0n;
}
