import { type CrossCheck, complain } from './crossCheck.ts';
import type { Complaint } from './problem.ts';
import { quoteValue } from './problem.ts';
import type { Recipients } from './schema.ts';
import type { Sections } from './sections.ts';
import { closestWord } from './spelling.ts';

/** What must agree between those who get reports, and between them and the rest of the file. */
export const AUDIENCE_CHECKS: readonly CrossCheck[] = [
  checkReach,
  checkMailRecipients,
  checkCostCenters,
  checkChannels,
  checkOptOuts,
];

interface Place {
  readonly path: readonly PropertyKey[];
  readonly recipients: Recipients;
}

/** A report nobody receives is a report that nobody misses until it is needed. */
function* checkReach(sections: Sections): Iterable<Complaint> {
  for (const { path, recipients } of [...listManagers(sections), ...listAudiences(sections)]) {
    if (reachesSomebody(recipients)) continue;
    yield complain(
      path,
      'reaches nobody',
      'Give it mail addresses under "mail:", or a Teams webhook by "teamsWebhookEnv:".',
    );
  }
}

function* checkMailRecipients(sections: Sections): Iterable<Complaint> {
  const domains = sections.mailDomains?.map((domain) => domain.toLowerCase());
  for (const { path, recipients } of listRecipients(sections)) {
    for (const [index, address] of recipients.mail.entries()) {
      if (!domains) {
        yield complain(
          [...path, 'mail'],
          'names mail addresses, and there is no delivery.mail to send by',
          'Add "mail:" under delivery, or remove the addresses.',
        );
        break;
      }
      const domain = domainOf(address);
      if (domains.includes(domain)) continue;
      yield complain(
        [...path, 'mail', index],
        `goes to ${quoteValue(domain)}, which is not among delivery.mail.domains`,
        'Correct the address, or add the domain there if reports may go to it.',
      );
    }
  }
}

/** A cost centre that no team has would never get a report; one that stands twice would get two. */
function* checkCostCenters({ teams, audiences }: Sections): Iterable<Complaint> {
  const known = new Set(teams.flatMap((team) => (team ? [team.costCenter] : [])));
  const seen = new Set<string>();
  for (const [index, { costCenter }] of (audiences.costCenters ?? []).entries()) {
    const path = ['audiences', 'costCenters', index, 'costCenter'];
    if (seen.has(costCenter)) {
      yield complain(path, `is ${quoteValue(costCenter)} a second time`, 'Name its owners in one entry.');
    } else if (!known.has(costCenter)) {
      const meant = closestWord(costCenter, known);
      yield complain(
        path,
        `is ${quoteValue(costCenter)}, which no team is charged on`,
        meant ? `Did you mean ${meant}?` : 'Write it as the teams have it under costCenter.',
      );
    }
    seen.add(costCenter);
  }
}

/** A team that wants a report by a channel must have that channel. */
function* checkChannels({ teams }: Sections): Iterable<Complaint> {
  for (const [index, team] of teams.entries()) {
    if (!team || !reachesSomebody(team.leads)) continue;
    for (const kind of ['digest', 'chargeback'] as const) {
      for (const [place, channel] of (team.channels[kind] ?? []).entries()) {
        const has = channel === 'mail' ? team.leads.mail.length > 0 : team.leads.teamsWebhookEnv;
        if (has) continue;
        yield complain(
          ['teams', index, 'channels', kind, place],
          `is ${quoteValue(channel)}, and the leads have none`,
          `Add "${channel === 'mail' ? 'mail' : 'teamsWebhookEnv'}:" under leads, or name the other channel.`,
        );
      }
    }
  }
}

/** Whoever books the money must not be able to miss it. */
function* checkOptOuts({ audiences }: Sections): Iterable<Complaint> {
  const finance = new Set(audiences.finance?.mail.map((address) => address.toLowerCase()));
  for (const [index, { address, kinds }] of (audiences.optOut ?? []).entries()) {
    const place = kinds.indexOf('chargeback');
    if (place < 0 || !finance.has(address.toLowerCase())) continue;
    yield complain(
      ['audiences', 'optOut', index, 'kinds', place],
      'would keep the chargeback from finance',
      'Remove it here, or take the address out of audiences.finance.',
    );
  }
}

/** Every place of the file that says who gets something. */
function* listRecipients(sections: Sections): Iterable<Place> {
  for (const [index, team] of sections.teams.entries()) {
    if (team) yield { path: ['teams', index, 'leads'], recipients: team.leads };
  }
  yield* listManagers(sections);
  yield* listAudiences(sections);
}

function* listManagers({ teams }: Sections): Iterable<Place> {
  for (const [index, team] of teams.entries()) {
    if (team?.manager) yield { path: ['teams', index, 'manager'], recipients: team.manager };
  }
}

function* listAudiences({ audiences }: Sections): Iterable<Place> {
  for (const audience of ['finance', 'security', 'operator', 'unowned'] as const) {
    const recipients = audiences[audience];
    if (recipients) yield { path: ['audiences', audience], recipients };
  }
  for (const [index, recipients] of (audiences.costCenters ?? []).entries()) {
    yield { path: ['audiences', 'costCenters', index], recipients };
  }
}

function reachesSomebody({ mail, teamsWebhookEnv }: Recipients): boolean {
  return mail.length > 0 || teamsWebhookEnv !== undefined;
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}
