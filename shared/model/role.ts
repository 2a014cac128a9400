/**
 * What a person or an automation does for the whole organisation: `finance` reads every chargeback, `security` every
 * governance report, `platform` runs Purser and reads everything.
 */
export const ROLES = ['finance', 'security', 'platform'] as const;
export type Role = (typeof ROLES)[number];
