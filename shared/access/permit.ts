import type { Config } from '../config/schema.ts';
import type { ReportKind } from '../model/tasks.ts';
import { type Denial, deny } from './denial.ts';
import { mayOperate, mayReadAll, mayReadTeam, type Reader } from './reader.ts';
import { parseTeam } from './teamName.ts';

/** What of a kind of report somebody wants: the whole, or one team's, in words that came from outside. */
export interface Wish {
  readonly kind: ReportKind;
  readonly team: string | undefined;
}

/** Leave to read: the team as the configuration has it; undefined for the report of the whole organisation. */
export interface Permit {
  readonly team: string | undefined;
}

/**
 * Decides whether a reader may have a report, from the request and the configuration alone: before anything is read or
 * computed, so that neither the answer nor the time it takes tells a team that is not theirs from one that is not there.
 * Only who may read every report of the kind learns that there is no such team.
 */
export function permitReport(
  reader: Reader,
  wish: Wish,
  config: Pick<Config, 'teams'>,
): Permit | Denial | 'noSuchTeam' {
  const readsAll = mayReadAll(reader, wish.kind);
  if (wish.team === undefined) return readsAll ? { team: undefined } : deny('report', reader.id);
  const team = parseTeam(wish.team, config);
  if (team !== undefined && mayReadTeam(reader, wish.kind, team)) return { team };
  return readsAll ? 'noSuchTeam' : deny('report', reader.id);
}

/** Decides whether a reader may collect, send to others, and see how the whole runs. */
export function permitOperation(reader: Reader): Denial | undefined {
  return mayOperate(reader) ? undefined : deny('operation', reader.id);
}
