import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RequestError } from '../../shared/model/errors.ts';
import { formatMinorUnits, parseAmount } from '../../shared/model/money.ts';
import type { ChargebackReport } from '../../shared/reports/chargebackReport.ts';
import { renderText } from './rendered.ts';
import { CHARGEBACK, DIGEST, GOVERNANCE } from './reports.ts';

describe('the journal of a chargeback', () => {
  it('debits each team on its cost centre and account, and credits the clearing account', async () => {
    const lines = await readJournal(CHARGEBACK);
    expect(lines.filter((line) => line.Currency === 'JPY')).toMatchObject([
      { PostingDate: '2026-10-31', CostCenter: 'CC-900', GlAccount: '6400', Debit: '5000', Credit: '' },
      { CostCenter: 'IT-CLEARING', GlAccount: '6499', Debit: '', Credit: '5000' },
    ]);
    expect(new Set(lines.map((line) => line.Reference)).size).toBe(1);
  });

  it('books an amount below zero on the other side', async () => {
    const refund = (await readJournal(CHARGEBACK)).find((line) => line.CostCenter?.includes('CC-300'));
    expect(refund).toMatchObject({ Debit: '', Credit: '12.34' });
  });

  it('balances to zero, whatever the amounts', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), { maxLength: 8 }),
        async (cents) => {
          const lines = await readJournal(chargeTeams(cents));
          const sideOf = (side: string): bigint =>
            lines.reduce((sum, line) => sum + (parseAmount(line[side] || '0') ?? 0n), 0n);
          expect(sideOf('Debit')).toBe(sideOf('Credit'));
          for (const line of lines) expect(line.Debit === '').not.toBe(line.Credit === '');
        },
      ),
      { numRuns: 50 },
    );
  });

  it('is refused when the teams do not add up to the total', async () => {
    const [euro] = CHARGEBACK.statements;
    const broken = {
      ...CHARGEBACK,
      statements: euro ? [{ ...euro, total: { amount: '1.00', exact: '1' } }] : [],
    };
    await expect(renderText(broken, 'journal')).rejects.toThrow(RequestError);
  });

  it.each([DIGEST, GOVERNANCE])('is refused for a $kind', async (report) => {
    await expect(renderText(report, 'journal')).rejects.toThrow(/no journal/);
  });
});

function chargeTeams(cents: readonly bigint[]): ChargebackReport {
  const amountOf = (value: bigint): string => formatMinorUnits(value, 2);
  const total = amountOf(cents.reduce((sum, value) => sum + value, 0n));
  return {
    ...CHARGEBACK,
    statements: CHARGEBACK.statements.slice(0, 1).map((statement) => ({
      ...statement,
      total: { amount: total, exact: total },
      teams: cents.flatMap((value) =>
        statement.teams.slice(0, 1).map((team) => ({ ...team, amount: amountOf(value) })),
      ),
    })),
  };
}

async function readJournal(report: ChargebackReport): Promise<Record<string, string>[]> {
  return parse(await renderText(report, 'journal'), { columns: true, bom: true });
}
