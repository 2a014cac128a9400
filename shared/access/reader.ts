import type { Role } from '../model/role.ts';
import type { ReportKind } from '../model/tasks.ts';

/** Whoever asks for a report, as the platform vouches for them. */
export interface Reader {
  /** For the log: an Entra object id, or `automation`. */
  readonly id: string;
  /** The sign-in address, in lower case; undefined for an automation. */
  readonly address: string | undefined;
  readonly roles: readonly Role[];
  /** Ids of the teams that they belong to. */
  readonly teams: readonly string[];
}

const READS_ALL = {
  chargeback: ['finance', 'platform'],
  digest: ['platform'],
  governance: ['security', 'platform'],
  health: ['platform'],
} as const satisfies Record<ReportKind, readonly Role[]>;

/** Whether they may read the report of the whole organisation, and so that of every team. */
export function mayReadAll(reader: Reader, kind: ReportKind): boolean {
  return READS_ALL[kind].some((role) => reader.roles.includes(role));
}

/** Whether they may read a team's own report; teams that do not exist are nobody's. */
export function mayReadTeam(reader: Reader, kind: ReportKind, team: string): boolean {
  return mayReadAll(reader, kind) || reader.teams.includes(team);
}

/** Whether they may collect, send to others, and see how the whole runs. */
export function mayOperate(reader: Reader): boolean {
  return reader.roles.includes('platform');
}
