import { existsSync, globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { DuckDBDecimalValue, DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAmount } from '../../../shared/model/money.ts';
import { joinAmount, splitAmount, sumColumn } from '../../../shared/sources/exports/amounts.ts';
import { readExport } from '../../../shared/sources/exports/export.ts';
import { addDecimals } from './decimal.ts';
import { type RunTwin, readRuns, rowsOf, SUBSCRIPTION, sumRows, totalOf, writeFolder } from './exported.ts';
import { csv } from './twins.ts';

const HEADER = [
  'BilledCost',
  'EffectiveCost',
  'BillingCurrency',
  'ChargePeriodStart',
  'ResourceId',
  'ServiceName',
  'SubAccountId',
  'Tags',
];
const TAG_KEYS = ['team', 'k8s-azure-service'];

const digits = (min: number, max: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: min, maxLength: max });
const plain = fc
  .tuple(fc.constantFrom('', '-'), digits(1, 12), fc.constantFrom(0, 1, 4, 17, 18, 19, 28), digits(28, 28))
  .map(
    ([sign, whole, decimals, fraction]) =>
      `${sign}${whole}${decimals === 0 ? '' : `.${fraction.slice(0, decimals)}`}`,
  );
/** What is written with an exponent or past 28 decimals is as rare as it is in real exports. */
const amount = fc.oneof(
  { weight: 8, arbitrary: plain },
  {
    weight: 1,
    arbitrary: fc
      .tuple(digits(1, 1), digits(1, 15), fc.integer({ min: 1, max: 12 }))
      .map(([a, b, e]) => `${a}.${b}E-${e < 10 ? '0' : ''}${e}`),
  },
  { weight: 1, arbitrary: fc.constantFrom('1e-7', '6E-05', '0', '-0', '5.', '.5', '+3.25', ' 7 ') },
);
const row = fc.record({
  billed: amount,
  effective: amount,
  currency: fc.constantFrom('EUR', 'eur', 'USD', 'IDR'),
  date: fc.constantFrom(
    '2026-10-01T00:00:00Z',
    '2026-10-01',
    '10/01/2026',
    '2026-10-31 00:00:00',
    '20261015',
  ),
  resource: fc.constantFrom(
    '',
    `/subscriptions/${SUBSCRIPTION}/resourceGroups/MC_A/providers/x/y/Z`,
    `/SUBSCRIPTIONS/${SUBSCRIPTION.toUpperCase()}/resourcegroups/mc_a/providers/X/Y/z`,
  ),
  service: fc.constantFrom('Storage', 'Virtual Machines'),
  subscription: fc.constantFrom(SUBSCRIPTION, `/subscriptions/${SUBSCRIPTION.toUpperCase()}`, 'NULL'),
  tags: fc.constantFrom(
    '',
    'NULL',
    '{"Team":"shop"}',
    '"team": "shop","x": "1"',
    '{"team":"pay","K8S-azure-service":"a/b"}',
    '{no',
  ),
});

function write(rows: readonly (typeof row extends fc.Arbitrary<infer Row> ? Row : never)[]): string {
  return csv(
    HEADER,
    ...rows.map((r) => [
      r.billed,
      r.effective,
      r.currency,
      r.date,
      r.resource,
      r.service,
      r.subscription,
      r.tags,
    ]),
  );
}

test('an amount in its two numbers is the amount', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }), (whole) => {
      expect(joinAmount(splitAmount(whole))).toBe(whole);
    }),
  );
});

describe('an amount in the statement', () => {
  /** Sums each text alone; undefined where the statement leaves it to Purser to read. */
  async function sumEach(texts: readonly string[]): Promise<(bigint | undefined)[]> {
    const sum = sumColumn('amount', 'text', 'VARCHAR');
    const connection = await (await DuckDBInstance.create()).connect();
    const values = texts.map((text, row) => `(${row}, '${text}')`).join(', ');
    const result =
      await connection.runAndReadAll(`SELECT ${sum.coarse}, ${sum.fine}, ${sum.decimal}, ${sum.odd}
      FROM (SELECT row, ${sum.aggregates.join(', ')}
        FROM (SELECT row, ${sum.inner.join(', ')} FROM (VALUES ${values}) AS texts(row, text)) GROUP BY row) ORDER BY row`);
    connection.closeSync();
    return result.getRows().map(([coarse, fine, decimal, odd]) => {
      if (odd !== null) return undefined;
      const units = decimal instanceof DuckDBDecimalValue ? decimal.value : 0n;
      return joinAmount({ coarse: BigInt(String(coarse ?? 0)) + units, fine: BigInt(String(fine ?? 0)) });
    });
  }

  test('is what Purser reads in it, or is left to Purser, whatever the text is', async () => {
    const garbage = fc.string({ unit: fc.constantFrom(...'00159.-+eE_ \t,x'), maxLength: 24 });
    const digit = fc.constantFrom(...'0459');
    const number = fc
      .tuple(
        fc.constantFrom('', '-', '+'),
        fc.string({ unit: digit, maxLength: 12 }),
        fc.string({ unit: digit, maxLength: 30 }),
      )
      .map(([sign, whole, fraction]) => `${sign}${whole}.${fraction}`);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(garbage, number, plain), { minLength: 1, maxLength: 300 }),
        async (texts) => {
          const read = await sumEach(texts);
          for (const [index, text] of texts.entries()) {
            const sum = read[index];
            if (sum !== undefined) expect([text, sum]).toEqual([text, parseAmount(text)]);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test('is summed by DuckDB itself when it is plainly written', async () => {
    const texts = [
      '1.659324646901440000',
      '-0.493152',
      '0.0000000072922557592391990001',
      '12',
      '-999999999.9999999999',
      '0.0000000005',
    ];
    expect(await sumEach(texts)).toEqual(texts.map((text) => parseAmount(text)));
  });
});

describe('the sums that DuckDB makes', () => {
  test('are those of reading row by row, to the last digit, in every way of writing amounts and keys', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 40 }), async (rows) => {
        const text = write(rows);
        const folder = await writeFolder({ 'a.csv': text });
        const expected = (await readExport(join(folder, 'a.csv'))).rows;
        const month = await readRuns([{ files: { 'a.csv': text, 'b.csv.gz': gzipSync(write([])) } }], {
          tagKeys: TAG_KEYS,
        });
        expect(month.problems).toEqual([]);
        for (const metric of ['effective', 'billed'] as const) {
          expect(sumRows(rowsOf(month, metric), TAG_KEYS)).toEqual(sumRows(expected[metric], TAG_KEYS));
        }
      }),
      { numRuns: 20 },
    );
  }, 60_000);

  test('are exact for DECIMAL of any scale and take a DOUBLE for the shortest decimal that denotes it', async () => {
    const decimal = fc.bigInt({ min: -(10n ** 37n), max: 10n ** 37n });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(0, 4, 18, 20, 26),
        fc.array(
          fc.tuple(decimal, fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 })),
          { minLength: 1, maxLength: 20 },
        ),
        async (scale, values) => {
          const folder = await writeFolder({});
          const rows = values.map(([units, double]) => ({
            text: shift(units % 10n ** BigInt(scale + 12), scale),
            double,
          }));
          const connection = await (await DuckDBInstance.create()).connect();
          await connection.run(`COPY (SELECT CAST(a AS DECIMAL(38, ${scale})) AS EffectiveCost, CAST(b AS DOUBLE) AS BilledCost,
            'EUR' AS BillingCurrency, DATE '2026-10-05' AS ChargePeriodStart, 'x' AS ResourceId, 'Storage' AS ServiceName,
            '${SUBSCRIPTION}' AS SubAccountId
            FROM (VALUES ${rows.map(({ text, double }) => `('${text}', '${double}')`).join(', ')}) AS rows(a, b))
            TO '${folder}/a.parquet' (FORMAT parquet)`);
          const month = await readRuns([
            { files: { 'a.parquet': await readFile(join(folder, 'a.parquet')) } },
          ]);
          expect(month.problems).toEqual([]);
          expect(totalOf(month, 'effective')).toBe(addDecimals(rows.map(({ text }) => text)));
          const billed = rowsOf(month, 'billed').reduce((sum, each) => sum + each.amount, 0n);
          expect(billed).toBe(rows.reduce((sum, { double }) => sum + (parseAmount(double) ?? 0n), 0n));
        },
      ),
      { numRuns: 15 },
    );
  }, 60_000);
});

function shift(units: bigint, scale: number): string {
  const text = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const whole = text.slice(0, text.length - scale);
  return `${units < 0n ? '-' : ''}${whole}${scale === 0 ? '' : `.${text.slice(-scale)}`}`;
}

const DATA = fileURLToPath(new URL('../../../../shared/data', import.meta.url));

describe.skipIf(!existsSync(DATA))('recorded exports, summed by DuckDB,', () => {
  const files = existsSync(DATA)
    ? globSync(['cost-exports/**/*.csv', 'focus/*.csv'], { cwd: DATA }).sort()
    : [];

  test.each(files)('%s comes to the sums of reading it row by row', async (file) => {
    const content = await readExport(`${DATA}/${file}`);
    const type = content.dataset === 'focus' ? 'FocusCost' : 'AmortizedCost';
    const run: RunTwin = {
      type,
      files: { 'a.csv': await readFile(`${DATA}/${file}`) },
      from: content.from ?? '2023-09-01',
      to: content.to ?? '2023-09-30',
    };
    const expected = content.dataset === 'actual' ? content.rows.billed : content.rows.effective;
    const months = [...new Set(expected.map((each) => each.day.slice(0, 7)))].sort();
    const read = [];
    for (const month of months) {
      const exported = await readRuns([run], { month });
      expect(exported.problems).toEqual([]);
      read.push(...rowsOf(exported, 'effective'));
    }
    expect(sumRows(read)).toEqual(sumRows(expected));
  });
});
