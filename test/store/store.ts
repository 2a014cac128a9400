import { TableClient } from '@azure/data-tables';
import { BlobServiceClient, type ContainerClient } from '@azure/storage-blob';
import { afterAll, beforeAll } from 'vitest';
import { openStore, type Store } from '../../shared/store/open.ts';
import { type Azurite, startAzurite } from './azurite.ts';

/** A store on an Azurite of the test file's own, for as long as the file's tests run. */
export function useStore(): {
  readonly store: Store;
  /** Another process would have its own clients. */
  openAgain(): Promise<Store>;
  container(name: string): ContainerClient;
  table(name: string): TableClient;
  readonly azurite: Azurite;
} {
  let azurite: Azurite | undefined;
  let store: Store | undefined;
  const openAgain = (): Promise<Store> =>
    openStore({ kind: 'connectionString', value: running(azurite).connectionString });
  beforeAll(async () => {
    azurite = await startAzurite();
    store = await openAgain();
  });
  afterAll(() => azurite?.stop());
  return {
    get store() {
      return running(store);
    },
    get azurite() {
      return running(azurite);
    },
    openAgain,
    table: (name) =>
      TableClient.fromConnectionString(running(azurite).connectionString, name, {
        allowInsecureConnection: true,
      }),
    container: (name) =>
      BlobServiceClient.fromConnectionString(running(azurite).connectionString).getContainerClient(name),
  };
}

function running<T>(part: T | undefined): T {
  if (part === undefined) throw new Error('the store is open only while tests run');
  return part;
}
