import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { openFolder } from '../../../shared/sources/exports/folder.ts';
import {
  dayOf,
  describeRunFiles,
  type ReadMonth,
  readMonth,
  readRuns,
  rowsOf,
  SUBSCRIPTION,
  totalOf,
  writeFolder,
} from './exported.ts';
import { csv } from './twins.ts';

const OTHER = '2c4d6e8f-0b7d-4c1a-9a53-0c6f2d1e7a02';
const DISK = `/subscriptions/${SUBSCRIPTION}/resourceGroups/Shop/providers/Microsoft.Compute/disks/D1`;
const FOCUS = [
  'BilledCost',
  'EffectiveCost',
  'BillingCurrency',
  'ChargePeriodStart',
  'ChargePeriodEnd',
  'ProviderName',
  'ResourceId',
  'x_SkuMeterCategory',
  'SubAccountId',
  'Tags',
];
const CLASSIC = [
  'SubscriptionId',
  'Date',
  'MeterCategory',
  'Cost',
  'BillingCurrency',
  'ResourceId',
  'ResourceGroup',
  'Tags',
];

function focusRow(change: Partial<Record<string, string>> = {}): string[] {
  const row: Record<string, string> = {
    BilledCost: '2',
    EffectiveCost: '1.25',
    BillingCurrency: 'EUR',
    ChargePeriodStart: '2026-10-05T00:00:00Z',
    ChargePeriodEnd: '2026-10-06T00:00:00Z',
    ProviderName: 'Microsoft',
    ResourceId: DISK,
    x_SkuMeterCategory: 'Storage',
    SubAccountId: `/subscriptions/${SUBSCRIPTION}`,
    Tags: '{}',
    ...change,
  };
  return FOCUS.map((name) => row[name] ?? '');
}

function classicRow(cost: string, date = '10/05/2026', subscription = SUBSCRIPTION): string[] {
  return [
    subscription,
    date,
    'Storage',
    cost,
    'EUR',
    DISK.replace(SUBSCRIPTION, subscription),
    'SHOP',
    '"env": "prod"',
  ];
}

const focus = (...rows: readonly string[][]): string => csv(FOCUS, ...rows);
const classic = (...rows: readonly string[][]): string => csv(CLASSIC, ...rows);
const reasons = (month: ReadMonth): string => month.problems.map((problem) => problem.message).join('\n');

describe('a month of exports', () => {
  test('comes a subscription and a day at a time, in order, with equal keys summed exactly', async () => {
    const rows = [
      focusRow({ ChargePeriodStart: '2026-10-06T00:00:00Z' }),
      focusRow({ SubAccountId: `/subscriptions/${OTHER}` }),
      focusRow({ EffectiveCost: '0.0000000072922557592391990001' }),
      focusRow({ ResourceId: DISK.toUpperCase(), EffectiveCost: '6E-05' }),
      focusRow({ EffectiveCost: '-12.5', BillingCurrency: 'USD' }),
    ];
    const month = await readRuns([{ files: { 'part_0_0001.csv': focus(...rows) }, rows: 5 }]);
    expect(month.problems).toEqual([]);
    const told = month.days.filter((day) => (day.effective?.length ?? 0) > 0);
    expect(told.map(({ subscriptionId, day }) => [subscriptionId, day])).toEqual([
      [SUBSCRIPTION, '2026-10-05'],
      [SUBSCRIPTION, '2026-10-06'],
      [OTHER, '2026-10-05'],
    ]);
    expect(told[0]?.effective).toEqual([
      {
        day: '2026-10-05',
        subscriptionId: SUBSCRIPTION,
        resourceId: DISK.toLowerCase(),
        resourceGroup: 'shop',
        meterCategory: 'Storage',
        currency: 'EUR',
        amount: 600_000_000_000_000_000_000_000n + 72_922_557_592_391_990_001n,
      },
      expect.objectContaining({ currency: 'USD', amount: -125n * 10n ** 27n }),
    ]);
    expect(told[0]?.billed?.map((row) => row.amount)).toEqual([4n * 10n ** 28n, 2n * 10n ** 28n]);
  });

  test('keeps of the tags only those that say whom a resource serves, told apart by them', async () => {
    const tags = (pvc: string, run: string): string =>
      JSON.stringify({ 'kubernetes.io-created-for-pvc-namespace': pvc, Team: 'search', CreatedBy: run });
    const rows = [tags('shop', 'a'), tags('shop', 'b'), tags('pay', 'a'), 'NULL', '{broken'].map((text) =>
      focusRow({ Tags: text }),
    );
    const month = await readRuns([{ files: { 'a.csv': focus(...rows) } }], { tagKeys: ['TEAM'] });
    expect(rowsOf(month, 'effective').map(({ tags: kept, amount }) => [kept, amount / 10n ** 26n])).toEqual([
      [{ 'kubernetes.io-created-for-pvc-namespace': 'pay', team: 'search' }, 125n],
      [{ 'kubernetes.io-created-for-pvc-namespace': 'shop', team: 'search' }, 250n],
      [undefined, 250n],
    ]);
    expect(month.warnings.join()).toContain('The tags of 1 rows cannot be read');
  });

  test('adds partitions of a run, plain, gzipped and Parquet alike', async () => {
    const text = focus(focusRow(), focusRow({ EffectiveCost: '1e-7', BilledCost: '1.00000000000000000001' }));
    const folder = await writeFolder({ 'plain.csv': text });
    const parquet = join(folder, 'p.parquet');
    const connection = await (await DuckDBInstance.create()).connect();
    await connection.run(`COPY (SELECT * REPLACE (CAST(EffectiveCost AS DOUBLE) AS EffectiveCost,
      CAST(BilledCost AS DECIMAL(38, 20)) AS BilledCost, CAST(ChargePeriodStart AS TIMESTAMP) AS ChargePeriodStart,
      MAP {'K8s-Azure-Service': 'shop/web'} AS Tags)
      FROM read_csv('${folder}/plain.csv', all_varchar = true)) TO '${parquet}' (FORMAT parquet)`);
    const { readFile } = await import('node:fs/promises');
    const files = { 'a.csv': text, 'b.csv.gz': gzipSync(text), 'c.snappy.parquet': await readFile(parquet) };
    const month = await readRuns([{ files, rows: 2 }]);
    expect(month.problems).toEqual([]);
    expect(totalOf(month, 'effective')).toBe('3.7500003');
    expect(totalOf(month, 'billed')).toBe('9.00000000000000000003');
    expect(rowsOf(month, 'effective').map((row) => row.tags)).toEqual([
      { 'k8s-azure-service': 'shop/web' },
      undefined,
    ]);
  });

  test('says which sum no export tells, instead of zero', async () => {
    const month = await readRuns([{ type: 'ActualCost', files: { 'a.csv': classic(classicRow('3')) } }]);
    expect(dayOf(month, '2026-10-05')?.effective).toBeUndefined();
    expect(totalOf(month, 'billed')).toBe('3');
    expect(dayOf(month, '2026-10-20')).toEqual({
      subscriptionId: SUBSCRIPTION,
      day: '2026-10-20',
      effective: undefined,
      billed: [],
    });
  });

  test('says nothing of a subscription that only an export that is broken holds', async () => {
    const broken = [focusRow({ SubAccountId: OTHER }), focusRow({ SubAccountId: OTHER, EffectiveCost: 'x' })];
    const month = await readRuns([
      {
        name: 'a',
        scope: '/providers/Microsoft.Billing/billingAccounts/2',
        files: { 'a.csv': focus(focusRow({ SubAccountId: OTHER })), 'b.csv': focus(...broken) },
      },
      { files: { 'a.csv': focus(focusRow()) } },
    ]);
    expect(month.problems).toHaveLength(1);
    expect([...new Set(month.days.map((day) => day.subscriptionId))]).toEqual([SUBSCRIPTION]);
  });

  test('is open at its end while Azure may still add to it', async () => {
    const month = await readRuns([
      {
        files: { 'a.csv': focus(focusRow()) },
        submitted: '2026-10-06T02:00:00Z',
        from: '2026-10-01',
        to: '2026-10-31',
      },
    ]);
    expect(month.runs).toMatchObject([
      { name: 'focus-daily', type: 'focus', covers: { from: '2026-10-01', to: '2026-10-05' } },
    ]);
    expect(dayOf(month, '2026-10-05')?.effective).toHaveLength(1);
    expect(dayOf(month, '2026-10-06')).toBeUndefined();
  });

  test('leaves out other clouds and what is dated outside the run, and says how much', async () => {
    const rows = [
      focusRow(),
      focusRow({ ProviderName: 'AWS', EffectiveCost: 'n/a' }),
      focusRow({ ChargePeriodStart: '2026-09-30T00:00:00Z', EffectiveCost: '7.5' }),
    ];
    const month = await readRuns([{ files: { 'a.csv': focus(...rows) } }]);
    expect(totalOf(month, 'effective')).toBe('1.25');
    expect(month.warnings.join('\n')).toMatch(/1 rows of the provider AWS/);
    expect(month.warnings.join('\n')).toMatch(/7\.5 EUR on days outside its period 2026-10-01 to 2026-10-31/);
  });

  test('with nothing but a header has no rows and no problem', async () => {
    const month = await readRuns([{ files: { 'a.csv': focus(), 'b.csv': '' }, rows: 0 }]);
    expect(month).toMatchObject({ problems: [], days: [] });
    expect(month.runs).toHaveLength(1);
  });

  test('gives the same rows in whatever order the rows and files come', async () => {
    const rows = Array.from({ length: 40 }, (_, index) =>
      focusRow({
        EffectiveCost: `0.${index * 7919}`,
        x_SkuMeterCategory: `M${index % 7}`,
        BillingCurrency: index % 3 ? 'EUR' : 'USD',
      }),
    );
    const one = await readRuns([{ files: { 'a.csv': focus(...rows) } }]);
    const other = await readRuns([
      {
        files: {
          'b.csv': focus(...rows.slice(20).reverse()),
          'a.csv': focus(...rows.slice(0, 20).reverse()),
        },
      },
    ]);
    expect(other.days).toEqual(one.days);
  });
});

describe('runs of an export', () => {
  test('a later one replaces the earlier, and one that is listed twice counts once', async () => {
    const run = {
      files: { 'a.csv': focus(focusRow({ EffectiveCost: '5' })) },
      submitted: '2026-11-06T02:00:00Z',
    };
    const month = await readRuns([
      run,
      { files: { 'a.csv': focus(focusRow({ EffectiveCost: '9' })) }, submitted: '2026-11-05T02:00:00Z' },
      { ...run, folder: 'copied/elsewhere' },
    ]);
    expect(totalOf(month, 'effective')).toBe('5');
    expect(month.runs).toHaveLength(1);
  });

  test('lie in several places, and a run of several months is read for each', async () => {
    const quarter = {
      from: '2026-08-01',
      to: '2026-10-31',
      files: { 'a.csv': focus(focusRow(), focusRow({ ChargePeriodStart: '2026-09-02T00:00:00Z' })) },
    };
    const folders = [
      describeRunFiles([quarter]),
      describeRunFiles([{ ...quarter, submitted: '2026-11-09T00:00:00Z' }]),
    ];
    const stores = await Promise.all(
      folders.map(async (files) => openFolder(await writeFolder(files), 'exports/')),
    );
    expect(totalOf(await readMonth(stores), 'effective')).toBe('1.25');
    expect(totalOf(await readMonth(stores, { month: '2026-09' }), 'effective')).toBe('1.25');
  });

  test('of different exports that tell the same are not added, and the reader is told which is used', async () => {
    const month = await readRuns([
      { files: { 'a.csv': focus(focusRow()) } },
      {
        name: 'amortized',
        type: 'AmortizedCost',
        files: { 'a.csv': classic(classicRow('1.25'), classicRow('4', '10/06/2026', OTHER)) },
      },
      { name: 'actual', type: 'ActualCost', files: { 'a.csv': classic(classicRow('2')) } },
    ]);
    expect(dayOf(month, '2026-10-05')?.effective?.map((row) => row.amount)).toEqual([125n * 10n ** 26n]);
    expect(dayOf(month, '2026-10-06', OTHER)?.effective?.map((row) => row.amount)).toEqual([4n * 10n ** 28n]);
    expect(month.warnings).toContain(
      'The exports focus-daily (focus) and amortized (amortized) both tell the effective cost of 1 subscriptions; there only the first is used.',
    );
  });

  test('of scopes beside one another are all used', async () => {
    const scope = (group: string): string => `/subscriptions/${SUBSCRIPTION}/resourceGroups/${group}`;
    const month = await readRuns([
      { name: 'shop', scope: scope('shop'), files: { 'a.csv': focus(focusRow()) } },
      { name: 'pay', scope: scope('pay'), files: { 'a.csv': focus(focusRow()) } },
    ]);
    expect(totalOf(month, 'effective')).toBe('2.5');
    expect(month.warnings).toEqual([]);
  });

  test('of other kinds are passed over, and an old manifest is told with its remedy', async () => {
    const files = {
      ...describeRunFiles([
        { type: 'PriceSheet', files: { 'a.csv': 'x' } },
        { files: { 'a.csv': focus(focusRow()) } },
      ]),
      'old/_manifest.json': JSON.stringify({ manifestVersion: '2022-10-01', blobs: [{ blobName: 'x.csv' }] }),
    };
    const month = await readMonth([openFolder(await writeFolder(files), '')]);
    expect(month.problems).toEqual([]);
    expect(totalOf(month, 'effective')).toBe('1.25');
    expect(month.warnings.join()).toMatch(/old\/_manifest\.json .* Create the export anew/);
  });
});

describe('an export that cannot be read', () => {
  const good = {
    name: 'good',
    scope: `/subscriptions/${OTHER}`,
    files: { 'a.csv': focus(focusRow({ SubAccountId: OTHER })) },
  };
  const rows = Array.from({ length: 4000 }, (_, index) =>
    focusRow({ EffectiveCost: `${index}.${index * 7919}` }),
  );
  const zipped = gzipSync(focus(...rows));

  test.each([
    [
      'with a row that has no amount',
      'a.csv',
      focus(focusRow(), focusRow({ EffectiveCost: '1,25' })),
      /row 3 .* no readable effectiveCost: "1,25"/,
    ],
    [
      'with an amount that only looks like one',
      'a.csv',
      focus(focusRow({ EffectiveCost: '1_000' })),
      /row 2 .*"1_000"/,
    ],
    [
      'with a row that has no date',
      'a.csv',
      focus(focusRow({ ChargePeriodStart: '31/12/2026' })),
      /row 2 .* no readable date/,
    ],
    ['that breaks off', 'a.csv', focus(focusRow(), focusRow()).slice(0, -160), /row 3/],
    ['of a gzip that breaks off', 'a.csv.gz', zipped.subarray(0, zipped.length / 2), /breaks off/],
    [
      'of a Parquet that breaks off',
      'a.parquet',
      Buffer.from('PAR1 and then nothing'),
      /a\.parquet.*cannot be read/,
    ],
    [
      'without an amount',
      'a.csv',
      csv(['Date', 'MeterCategory'], ['2026-10-05', 'Storage']),
      /no column for the cost/,
    ],
    [
      'of another dataset than its manifest says',
      'a.csv',
      classic(classicRow('1')),
      /focus export.*columns are not/,
    ],
  ])('%s names the file, adds nothing, and hides no other', async (_, name, content, message) => {
    const month = await readRuns([{ files: { 'first.csv': focus(focusRow()), [name]: content } }, good]);
    expect(month.problems).toHaveLength(1);
    expect(month.problems[0]).toMatchObject({ name: 'SourceError', failure: 'malformed' });
    expect(reasons(month)).toMatch(message);
    expect(reasons(month)).toContain(`focus-daily, exports/run-0/${name}`);
    expect(totalOf(month, 'effective')).toBe('1.25');
    expect(month.runs.map((run) => run.name)).toEqual(['good']);
  });

  test.each([
    [
      'fewer rows than its manifest says',
      { rows: 3, files: { 'a.csv': focus(focusRow()) } },
      /has 3 rows and has 1/,
    ],
    [
      'a gzip that was cut off before its manifest was written',
      { rows: 4000, files: { 'a.csv.gz': zipped.subarray(0, -3000) } },
      /breaks off/,
    ],
  ])('%s is not used', async (_, run, message) => {
    const month = await readRuns([run, good]);
    expect(reasons(month)).toMatch(message);
    expect(totalOf(month, 'effective')).toBe('1.25');
  });

  test('has other bytes than its manifest says, or lacks a file', async () => {
    const files = describeRunFiles([{ rows: 1, files: { 'a.csv': focus(focusRow()) } }]);
    const longer = { ...files, 'exports/run-0/a.csv': `${files['exports/run-0/a.csv']}\n` };
    expect(reasons(await readMonth([openFolder(await writeFolder(longer), '')]))).toMatch(
      /has \d+ bytes and has \d+/,
    );
    const { 'exports/run-0/a.csv': _, ...without } = files;
    const month = await readMonth([openFolder(await writeFolder(without), '')]);
    expect(reasons(month)).toMatch(/exports\/run-0\/a\.csv.*it is not there/);
  });

  test('may tell the bytes of what was compressed', async () => {
    const text = focus(focusRow());
    const files = describeRunFiles([{ rows: 1, files: { 'a.csv.gz': gzipSync(text) } }]);
    const manifest = String(files['exports/run-0/manifest.json']).replace(
      /"byteCount":\d+/,
      `"byteCount":${text.length}`,
    );
    const month = await readMonth([
      openFolder(await writeFolder({ ...files, 'exports/run-0/manifest.json': manifest }), ''),
    ]);
    expect(month.problems).toEqual([]);
    expect(totalOf(month, 'effective')).toBe('1.25');
  });

  test('has a manifest that is no JSON, lacks a field, or points out of the folder', async () => {
    const files: Record<string, string | Buffer> = {
      'a/manifest.json': '{',
      'b/manifest.json': JSON.stringify({ exportConfig: { exportName: 'x', type: 'FocusCost' }, blobs: [] }),
      ...describeRunFiles([{ files: { 'a.csv': focus(focusRow()) }, folder: 'c' }]),
    };
    files['c/manifest.json'] = String(files['c/manifest.json']).replace('c/a.csv', '../../etc/hostname');
    const month = await readMonth([openFolder(await writeFolder(files), '')]);
    expect(reasons(month).split('\n')).toEqual([
      expect.stringContaining('a/manifest.json): the manifest cannot be read: it is no JSON'),
      expect.stringContaining('b/manifest.json): the manifest cannot be read: runInfo'),
      expect.stringContaining('etc/hostname): its manifest names this file, and it is not there'),
    ]);
  });

  test('lies in a folder that is not there', async () => {
    const month = await readMonth([openFolder(join(mkdtempSync(join(tmpdir(), 'purser-none-')), 'x'), '')]);
    expect(month.problems).toMatchObject([{ failure: 'notFound' }]);
  });
});

describe('sums beyond what DuckDB can hold', () => {
  const rows = (change: Record<string, string>): string =>
    focus(...Array.from({ length: 180 }, () => focusRow(change)));

  test('are read row by row instead, and stay exact', async () => {
    const month = await readRuns([
      { files: { 'a.csv': rows({ EffectiveCost: '9999999999.0000000000000000000000000001' }) } },
    ]);
    expect(month.problems).toEqual([]);
    expect(totalOf(month, 'effective')).toBe('1799999999820.000000000000000000000000018');
  });

  test('are refused when no bill can be so high', async () => {
    const month = await readRuns([{ files: { 'a.csv': rows({ BilledCost: '999999999999999999.5' }) } }]);
    expect(reasons(month)).toMatch(/a sum is beyond/);
    expect(month.days).toEqual([]);
  });
});

test('nothing of a month stays in the temporary folder', async () => {
  const folder = await writeFolder({});
  const runs = await writeFolder(
    describeRunFiles([
      { files: { 'a.csv': focus(focusRow()) } },
      { name: 'b', files: { 'a.csv': 'broken' } },
    ]),
  );
  vi.stubEnv('TMPDIR', folder);
  onTestFinished(() => void vi.unstubAllEnvs());
  await readMonth([openFolder(runs, '')]);
  expect(readdirSync(folder)).toEqual([]);
});
