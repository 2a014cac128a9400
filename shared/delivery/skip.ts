import type { Resolution } from '../audiences/resolve.ts';
import type { Config } from '../config/schema.ts';
import type { DeliverTask } from '../model/tasks.ts';
import { isEmptyDigest } from '../reports/emptyDigest.ts';
import type { Report } from '../reports/report.ts';
import type { SkipCause } from '../store/store.ts';

/** Why nothing is sent, and what could be done about it. */
export interface Skip {
  readonly cause: SkipCause;
  readonly message: string;
  readonly remedy: string;
}

/**
 * Why a delivery is skipped; undefined when it is not.
 * @param reached whom the transport would send it to
 */
export function findSkip(
  task: DeliverTask,
  report: Report,
  { recipients, withheld }: Pick<Resolution, 'recipients' | 'withheld'>,
  reached: readonly string[],
  config: Config,
): Skip | undefined {
  if (reached.length === 0) {
    if (recipients.mail.length > 0) return allOutside(task, recipients.mail, config);
    if (withheld.length > 0) return allWithheld(task, withheld);
    return nobody(task);
  }
  const isSkipped = config.audiences.emptyDigest === 'skip' && report.kind === 'digest' && !task.preview;
  return isSkipped && isEmptyDigest(report) ? nothingToSay(task) : undefined;
}

function nobody({ audience, channel }: DeliverTask): Skip {
  const what = channel === 'mail' ? 'mail address' : 'Teams webhook';
  return {
    cause: 'nobody',
    message: `${audience} has no ${what}, so nobody got this report.`,
    remedy: `Configure ${channel === 'mail' ? 'mail' : 'teamsWebhookEnv'} for ${audience}, then deliver it.`,
  };
}

function allOutside({ audience }: DeliverTask, addresses: readonly string[], { delivery }: Config): Skip {
  return {
    cause: 'outsideDomains',
    message: `${audience} has only mail addresses outside the allowed domains: ${addresses.join(', ')}.`,
    remedy: `Add the domain to delivery.mail.domains (now ${delivery.mail?.domains.join(', ') ?? 'none'}), then deliver it.`,
  };
}

function allWithheld({ audience }: DeliverTask, withheld: Resolution['withheld']): Skip {
  const optedOut = withheld.filter(({ because }) => because === 'optedOut').map(({ address }) => address);
  if (optedOut.length > 0) {
    return {
      cause: 'optedOut',
      message: `Everybody of ${audience} has opted out of it: ${optedOut.join(', ')}.`,
      remedy: 'Nothing is to be done, unless somebody should read it: name them beside those who opted out.',
    };
  }
  return {
    cause: 'notListed',
    message: `Whom it was planned for is not listed for ${audience} any more.`,
    remedy: 'Deliver it again: it goes to those who are listed now.',
  };
}

function nothingToSay({ audience }: DeliverTask): Skip {
  return {
    cause: 'empty',
    message: `There was nothing to say to ${audience}, and empty digests are skipped.`,
    remedy: 'To send one line all the same, set audiences.emptyDigest to send.',
  };
}
