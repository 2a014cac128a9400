import type { Reason } from '../../shared/model/recipient.ts';

/** Why somebody gets a report, in a few words for a terminal. */
export function sayReason(reason: Reason): string {
  switch (reason.role) {
    case 'lead':
      return `lead of ${reason.team}`;
    case 'manager':
      return `manager of ${reason.team}`;
    case 'costCenter':
      return `owner of cost centre ${reason.costCenter}`;
    case 'unowned':
      return 'contact for the unowned';
    default:
      return reason.role;
  }
}
