import { setTimeout as sleep } from 'node:timers/promises';
import type { TokenCredential } from '@azure/identity';
import type { Config } from '../../config/schema.ts';
import type { Clock } from '../../model/time.ts';
import type {
  CostSource,
  DefenderSource,
  InventorySource,
  PolicySource,
  PostureSource,
  ResourceSource,
} from '../source.ts';
import { connect } from './connection.ts';
import { createCostSource, type Exclusively } from './cost.ts';
import { createDefenderSource } from './defender.ts';
import { createInventorySource } from './inventory.ts';
import { createPolicySource } from './policy.ts';
import { createPostureSource } from './postureResources.ts';
import { createCostQuota } from './quota.ts';
import { createResourceSource } from './resources.ts';
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
  /** Keeps other processes from reading the bill meanwhile; by default there are none. */
  readonly exclusively?: Exclusively;
}

/**
 * Reads bill, inventory, tagged resources, policy, Defender and posture from Azure, with the SDK clients. Keep one for
 * each process: it counts the calls.
 */
export function createAzureSources(
  config: Config,
  parts: AzureSourcesParts,
): CostSource & InventorySource & ResourceSource & PolicySource & DefenderSource & PostureSource {
  const { credential, clock, tlsCa } = parts;
  const wait = parts.wait ?? ((milliseconds, signal) => sleep(milliseconds, undefined, { signal }));
  const log = parts.log ?? ((message) => console.warn(message));
  const answerWithinMs = parts.answerWithinMs ?? ANSWER_WITHIN_MS;
  const exclusively = parts.exclusively ?? ((work) => work());
  const quota = createCostQuota({ callsPerMinute: config.cost.callsPerMinute, clock, wait });
  const shared = { credential, clock, wait, tlsCa, answerWithinMs, quota };
  const { cost, graph, policy, readResource } = connect(config.azure, shared);
  return {
    ...createCostSource(cost, { clock, exclusively }),
    ...createInventorySource(graph, config.azure),
    ...createResourceSource(graph, { tagKeys: config.cost.tagKeys, log }),
    ...createPolicySource({ graph, policy, log }),
    ...createDefenderSource({ graph, log }),
    ...createPostureSource({ graph, readResource, clusters: config.azure.clusters, log }),
  };
}
