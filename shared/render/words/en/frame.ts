import type { Report } from '../../../reports/report.ts';

/** What surrounds every report. */
export const frame = {
  titles: {
    chargeback: 'AKS chargeback',
    digest: 'AKS weekly digest',
    governance: 'AKS governance report',
    health: 'Purser health note',
  } satisfies Record<Report['kind'], string>,
  /** A digest of nothing but what is overdue, for managers. */
  overdueTitle: 'AKS findings overdue',
  /** The team that stands for nobody. */
  unowned: 'Unowned',
  /** The cluster that stands for none. */
  outside: 'outside the clusters',
  /** Billing days are UTC's, which matters to a reader in another zone. */
  days: (range: string) => `${range}, days in UTC`,
  /** Where the period itself tells the days. */
  utcDays: 'Days in UTC',
  nothingRead: 'nothing was read',
  states: {
    complete: 'Complete',
    incomplete: 'Incomplete',
    provisional: 'Provisional: Azure may still change it',
    held: 'Held back: not sent to finance and the teams',
    closed: 'Closed: will not change',
  },
  /** Why the reader gets it; `places` are those of the configuration. */
  whyYou: (organisation: string, places: string) =>
    `You get this because the Purser configuration of ${organisation} lists you ${places}. Ask its operator to be taken off.`,
  places: {
    finance: 'under finance',
    security: 'under security',
    operator: 'under operator',
    unowned: 'as the contact for what nobody owns',
    lead: (teams: string) => `among the leads of ${teams}`,
    manager: (teams: string) => `as a manager of ${teams}`,
    owner: (costCenter: string) => `as an owner of cost centre ${costCenter}`,
  },
};
