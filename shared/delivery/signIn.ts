import type { AccessToken, TokenCredential } from '@azure/identity';
import { DeliveryError } from '../model/errors.ts';

const SIGN_IN_ERRORS: ReadonlySet<string> = new Set([
  'AuthenticationError',
  'AuthenticationRequiredError',
  'AggregateAuthenticationError',
  'CredentialUnavailableError',
]);

/** Whether Entra gave no token, so that nothing was sent. */
export function isSignInFailure(cause: unknown): boolean {
  return cause instanceof Error && SIGN_IN_ERRORS.has(cause.name);
}

/** The cause is not kept: it may hold what was sent to sign in. */
export function toSignInFailure(service: string): DeliveryError {
  return new DeliveryError(
    `Purser could not sign in to ${service}: Entra gave no token.`,
    'It is tried again. If it stays so, give the function app an identity (AZURE_CLIENT_ID names a user-assigned one), or sign in with the Azure CLI.',
    { permanent: false },
  );
}

/** @throws DeliveryError when there is no token to be had */
export async function getToken(credential: TokenCredential, scope: string, service: string): Promise<string> {
  let token: AccessToken | null;
  try {
    token = await credential.getToken(scope);
  } catch {
    throw toSignInFailure(service);
  }
  if (token === null) throw toSignInFailure(service);
  return token.token;
}
