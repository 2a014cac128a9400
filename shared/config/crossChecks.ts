import { COST_CHECKS } from './costChecks.ts';
import { type CrossCheck, checkTeam, complain } from './crossCheck.ts';
import type { Complaint } from './problem.ts';
import { quoteValue } from './problem.ts';
import type { Recipients } from './schema.ts';
import type { Sections } from './sections.ts';

/** What must agree between one place of the file and another, one function a rule. */
const CROSS_CHECKS: readonly CrossCheck[] = [
  checkTeamNames,
  checkRuleTeams,
  ...COST_CHECKS,
  checkAudiences,
  checkMailRecipients,
  checkMailAccount,
  checkSubscriptions,
];

/** Everything in the file that contradicts something else in it. */
export function crossCheck(sections: Sections): readonly Complaint[] {
  return CROSS_CHECKS.flatMap((check) => [...check(sections)]);
}

/** A label value must lead to one team: ids and aliases compare in any case. */
function* checkTeamNames({ teams }: Sections): Iterable<Complaint> {
  const taken = new Map<string, { readonly team: number; readonly as: string }>();
  for (const [index, team] of teams.entries()) {
    if (!team) continue;
    const first = taken.get(team.id);
    if (first?.as === 'id') {
      yield complain(
        ['teams', index, 'id'],
        `is ${quoteValue(team.id)}, which entry ${first.team + 1} is already called`,
        'Give each team an id of its own.',
      );
    } else taken.set(team.id, { team: index, as: 'id' });
  }
  for (const [index, team] of teams.entries()) {
    for (const [place, alias] of (team?.aliases ?? []).entries()) {
      const name = alias.toLowerCase();
      const first = taken.get(name);
      if (first && first.team !== index) {
        yield complain(
          ['teams', index, 'aliases', place],
          `is ${quoteValue(alias)}, which is also the ${first.as} of entry ${first.team + 1}`,
          'Let one value of a label mean one team.',
        );
      } else if (!first) taken.set(name, { team: index, as: 'alias' });
    }
  }
}

function* checkRuleTeams({ rules, teamIds }: Sections): Iterable<Complaint> {
  for (const [index, rule] of rules.entries()) {
    const path = ['ownership', 'rules', index];
    if (rule?.team !== undefined) yield* checkTeam([...path, 'team'], rule.team, teamIds, 'value');
    for (const team of Object.keys(rule?.split ?? {})) {
      yield* checkTeam([...path, 'split', team], team, teamIds, 'key');
    }
  }
}

/** A report nobody receives is a report that nobody misses until it is needed. */
function* checkAudiences({ audiences }: Sections): Iterable<Complaint> {
  for (const [audience, recipients] of Object.entries(audiences)) {
    if (recipients.mail.length > 0 || recipients.teamsWebhookEnv !== undefined) continue;
    yield complain(
      ['audiences', audience],
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

/** Every place of the file that says who gets something. */
function* listRecipients({ teams, audiences }: Sections): Iterable<{
  readonly path: readonly PropertyKey[];
  readonly recipients: Recipients;
}> {
  for (const [index, team] of teams.entries()) {
    if (team) yield { path: ['teams', index, 'leads'], recipients: team.leads };
  }
  for (const [audience, recipients] of Object.entries(audiences)) {
    yield { path: ['audiences', audience], recipients };
  }
}

function* checkMailAccount({ mail }: Sections): Iterable<Complaint> {
  if (!mail) return;
  const path = ['delivery', 'mail'];
  const { user, passwordEnv, tls, host } = mail.smtp;
  if (user !== undefined && passwordEnv === undefined) {
    yield complain(
      [...path, 'smtp', 'user'],
      'has no password',
      'Add "passwordEnv:" beside it with the name of the environment variable that holds the password.',
    );
  }
  if (user === undefined && passwordEnv !== undefined) {
    yield complain(
      [...path, 'smtp', 'passwordEnv'],
      'belongs to no user',
      'Add "user:" beside it, or remove it.',
    );
  }
  if (tls === 'none' && passwordEnv !== undefined && !isThisMachine(host)) {
    yield complain(
      [...path, 'smtp', 'tls'],
      'would send the password in the clear over the network',
      'Write starttls or implicit.',
    );
  }
  if (!/^(?:[^<>\r\n]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/.test(mail.from)) {
    yield complain(
      [...path, 'from'],
      `cannot be ${quoteValue(mail.from)}`,
      'Write a mail address, or a name and an address such as "Purser <purser@contoso.com>".',
    );
  }
}

function* checkSubscriptions({ azure }: Sections): Iterable<Complaint> {
  const seen = new Set<string>();
  for (const [index, subscription] of (azure?.subscriptions ?? []).entries()) {
    const id = subscription.toLowerCase();
    if (seen.has(id)) {
      yield complain(
        ['azure', 'subscriptions', index],
        'stands here a second time',
        'Remove one of the two.',
      );
    }
    seen.add(id);
  }
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}

function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}
