import { DefaultAzureCredential, type TokenCredential } from '@azure/identity';

/**
 * The identity that reads Azure. In a function app it is the managed identity, announced by
 * `IDENTITY_ENDPOINT` and `IDENTITY_HEADER` (user-assigned: `AZURE_CLIENT_ID` names it); on a
 * workstation whoever signed in with the Azure CLI.
 */
export function createCredential(): TokenCredential {
  return new DefaultAzureCredential();
}
