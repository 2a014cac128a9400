import { describe, expect, it } from 'vitest';
import { type Day, daysBetween, parsePeriod } from '../../shared/model/time.ts';
import { buildReport } from '../../shared/pipeline/report.ts';
import type { ChargebackReport } from '../../shared/reports/chargebackReport.ts';
import { readLines } from '../../shared/reports/lines.ts';
import { createExportSource } from '../../shared/sources/exports/exportSource.ts';
import { openFolder } from '../../shared/sources/exports/folder.ts';
import { describeRunFiles, type RunTwin, writeFolder } from '../sources/exports/exported.ts';
import { collectEverything, makeApp, makeSources, PROD, SUBSCRIPTION, TEST } from './estate.ts';

const OCTOBER = { from: '2026-10-01', to: '2026-10-31' } as const;
const HEADER =
  'ChargePeriodStart,BilledCost,EffectiveCost,BillingCurrency,SubAccountId,ResourceId,x_ResourceGroupName,x_SkuMeterCategory,Tags';
const VMSS = 'providers/Microsoft.Compute/virtualMachineScaleSets/aks-user-12345678-vmss';
const DISK = 'providers/Microsoft.Compute/disks/pvc-1';

/** A FOCUS file in which both clusters cost 10 EUR a day, billed at 8, and the first one's ledger has a disk. */
function writeFocus(from: Day, to: Day, amount = '10.0000000000000000000000000001'): string {
  const rows = daysBetween(from, to).flatMap((day) =>
    [PROD, TEST].flatMap((cluster) => {
      const group = cluster.nodeResourceGroup.toUpperCase();
      const row = (resource: string, billed: string, effective: string, meter: string, tags: string) =>
        `${day}T00:00:00Z,${billed},${effective},EUR,/subscriptions/${SUBSCRIPTION.toUpperCase()},/subscriptions/${SUBSCRIPTION}/resourceGroups/${group}/${resource},${group},${meter},"${tags.replaceAll('"', '""')}"`;
      const machines = row(VMSS, '8', amount, 'Virtual Machines', '{"aks-managed-poolName":"user"}');
      const tags = '{"kubernetes.io-created-for-pvc-namespace":"ledger"}';
      return cluster === PROD ? [machines, row(DISK, '1', '1', 'Storage', tags)] : [machines];
    }),
  );
  return [HEADER, ...rows, ''].join('\n');
}

async function appOver(runs: readonly RunTwin[], now = '2026-11-10T12:00:00Z') {
  const folder = await writeFolder(describeRunFiles(runs));
  const source = createExportSource([{ name: 'focus', folder, directory: '' }], {
    openStore: (place) => openFolder(place.folder ?? '', place.directory),
    tagKeys: [],
  });
  const app = makeApp(
    makeSources({
      readExports: source.readExports,
      readCost: async () => {
        throw new Error('the bill is read from exports only');
      },
    }),
    now,
  );
  const { config } = app;
  return {
    ...app,
    config: { ...config, cost: { ...config.cost, exports: [{ name: 'x', folder, directory: '' }] } },
  };
}

async function chargeback(runs: readonly RunTwin[], now?: string): Promise<ChargebackReport> {
  const app = await appOver(runs, now);
  const told = await collectEverything(app, OCTOBER);
  expect(told.filter((task) => task.includes('FAILED'))).toEqual([]);
  return (await buildReport(app, 'chargeback', parsePeriod('2026-10'))) as ChargebackReport;
}

const WHOLE: RunTwin = { files: { 'part_0.csv': writeFocus(OCTOBER.from, OCTOBER.to) } };

describe('a bill that is read from exports', () => {
  it('is charged to the last digit, effective and billed, with every day in the coverage', async () => {
    const report = await chargeback([WHOLE]);
    expect(report.coverage.complete).toBe(true);
    expect(report.statements).toMatchObject([
      {
        total: { exact: '651.0000000000000000000000000062' },
        reconciliation: {
          azureEffective: { exact: '651.0000000000000000000000000062' },
          azureBilled: { exact: '527' },
          difference: { exact: '0' },
        },
      },
    ]);
  });

  it('tells by its tags whose a disk is', async () => {
    const [statement] = (await chargeback([WHOLE])).statements;
    const storage = [...(statement ? readLines(statement) : [])].filter(
      (line) => line.category === 'storage',
    );
    expect(storage).toMatchObject([{ team: 'pay', namespace: 'ledger', rule: 'claim', exact: '31' }]);
  });

  it('counts once when the same run lies there twice, and a later run replaces an earlier one', async () => {
    const earlier: RunTwin = {
      files: { 'part_0.csv': writeFocus(OCTOBER.from, OCTOBER.to, '7') },
      submitted: '2026-11-01T02:00:00Z',
    };
    const [statement] = (await chargeback([earlier, WHOLE, { ...WHOLE, folder: 'copy' }])).statements;
    expect(statement?.total.exact).toBe('651.0000000000000000000000000062');
  });

  it('is missing, not free, on the days that no run covers', async () => {
    const half: RunTwin = {
      files: { 'part_0.csv': writeFocus('2026-10-01', '2026-10-20') },
      from: '2026-10-01T00:00:00',
      to: '2026-10-20T00:00:00',
      submitted: '2026-10-21T02:00:00Z',
    };
    const report = await chargeback([half]);
    expect(report.coverage.complete).toBe(false);
    const missing = report.coverage.entries.filter((entry) => entry.source === 'cost.effective');
    expect(missing).toMatchObject([{ expectedDays: 31, readDays: 20 }]);
    expect(missing[0]?.problem?.remedy).toContain('FocusCost');
  });

  it('is missing where its file is cut short, with the file and the remedy in the coverage', async () => {
    const whole = writeFocus(OCTOBER.from, OCTOBER.to);
    const report = await chargeback([
      { files: { 'part_0.csv': whole.slice(0, whole.length - 40) }, rows: 93 },
    ]);
    const [entry] = report.coverage.entries.filter(({ source }) => source === 'cost.billed');
    expect(entry).toMatchObject({ readDays: 0 });
    expect(entry?.problem?.message).toContain('part_0.csv');
  });
});
