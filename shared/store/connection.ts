import type { TokenCredential } from '@azure/identity';
import { ConfigurationError } from '../model/errors.ts';

/** How to reach the storage account: by a connection string (a secret), or as an Entra identity. */
export type StorageConnection =
  | { readonly kind: 'connectionString'; readonly value: string }
  | {
      readonly kind: 'identity';
      readonly blobUrl: string;
      readonly tableUrl: string;
      readonly queueUrl: string;
      readonly credential: TokenCredential;
    };

/** The setting that the Functions host keeps its own storage account in; Purser keeps its data beside it. */
const SETTING = 'AzureWebJobsStorage';

/**
 * Finds the storage account in the same settings that the Functions host reads: `AzureWebJobsStorage` with a
 * connection string, or `AzureWebJobsStorage__accountName`, or `AzureWebJobsStorage__blobServiceUri` and its
 * like for tables and queues (needed outside the public cloud). The string wins when both are set.
 * @throws ConfigurationError saying which setting to add
 */
export function readStorageConnection(
  env: Readonly<Record<string, string | undefined>>,
  credential: TokenCredential,
): StorageConnection {
  const value = env[SETTING]?.trim();
  if (value) return { kind: 'connectionString', value };
  return {
    kind: 'identity',
    blobUrl: serviceUrl(env, 'blob'),
    tableUrl: serviceUrl(env, 'table'),
    queueUrl: serviceUrl(env, 'queue'),
    credential,
  };
}

function serviceUrl(
  env: Readonly<Record<string, string | undefined>>,
  service: 'blob' | 'table' | 'queue',
): string {
  const setting = `${SETTING}__${service}ServiceUri`;
  const url = env[setting]?.trim();
  if (url) {
    if (!URL.canParse(url) || !url.startsWith('https://')) {
      throw new ConfigurationError(
        `${setting} is no https URL.`,
        `Set it to https://<account>.${service}.core.windows.net or the like of your cloud.`,
      );
    }
    return url;
  }
  const account = env[`${SETTING}__accountName`]?.trim();
  if (account === undefined || account === '') {
    throw new ConfigurationError(
      `No storage account is configured: neither ${SETTING} nor ${SETTING}__accountName nor ${setting} is set.`,
      `Set ${SETTING}__accountName to the name of the account, or ${SETTING} to a connection string.`,
    );
  }
  if (!/^[a-z0-9]{3,24}$/.test(account)) {
    throw new ConfigurationError(
      `${SETTING}__accountName is no name of a storage account.`,
      'Set it to the bare name: 3 to 24 lower-case letters and digits.',
    );
  }
  return `https://${account}.${service}.core.windows.net`;
}
