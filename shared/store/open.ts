import { TableClient } from '@azure/data-tables';
import { BlobServiceClient } from '@azure/storage-blob';
import { ConfigurationError } from '../model/errors.ts';
import type { StorageConnection } from './connection.ts';
import { attempt } from './faults.ts';
import { createFindingStore } from './findings.ts';
import { createDeliveryLedger } from './ledger.ts';
import { createMessageArchive } from './messages.ts';
import { createReportStore } from './reports.ts';
import { createRunLog } from './runs.ts';
import { createSampleStore } from './samples.ts';
import { createSendingQueue } from './sendingQueue.ts';
import { createSnapshotStore } from './snapshots.ts';
import type {
  DeliveryLedger,
  FindingStore,
  MessageArchive,
  ReportStore,
  RunLog,
  SampleStore,
  SendingQueue,
  SnapshotStore,
} from './store.ts';
import { noteWrites } from './versionNotes.ts';
import { createVersionStore, type VersionStore } from './versions.ts';

/** Everything that Purser keeps. */
export interface Store {
  readonly snapshots: SnapshotStore;
  readonly samples: SampleStore;
  readonly findings: FindingStore;
  readonly reports: ReportStore;
  readonly ledger: DeliveryLedger;
  readonly runs: RunLog;
  readonly messages: MessageArchive;
  readonly sendingQueue: SendingQueue;
  readonly versions: VersionStore;
}

/**
 * Opens the store in a storage account, and makes the tables and containers that are not there.
 * @throws ConfigurationError when the connection string cannot be read; StoreError when the account cannot be
 *   reached or does not let Purser in
 */
export async function openStore(connection: StorageConnection): Promise<Store> {
  const { table, container } = connectStorage(connection);
  const tables = {
    snapshots: table('pursersnapshots'),
    findings: table('purserfindings'),
    reports: table('purserreports'),
    deliveries: table('purserdeliveries'),
    runs: table('purserruns'),
    sending: table('pursersending'),
    versions: table('purserversions'),
  };
  const containers = {
    snapshots: container('purser-snapshots'),
    samples: container('purser-samples'),
    reports: container('purser-reports'),
    closed: container('purser-closed'),
    messages: container('purser-messages'),
  };
  await attempt('open the store', () =>
    Promise.all([
      ...Object.values(tables).map((client) => client.createTable()),
      ...Object.values(containers).map((client) => client.createIfNotExists()),
    ]),
  );
  const versions = createVersionStore(tables.versions);
  const stores = {
    snapshots: createSnapshotStore(tables.snapshots, containers.snapshots),
    findings: createFindingStore(tables.findings),
    reports: createReportStore(tables.reports, { container: containers.reports, closed: containers.closed }),
  };
  return {
    ...noteWrites(stores, versions),
    samples: createSampleStore(containers.samples),
    ledger: createDeliveryLedger(tables.deliveries),
    runs: createRunLog(tables.runs),
    messages: createMessageArchive(containers.messages),
    sendingQueue: createSendingQueue(tables.sending),
    versions,
  };
}

/** The clients of a storage account's tables and containers; nothing is sent yet. */
export function connectStorage(connection: StorageConnection) {
  if (connection.kind === 'identity') {
    const { tableUrl, blobUrl, credential } = connection;
    const blobs = new BlobServiceClient(blobUrl, credential);
    return {
      table: (name: string) => new TableClient(tableUrl, name, credential),
      container: (name: string) => blobs.getContainerClient(name),
    };
  }
  const { value } = connection;
  const blobs = readString(() => BlobServiceClient.fromConnectionString(value));
  // Whoever writes http:// into a connection string means it: the SDK would refuse an emulator otherwise.
  const options = { allowInsecureConnection: /http:\/\/|EndpointsProtocol=http;/i.test(value) };
  return {
    table: (name: string) => readString(() => TableClient.fromConnectionString(value, name, options)),
    container: (name: string) => blobs.getContainerClient(name),
  };
}

/** The SDK's own words could repeat the string, which holds the account's key. */
function readString<T>(read: () => T): T {
  try {
    return read();
  } catch {
    throw new ConfigurationError(
      'The connection string of the storage account cannot be read.',
      'Copy it whole from the account, "Access keys" in the portal, into AzureWebJobsStorage.',
    );
  }
}
