import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, test } from 'vitest';
import type { SourceError } from '../../../shared/model/errors.ts';
import { formatExact } from '../../../shared/model/money.ts';
import { type ExportContent, readExport } from '../../../shared/sources/exports/export.ts';
import { csv, writeTwins } from './twins.ts';

const SUBSCRIPTION = '1f0a5c2e-0b7d-4c1a-9a53-0c6f2d1e7a01';
const DISK = `/subscriptions/${SUBSCRIPTION}/resourceGroups/Shop/providers/Microsoft.Compute/disks/D1`;
const HEADER = [
  'SubscriptionId',
  'Date',
  'MeterCategory',
  'Cost',
  'BillingCurrency',
  'ResourceId',
  'ResourceGroup',
  'Tags',
];
const ROW = [
  SUBSCRIPTION,
  '10/05/2026',
  'Storage',
  '0.0000000072922557592391990001',
  'EUR',
  DISK,
  'SHOP',
  '"env": "prod"',
];
const EXPECTED = {
  day: '2026-10-05',
  subscriptionId: SUBSCRIPTION,
  resourceId: DISK.toLowerCase(),
  resourceGroup: 'shop',
  meterCategory: 'Storage',
  currency: 'EUR',
  tags: { env: 'prod' },
  amount: 72_922_557_592_391_990_001n,
};

async function read(content: string | Buffer, name = 'part_0.csv'): Promise<ExportContent> {
  return readExport(join(await writeTwins({ [name]: content }), name));
}

async function refuse(content: string | Buffer, name = 'part_0.csv'): Promise<SourceError> {
  return read(content, name).then(
    () => expect.unreachable('it was read'),
    (error: SourceError) => error,
  );
}

describe('reading a cost export', () => {
  test('keeps every digit of an amount and normalises ids, groups, tags and dates', async () => {
    const content = await read(csv(HEADER, ROW), 'ActualCost.csv');
    expect(content.rows.billed).toEqual([EXPECTED]);
    expect(content.rows.effective).toEqual([]);
    expect(content).toMatchObject({
      dataset: 'actual',
      currencies: ['EUR'],
      from: '2026-10-05',
      to: '2026-10-05',
    });
    expect(formatExact(content.rows.billed[0]?.amount ?? 0n)).toBe('0.0000000072922557592391990001');
  });

  test('finds columns behind a byte order mark, in camel case, localised, or of pay-as-you-go', async () => {
    const values = [SUBSCRIPTION, '2026-10-05', 'Storage', ROW[3] ?? '', 'eur', DISK, '', '{"env": "prod"}'];
    const headers = [
      [
        '\uFEFFSubscriptionGuid',
        'UsageDateTime',
        'MeterCategory',
        'PreTaxCost',
        'Currency',
        'InstanceId',
        'ResourceGroup',
        'Tags',
      ],
      [
        'subscriptionId',
        'date',
        'meterCategory',
        'costInBillingCurrency',
        'billingCurrency',
        'ResourceId',
        'resourceGroupName',
        'tags',
      ],
      [
        'Abonnement-GUID (SubscriptionGuid)',
        'Datum (Date)',
        'Kategorie der Verbrauchseinheit (MeterCategory)',
        'Kosten (Cost)',
        'Währung (Currency)',
        'Instanz-ID (Instance ID)',
        'Ressourcengruppe (ResourceGroup)',
        'Tags',
      ],
    ];
    for (const header of headers) {
      expect((await read(csv(header, values), 'amortized.csv')).rows.effective).toEqual([EXPECTED]);
    }
  });

  test('reads semicolons, quoted line ends, a hash sign and a name with wildcards as they are', async () => {
    const odd = `Tags;Cost;Currency;Date;MeterCategory;ResourceId\r\n"""note"": ""a\nb; #c""";1,5;EUR;2026-10-05;#Storage;\r\n`;
    const content = await read(odd.replace('1,5', '1.5'), 'actual [1]*.csv');
    expect(content.rows.billed).toMatchObject([
      { meterCategory: '#Storage', resourceId: '', amount: 15n * 10n ** 27n },
    ]);
  });

  test('takes both sums from FOCUS, without the rows of other clouds', async () => {
    const header = [
      'BilledCost',
      'EffectiveCost',
      'BillingCurrency',
      'ChargePeriodStart',
      'ProviderName',
      'ResourceId',
      'ServiceName',
      'SubAccountId',
      'Tags',
    ];
    const azure = [
      '0',
      '1.25',
      'EUR',
      '2026-10-05 00:00:00',
      'Microsoft',
      DISK,
      'Storage',
      `/subscriptions/${SUBSCRIPTION.toUpperCase()}`,
      'NULL',
    ];
    const content = await read(csv(header, azure, azure.with(4, 'AWS'), azure.with(4, 'AWS')));
    expect(content.dataset).toBe('focus');
    expect(content.rows.effective).toMatchObject([
      { amount: 125n * 10n ** 26n, subscriptionId: SUBSCRIPTION, resourceGroup: 'shop' },
    ]);
    expect(content.rows.billed).toMatchObject([{ amount: 0n }]);
    expect(content.rows.effective[0]).not.toHaveProperty('tags');
    expect(content.warnings).toEqual(["2 rows of the provider AWS are left out; only Microsoft's are read."]);
  });

  test('reads gzip and Parquet to the same rows as CSV', async () => {
    const text = csv(HEADER, ROW, ROW.with(3, '-12.5'));
    const folder = await writeTwins({ 'actual.csv': text, 'actual.gz': gzipSync(text) });
    const instance = await DuckDBInstance.create();
    const connection = await instance.connect();
    await connection.run(`COPY (SELECT SubscriptionId, strptime("Date", '%m/%d/%Y') AS "Date", MeterCategory,
      CAST(Cost AS DECIMAL(38, 28)) AS Cost, BillingCurrency, ResourceId, ResourceGroup, MAP {'Env': 'prod'} AS Tags
      FROM read_csv('${folder}/actual.csv', all_varchar = true)) TO '${folder}/actual.parquet' (FORMAT parquet)`);
    const plain = await readExport(join(folder, 'actual.csv'));
    expect(plain.rows.billed).toHaveLength(2);
    expect(await readExport(join(folder, 'actual.gz'))).toEqual(plain);
    expect(await readExport(join(folder, 'actual.parquet'))).toEqual(plain);
    const cut = (await readFile(join(folder, 'actual.parquet'))).subarray(0, -40);
    expect((await refuse(cut, 'cut.parquet')).message).toContain('cut.parquet');
  });
});

describe('actual or amortized', () => {
  const header = [...HEADER, 'ChargeType', 'PricingModel'];
  test.each([
    ['a reservation nobody used', [['UnusedReservation', 'Reservation', '3']], 'amortized'],
    ['covered usage at a price', [['Usage', 'SavingsPlan', '3']], 'amortized'],
    ['covered usage at zero', [['Usage', 'Reservation', '0']], 'actual'],
    [
      'a bought reservation',
      [
        ['Purchase', 'Reservation', '900'],
        ['Usage', 'Reservation', '0'],
      ],
      'actual',
    ],
    [
      'a contradiction',
      [
        ['Purchase', 'Reservation', '900'],
        ['Usage', 'Reservation', '3'],
      ],
      'unknown-metric',
    ],
    ['nothing but usage on demand', [['Usage', 'OnDemand', '3']], 'unknown-metric'],
  ])('is told by %s', async (_, charges, dataset) => {
    const rows = charges.map(([type = '', model = '', cost = '']) => [...ROW.with(3, cost), type, model]);
    expect((await read(csv(header, ...rows))).dataset).toBe(dataset);
  });

  test('is told by the name before the rows, and taken for both when nothing tells', async () => {
    const covered = csv(header, [...ROW, 'Usage', 'Reservation']);
    expect((await read(covered, 'daily-ActualCost.csv')).dataset).toBe('actual');
    const neither = await read(csv(HEADER, ROW));
    expect(neither.rows.effective).toEqual(neither.rows.billed);
    expect(neither.warnings.join()).toMatch(/taken for both/);
  });
});

describe('an export that cannot be read', () => {
  test('says which column is missing and what columns there are', async () => {
    const error = await refuse(csv(HEADER.with(3, 'Price'), ROW), 'actual.csv');
    expect(error).toMatchObject({ name: 'SourceError', failure: 'malformed' });
    expect(error.message).toMatch(/actual\.csv.*pretaxcost.*SubscriptionId, Date, MeterCategory, Price/);
  });

  test.each([
    ['date', 1, '31/12/2026'],
    ['cost', 3, '1,25'],
  ])('says which row has no readable %s', async (field, place, text) => {
    const error = await refuse(csv(HEADER, ROW, ROW.with(place, text)));
    expect(error.message).toMatch(new RegExp(`row 3 .* no readable ${field}: "${text}"`));
  });

  test('passes over rows without anything in them but a date, and says so', async () => {
    const content = await read(
      csv(
        HEADER,
        ROW,
        HEADER.map(() => ''),
        ['', '2026-10-06', '', '', '', '', '', ''],
      ),
    );
    expect(content.rows.effective).toHaveLength(1);
    expect(content.warnings).toContain('2 empty rows are left out.');
  });

  test('notices a gzip, a row or a quoted field that breaks off', async () => {
    const rows = Array.from({ length: 4000 }, (_, index) => ROW.with(3, `${index}.${index * 7919}`));
    const zipped = gzipSync(csv(HEADER, ...rows));
    expect((await refuse(zipped.subarray(0, zipped.length / 2), 'a.csv.gz')).message).toMatch(/breaks off/);
    expect((await refuse(zipped.subarray(0, -8), 'a.csv.gz')).message).toMatch(/breaks off/);
    const text = csv(HEADER, ROW, ROW);
    expect((await refuse(text.slice(0, -60))).message).toMatch(/row 3/);
    expect((await refuse(text.slice(0, -6))).message).toMatch(/row 3/);
    expect((await read(text.slice(0, -1))).rows.effective).toHaveLength(2);
  });

  test('notices a row with more fields than columns', async () => {
    expect((await refuse(csv(HEADER, [...ROW, 'extra']))).failure).toBe('malformed');
  });

  test('notices a row far below that cannot be read, where the rows before it are handed out already', async () => {
    const rows = Array.from({ length: 60_000 }, () => ROW);
    const error = await refuse(csv(HEADER, ...rows, [...ROW, 'extra']));
    expect(error).toMatchObject({ failure: 'malformed' });
  });

  test('is not found when it is not there', async () => {
    await expect(readExport('/nowhere/at-all.csv')).rejects.toMatchObject({ failure: 'notFound' });
  });

  test('without a currency column is read in an assumed one, with a warning', async () => {
    const content = await read(csv(HEADER.with(4, 'Invoice'), ROW));
    expect(content.currencies).toEqual(['USD']);
    expect(content.warnings).toContain('1 of 1 rows name no currency; USD is assumed.');
  });
});
