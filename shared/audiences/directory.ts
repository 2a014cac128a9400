import type { Config, Recipients } from '../config/schema.ts';
import type { Reason } from '../model/recipient.ts';
import { type Channel, isTeamKind, type ReportKind } from '../model/tasks.ts';

/** Whom the configuration lists for something, and why. */
export interface Listed {
  readonly reason: Reason;
  readonly recipients: Recipients;
}

const NOBODY: Recipients = { mail: [] };

/** The readers of what concerns the whole organisation. */
export function listedAs(config: Config, role: 'finance' | 'security' | 'operator'): Listed {
  return { reason: { role }, recipients: config.audiences[role] };
}

/** Who gets a team's own reports; what nobody owns, or no team of today, goes to the contact for the unowned. */
export function leadsOf(config: Config, team: string): Listed {
  const configured = config.teams.find(({ id }) => id === team);
  if (configured) return { reason: { role: 'lead', team }, recipients: configured.leads };
  const { unowned, operator } = config.audiences;
  return { reason: { role: 'unowned' }, recipients: unowned ?? operator };
}

export function managersOf(config: Config, team: string): Listed {
  const configured = config.teams.find(({ id }) => id === team);
  return { reason: { role: 'manager', team }, recipients: configured?.manager ?? NOBODY };
}

export function ownersOf(config: Config, costCenter: string): Listed {
  const configured = config.audiences.costCenters.find((entry) => entry.costCenter === costCenter);
  const { mail = [], teamsWebhookEnv } = configured ?? {};
  return {
    reason: { role: 'costCenter', costCenter },
    recipients: { mail, ...(teamsWebhookEnv !== undefined && { teamsWebhookEnv }) },
  };
}

/** Addresses on one channel, each once and in order: mail addresses, or the variable of the webhook. */
export function addressesOn(channel: Channel, { mail, teamsWebhookEnv }: Recipients): readonly string[] {
  if (channel === 'teams') return teamsWebhookEnv === undefined ? [] : [teamsWebhookEnv];
  const byIdentity = new Map(mail.toSorted().map((address) => [identityOf(address), address]));
  return [...byIdentity.values()].sort();
}

/** Whether a team wants a kind of report by a channel; whoever is no team takes every channel they have. */
export function wantsBy(config: Config, team: string, kind: ReportKind, channel: Channel): boolean {
  const wanted = config.teams.find(({ id }) => id === team)?.channels;
  const channels = isTeamKind(kind) ? wanted?.[kind] : undefined;
  return channels === undefined || channels.includes(channel);
}

/** What makes two spellings of an address one person's: capitals do not count. */
export function identityOf(address: string): string {
  return address.toLowerCase();
}
