import { setTimeout as sleep } from 'node:timers/promises';
import type { TokenCredential } from '@azure/identity';
import type { Config } from '../../config/schema.ts';
import type { Clock } from '../../model/time.ts';
import type { CostSource, DefenderSource, InventorySource, PolicySource } from '../source.ts';
import { connect } from './connection.ts';
import { createCostSource } from './cost.ts';
import { createDefenderSource } from './defender.ts';
import { createInventorySource } from './inventory.ts';
import { createPacer } from './pacing.ts';
import { createPolicySource } from './policy.ts';
import type { Wait } from './retry.ts';

const ANSWER_WITHIN_MS = 60_000;

/** What the sources in Azure need from outside. */
export interface AzureSourcesParts {
  readonly credential: TokenCredential;
  readonly clock: Clock;
  /** PEM of a certificate authority to trust instead of the system's. */
  readonly tlsCa?: string | undefined;
  /** Waits between tries and for quotas; the default really waits. */
  readonly wait?: Wait;
  /** Told of rows that were left out; the default writes warnings to the console. */
  readonly log?: (message: string) => void;
  /** Milliseconds until a call without a whole answer counts as failed; the default is a minute. */
  readonly answerWithinMs?: number;
}

/**
 * Reads bill, inventory, policy and Defender from Azure, with the SDK clients. Keep one for each process:
 * it paces the calls.
 */
export function createAzureSources(
  config: Config,
  parts: AzureSourcesParts,
): CostSource & InventorySource & PolicySource & DefenderSource {
  const { credential, clock, tlsCa } = parts;
  const wait = parts.wait ?? ((milliseconds, signal) => sleep(milliseconds, undefined, { signal }));
  const log = parts.log ?? ((message) => console.warn(message));
  const answerWithinMs = parts.answerWithinMs ?? ANSWER_WITHIN_MS;
  const { cost, graph, policy } = connect(config.azure, { credential, clock, wait, tlsCa, answerWithinMs });
  const pacer = createPacer({ callsPerMinute: config.cost.callsPerMinute, clock, wait });
  return {
    ...createCostSource(cost, { pacer, clock }),
    ...createInventorySource(graph, config.azure),
    ...createPolicySource({ graph, policy, log }),
    ...createDefenderSource({ graph, log }),
  };
}
