/** Why somebody is turned away, in the order in which it is asked. */
export type DenialReason = keyof typeof DENIALS;

/** A refusal as it is answered, and as the audit log tells it. */
export interface Denial {
  readonly denied: DenialReason;
  /** 401: sign in first; 403: signed in, and not allowed; 503: cannot be told just now. */
  readonly status: 401 | 403 | 503;
  readonly message: string;
  /** One sentence that says what to do. */
  readonly remedy: string;
  /** Who was turned away, as far as the platform vouches for them: an Entra object id, or `automation`. */
  readonly id: string | undefined;
}

const ASK_OPERATOR = 'Ask whoever runs Purser';

const DENIALS = {
  crossSite: {
    status: 403,
    message: 'The request came from a page of another site.',
    remedy: 'Open the reports and ask from there.',
  },
  signInOff: {
    status: 403,
    message: 'Nobody can sign in here: this app does not stand behind App Service authentication.',
    remedy:
      'Switch App Service authentication on and set PURSER_IDENTITY to platform, as docs/access.md describes.',
  },
  anonymous: {
    status: 401,
    message: 'You are not signed in.',
    remedy: 'Sign in with the account of your organisation.',
  },
  malformed: {
    status: 401,
    message: 'Your sign-in cannot be read.',
    remedy: 'Sign out, and sign in again with the account of your organisation.',
  },
  provider: {
    status: 403,
    message: 'You are signed in by another provider than Microsoft Entra.',
    remedy: 'Sign out, and sign in with the account of your organisation.',
  },
  tenant: {
    status: 403,
    message: 'Your account belongs to a tenant that is not let in.',
    remedy: `Sign in with the account of your organisation. ${ASK_OPERATOR} to list its tenant under access.tenants.`,
  },
  guest: {
    status: 403,
    message: 'Your account is a guest of this organisation, and guests are not let in.',
    remedy: `${ASK_OPERATOR}: access.guests decides it.`,
  },
  groupsForbidden: {
    status: 403,
    message:
      'You are in more groups than a sign-in can carry, and Purser may not look up which of them count here.',
    remedy:
      `${ASK_OPERATOR} to grant its identity User.Read.All and GroupMember.Read.All on Microsoft Graph, or to let the token carry ` +
      'only the groups assigned to the application, or to use app roles instead of groups.',
  },
  groupsUnavailable: {
    status: 503,
    message:
      'You are in more groups than a sign-in can carry, and Microsoft Graph does not say which of them count here.',
    remedy: 'Try again in some minutes.',
  },
  noRights: {
    status: 403,
    message: 'You are signed in, and belong to no role and no team here.',
    remedy: `${ASK_OPERATOR} to add you, a group or an app role of yours under access.`,
  },
  automation: {
    status: 403,
    message: 'Automation may do nothing here.',
    remedy: 'Give it roles or teams under access.automation.',
  },
  report: {
    status: 403,
    message: 'There is no such report, or it is not yours to read.',
    remedy: 'Ask for the report of a team of yours; see what you may read in the list of reports.',
  },
  operation: {
    status: 403,
    message: 'This is for those who run Purser.',
    remedy: `${ASK_OPERATOR} to do it, or to give you the role platform.`,
  },
} as const satisfies Record<string, Pick<Denial, 'status' | 'message' | 'remedy'>>;

/** The refusal for a reason; the same for everybody, so that nothing can be told from it but the reason. */
export function deny(denied: DenialReason, id?: string): Denial {
  return { denied, ...DENIALS[denied], id };
}

/** Whether an answer that may be a refusal is one. */
export function isDenial(answer: object): answer is Denial {
  return 'denied' in answer;
}
