/** Why somebody gets a report: the place of the configuration that lists them. */
export type Reason =
  | { readonly role: 'finance' | 'security' | 'operator' }
  /** The contact for what nobody owns, and for teams that are not configured any more. */
  | { readonly role: 'unowned' }
  | { readonly role: 'lead' | 'manager'; readonly team: string }
  | { readonly role: 'costCenter'; readonly costCenter: string };

/** Somebody who is to get a report. */
export interface PlannedRecipient {
  /** A mail address, or the variable that holds a Teams webhook. */
  readonly address: string;
  /** All that hold. */
  readonly reasons: readonly Reason[];
}
