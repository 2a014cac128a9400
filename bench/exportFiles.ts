import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';

/**
 * A month of a FOCUS export as Cost Management writes it: 5,000 resources (machines, disks, public addresses,
 * load balancers) of 200 clusters in 20 subscriptions, each with its tags, some rows an hour; as one Parquet
 * file with costs in DECIMAL (Azure's choice: FinOps-Open-Cost-and-Usage-Spec/FOCUS_Spec#1077) and as one
 * gzipped CSV, each below a folder with its manifest.
 */
export async function writeExports(rows: number, folder: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  const parquet = join(folder, 'parquet', 'part_0_0001.parquet');
  const zipped = join(folder, 'csv', 'part_0_0001.csv.gz');
  for (const format of ['parquet', 'csv']) await mkdir(join(folder, format), { recursive: true });
  await connection.run(RESOURCES);
  await connection.run(`COPY (${describeRows(rows)}) TO '${parquet}' (FORMAT parquet)`);
  async function* readText(): AsyncGenerator<Buffer> {
    for (let day = 0; day < DAYS; day++) {
      const plain = join(folder, `day-${day}.csv`);
      await connection.run(`COPY (SELECT * FROM read_parquet('${parquet}')
        WHERE ChargePeriodStart = TIMESTAMP '2026-10-01' + INTERVAL ${day} DAY)
        TO '${plain}' (FORMAT csv, HEADER ${day === 0}, TIMESTAMPFORMAT '%Y-%m-%dT%H:%M:%SZ')`);
      yield* createReadStream(plain, { highWaterMark: 1 << 20 });
      await rm(plain);
    }
  }
  await pipeline(readText, createGzip(), createWriteStream(zipped));
  connection.closeSync();
  instance.closeSync();
  for (const [format, path] of [
    ['parquet', parquet],
    ['csv', zipped],
  ] as const) {
    await writeFile(
      join(folder, format, 'manifest.json'),
      writeManifest(path, (await stat(path)).size, rows),
    );
  }
}

const DAYS = 31;

const RESOURCES = `CREATE TABLE resources AS
  SELECT number, kind, subscription, resourceGroup,
    '/subscriptions/' || subscription || '/resourceGroups/' || resourceGroup || '/providers/' || CASE kind
      WHEN 0 THEN 'Microsoft.Compute/virtualMachineScaleSets/aks-pool' || number || '-38291043-vmss'
      WHEN 1 THEN 'Microsoft.Compute/disks/pvc-' || md5(number::VARCHAR)
      WHEN 2 THEN 'Microsoft.Compute/disks/pvc-' || md5(number::VARCHAR)
      WHEN 3 THEN 'Microsoft.Network/publicIPAddresses/kubernetes-a' || md5(number::VARCHAR)
      ELSE 'Microsoft.Network/loadBalancers/kubernetes' || number END AS resourceId,
    CASE kind
      WHEN 0 THEN printf('{"aks-managed-poolName":"pool%d","aks-managed-orchestrator":"Kubernetes:1.33.2","aks-managed-createOperationID":"%s","env":"prod","costCenter":"CC-%d"}', number % 7, md5(number::VARCHAR), number % 90)
      WHEN 3 THEN printf('{"k8s-azure-service":"ns-%d/web-%d","env":"prod"}', number % 200, number)
      WHEN 4 THEN ''
      ELSE printf('{"kubernetes.io-created-for-pvc-namespace":"ns-%d","kubernetes.io-created-for-pvc-name":"data-%d","kubernetes.io-created-for-pv-name":"pvc-%s"}', number % 200, number, md5(number::VARCHAR)) END AS tags
  FROM (
    SELECT number::INTEGER AS number, (number % 5)::INTEGER AS kind,
      printf('%08x-5a1e-4f0b-9c2d-%012x', 1000 + (number // 25) % 20, (number // 25) % 20) AS subscription,
      printf('MC_team-%02d_aks-%03d_westeurope', (number // 25) % 40, number // 25) AS resourceGroup
    FROM range(5000) numbers(number))`;

function describeRows(rows: number): string {
  return `SELECT
    CAST(quantity * price * 0.83 AS DECIMAL(38, 18)) AS BilledCost,
    '/providers/Microsoft.Billing/billingAccounts/8611537:2f1a/billingProfiles/AB12-CD34' AS BillingAccountId,
    'Contoso' AS BillingAccountName, 'Billing Profile' AS BillingAccountType, 'EUR' AS BillingCurrency,
    TIMESTAMP '2026-11-01' AS BillingPeriodEnd, TIMESTAMP '2026-10-01' AS BillingPeriodStart,
    'Usage' AS ChargeCategory, NULL::VARCHAR AS ChargeClass, category || ' - D4s v5 - EU West' AS ChargeDescription,
    'Usage-Based' AS ChargeFrequency, day + INTERVAL 1 DAY AS ChargePeriodEnd, day AS ChargePeriodStart,
    quantity AS ConsumedQuantity, 'Hours' AS ConsumedUnit,
    CAST(quantity * price AS DECIMAL(38, 18)) AS ContractedCost, CAST(price AS DECIMAL(38, 18)) AS ContractedUnitPrice,
    CAST(quantity * price * 0.7123456789 AS DECIMAL(38, 18)) AS EffectiveCost, 'Microsoft' AS InvoiceIssuerName,
    CAST(quantity * price AS DECIMAL(38, 18)) AS ListCost, CAST(price AS DECIMAL(38, 18)) AS ListUnitPrice,
    'Standard' AS PricingCategory, quantity AS PricingQuantity, '1 Hour' AS PricingUnit,
    'Microsoft' AS ProviderName, 'Microsoft' AS PublisherName, 'westeurope' AS RegionId, 'West Europe' AS RegionName,
    resourceId AS ResourceId, 'Compute' AS ServiceCategory, category AS ServiceName,
    'DZH318Z0BPS6/' || meter AS SkuId, 'DZH318Z0BPS6_' || meter AS SkuPriceId,
    '/subscriptions/' || subscription AS SubAccountId, 'Contoso ' || kind AS SubAccountName,
    'Subscription' AS SubAccountType, tags AS Tags, lower(resourceGroup) AS x_ResourceGroupName,
    '{"VCPUs":4,"ServiceType":"Standard_D4s_v5","VMName":"aks-pool-38291043-vmss_' || (row % 64) || '"}' AS x_SkuDetails,
    category AS x_SkuMeterCategory
  FROM (
    SELECT row, TIMESTAMP '2026-10-01' + INTERVAL (row * ${DAYS} // ${rows}) DAY AS day,
      (hash(row) % 5000)::INTEGER AS picked, hash(row + 7) % 40 AS meter,
      CAST((hash(row + 1) % 2400000) / 100000.0 AS DECIMAL(18, 5)) AS quantity,
      CAST((hash(row + 2) % 9000000) / 10000000.0 AS DECIMAL(18, 7)) AS price,
      ['Virtual Machines', 'Storage', 'Bandwidth', 'Virtual Network'][
        (1 + hash(row + 3) % (1 + 3 * (picked % 5 = 0)::INTEGER))::INTEGER] AS category
    FROM range(${rows}) numbers(row))
  JOIN resources ON number = picked`;
}

function writeManifest(path: string, bytes: number, rows: number): string {
  const account = '/providers/microsoft.billing/billingaccounts/8611537:2f1a/billingprofiles/ab12-cd34';
  return JSON.stringify({
    manifestVersion: '2024-04-01',
    blobCount: 1,
    exportConfig: {
      exportName: 'focus',
      resourceId: `${account}/providers/Microsoft.CostManagement/exports/focus`,
      type: 'FocusCost',
    },
    runInfo: {
      submittedTime: '2026-11-05T02:11:04Z',
      runId: 'bench',
      startDate: '2026-10-01T00:00:00',
      endDate: '2026-10-31T00:00:00',
    },
    blobs: [{ blobName: path.split('/').at(-1), byteCount: bytes, dataRowCount: rows }],
  });
}
