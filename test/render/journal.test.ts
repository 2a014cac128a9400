import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StatementLife } from '../../shared/closing/life.ts';
import { RequestError } from '../../shared/model/errors.ts';
import { formatMinorUnits, parseAmount } from '../../shared/model/money.ts';
import { createFormatter } from '../../shared/render/formatter.ts';
import { nameTeam } from '../../shared/render/view/names.ts';
import type { ChargebackReport } from '../../shared/reports/chargebackReport.ts';
import { chargebacks } from './arbitraryReports.ts';
import { HEALTH } from './healthReports.ts';
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

  it('is a document for each currency, of the day that the statement was read or closed', async () => {
    const lines = await readJournal(CHARGEBACK);
    const documents = lines.map((line) => `${line.DocumentNumber} ${line.DocumentDate}`);
    expect([...new Set(documents)]).toEqual([
      expect.stringMatching(/^AKS-2026-10-[0-9a-f]{8}-EUR 2026-11-05$/),
      expect.stringMatching(/^AKS-2026-10-[0-9a-f]{8}-JPY 2026-11-05$/),
    ]);
    const closing = {
      at: '2026-11-09T08:00:00.000Z',
      by: 'Ada',
      reason: '',
      revision: 1,
      accepted: [],
      basis: '',
    };
    const closed = { ...CHARGEBACK, state: 'closed' as const, life: { ...LIFE, closing } };
    expect((await readJournal(closed))[0]).toMatchObject({ DocumentDate: '2026-11-09' });
  });

  it('books corrections of a closed month in lines of their own, which name the month', async () => {
    const [euro] = CHARGEBACK.statements;
    if (!euro) throw new Error('there is no statement');
    const both = {
      ...euro,
      total: { amount: '1337.66', exact: '1337.66' },
      teams: euro.teams.map((team) => (team.team === 'search' ? { ...team, amount: '-4.68' } : team)),
    };
    const own = (await readJournal({ ...CHARGEBACK, statements: [both] })).filter((line) =>
      line.Text?.includes('shop Bcc'),
    );
    expect(own.map(({ Debit, Credit, Text }) => [Debit, Credit, Text])).toEqual([
      ['7.66', '', 'AKS 2026-10 shop Bcc: all@evil.example (provisional)'],
      ['', '12.34', 'AKS correction of 2026-09 shop Bcc: all@evil.example (provisional)'],
    ]);
  });

  it('says its texts in the reader’s language, and writes amounts as ledgers read them', async () => {
    const lines = await readJournal({ ...CHARGEBACK, state: 'closed' }, 'de');
    expect(lines.find((line) => line.Debit === '1234.56')?.Text).toBe(
      'AKS 2026-10 <script>alert(1)</script>',
    );
    expect(lines.map((line) => line.Text)).toContain('AKS 2026-10 Verrechnung');
  });

  it('leaves out what comes to zero', async () => {
    const lines = await readJournal(chargeTeams([500n, 0n, -500n]));
    expect(lines.map(({ Debit, Credit }) => [Debit, Credit])).toEqual([
      ['5.00', ''],
      ['', '5.00'],
    ]);
    expect(await readJournal(chargeTeams([0n]))).toEqual([]);
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

  it('charges each team what the report charges it, and the clearing account the total', async () => {
    await fc.assert(
      fc.asyncProperty(chargebacks, fc.constantFrom('en', 'de'), async (report, locale) => {
        const lines = await readJournal(report, locale);
        const { words } = createFormatter({ locale });
        for (const { currency, teams, total } of report.statements) {
          const own = lines.filter((line) => line.Currency === currency);
          const sumOf = (side: string, of = own): bigint =>
            of.reduce((sum, line) => sum + (parseAmount(line[side] || '0') ?? 0n), 0n);
          expect(sumOf('Debit')).toBe(sumOf('Credit'));
          const clearing = own.filter((line) => line.CostCenter === 'IT-CLEARING');
          expect(sumOf('Credit', clearing) - sumOf('Debit', clearing)).toBe(parseAmount(total.amount));
          for (const team of teams) {
            const charged = own.filter((line) => line.Text?.includes(nameTeam(team, words)));
            expect(sumOf('Debit', charged) - sumOf('Credit', charged)).toBe(parseAmount(team.amount));
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  it('is refused while the gate holds the statement back', async () => {
    const held = [{ name: 'billRatio' as const, sentence: 'Twice the bill.', remedy: 'Look.' }];
    await expect(renderText({ ...CHARGEBACK, life: { ...LIFE, held } }, 'journal')).rejects.toThrow(
      /held back/,
    );
  });

  it('is refused where there is no account to book on', async () => {
    const statements = CHARGEBACK.statements.map((statement) => ({
      ...statement,
      teams: statement.teams.map((team) => ({ ...team, glAccount: ' ' })),
    }));
    await expect(renderText({ ...CHARGEBACK, statements }, 'journal')).rejects.toThrow(
      /no general-ledger account/,
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

  it.each([DIGEST, GOVERNANCE, HEALTH])('is refused for a $kind', async (report) => {
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

const LIFE: StatementLife = {
  ...{ held: [], release: undefined, closing: undefined, reopened: undefined, corrections: [] },
};

async function readJournal(report: ChargebackReport, locale = 'en'): Promise<Record<string, string>[]> {
  return parse(await renderText(report, 'journal', locale), { columns: true, bom: true });
}
