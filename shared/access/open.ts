import type { TokenCredential } from '@azure/identity';
import type { Config } from '../config/schema.ts';
import type { Clock } from '../model/time.ts';
import { createGraphDirectory } from './graph.ts';
import { rememberGroups } from './groupCache.ts';
import type { AccessParts } from './identify.ts';
import { isSignedInByPlatform } from './signIn.ts';

/** A person waits for the page meanwhile. */
const GRAPH_ANSWERS_WITHIN_MS = 8000;

/**
 * Puts together what tells who asks; nothing is sent yet.
 * @param identity the setting `PURSER_IDENTITY`
 */
export function openAccess(
  config: Config,
  identity: string | undefined,
  parts: {
    readonly environment: Readonly<Record<string, string | undefined>>;
    readonly credential: TokenCredential;
    readonly clock: Clock;
    readonly log: (message: string) => void;
  },
): AccessParts {
  const { environment, credential, clock, log } = parts;
  const { graphUrl } = config.access;
  const directory = createGraphDirectory({
    graphUrl,
    credential,
    answerWithinMs: GRAPH_ANSWERS_WITHIN_MS,
    log,
  });
  return {
    config,
    signedInByPlatform: isSignedInByPlatform(identity, environment),
    groups: rememberGroups(directory, clock),
  };
}
