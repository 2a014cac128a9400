import type { Config, Recipients } from '../config/schema.ts';
import type { PlannedRecipient } from '../model/recipient.ts';
import type { Channel, DeliverTask } from '../model/tasks.ts';
import type { Report } from '../reports/report.ts';
import { addressesOn } from './directory.ts';
import { isEntitled } from './entitlement.ts';
import { hasOptedOut, optionalKindOf } from './optOut.ts';

/** Why somebody who was to get a report does not. */
export type WithheldBecause = 'optedOut' | 'notListed';

/** Who gets a delivery at the moment it is sent. */
export interface Resolution {
  readonly recipients: Recipients;
  /** The same people with why they get it, by address; empty where that is not known. */
  readonly planned: readonly PlannedRecipient[];
  readonly withheld: readonly { readonly address: string; readonly because: WithheldBecause }[];
}

/**
 * Who gets what a task delivers, as the configuration of this moment has it. The plan says who was meant; whoever was
 * taken off the lists or opted out since, while a task waited, does not get it.
 * @param report what the task delivers
 */
export function resolveRecipients(
  config: Config,
  report: Report,
  task: Pick<DeliverTask, 'channel' | 'recipients' | 'optedOut' | 'preview'>,
): Resolution {
  const { channel } = task;
  if (task.preview) return resolvePreview(channel, task.recipients ?? []);
  const meant =
    task.recipients ?? listEverybody(config, channel).map((address) => ({ address, reasons: [] }));
  const entitled = meant.filter(({ address }) => isEntitled(config, report, channel, address));
  const kind = optionalKindOf(report);
  const planned = entitled.filter(({ address }) => !hasOptedOut(config, kind, address));
  const optedOut = [
    ...(task.optedOut ?? []),
    ...entitled.filter((one) => !planned.includes(one)).map(({ address }) => address),
  ];
  const notListed = task.recipients ? meant.filter((one) => !entitled.includes(one)) : [];
  return {
    recipients: toRecipients(channel, planned),
    planned,
    withheld: [
      ...optedOut.map((address) => ({ address, because: 'optedOut' }) as const),
      ...notListed.map(({ address }) => ({ address, because: 'notListed' }) as const),
    ],
  };
}

/** Whoever asked for a preview was found to be allowed to read it when they asked. */
function resolvePreview(channel: Channel, planned: readonly PlannedRecipient[]): Resolution {
  return { recipients: toRecipients(channel, planned), planned, withheld: [] };
}

function toRecipients(channel: Channel, planned: readonly PlannedRecipient[]): Recipients {
  const addresses = planned.map(({ address }) => address);
  const [webhook] = addresses;
  if (channel === 'mail') return { mail: addresses };
  return { mail: [], ...(webhook !== undefined && { teamsWebhookEnv: webhook }) };
}

/** Every address of the configuration on a channel, each once. */
function listEverybody({ teams, audiences }: Config, channel: Channel): readonly string[] {
  const { finance, security, operator, unowned, costCenters } = audiences;
  const all = [
    ...[finance, security, operator, ...(unowned ? [unowned] : []), ...costCenters],
    ...teams.flatMap(({ leads, manager }) => (manager ? [leads, manager] : [leads])),
  ];
  return [...new Set(all.flatMap((recipients) => addressesOn(channel, recipients)))].sort();
}
