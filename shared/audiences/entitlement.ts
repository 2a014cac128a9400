import type { Config } from '../config/schema.ts';
import type { Channel } from '../model/tasks.ts';
import type { Report } from '../reports/report.ts';
import {
  addressesOn,
  identityOf,
  type Listed,
  leadsOf,
  listedAs,
  managersOf,
  ownersOf,
} from './directory.ts';

/**
 * Whether the configuration lists an address for everything that a report tells: for each of its teams as a lead, as an
 * owner of the cost centre that is charged, or, where it tells only what is overdue, as a manager. Asked again right
 * before something is sent: who was taken off since it was planned does not get it.
 */
export function isEntitled(config: Config, report: Report, channel: Channel, address: string): boolean {
  const isListed = ({ recipients }: Listed): boolean =>
    addressesOn(channel, recipients).some((known) => identityOf(known) === identityOf(address));
  return listEntitled(config, report).every((anyOf) => anyOf.some(isListed));
}

/** What each part of a report is told by: whoever is in one list of every entry. */
function listEntitled(config: Config, report: Report): readonly (readonly Listed[])[] {
  if (report.kind === 'health') return [[listedAs(config, 'operator')]];
  if (report.kind === 'governance') return [[listedAs(config, 'operator'), ...forSecurity(config, report)]];
  if (report.audience === 'organisation') return [[listedAs(config, 'finance')]];
  if (report.audience === 'operator') return [[listedAs(config, 'operator')]];
  if (report.kind === 'chargeback') {
    return report.statements
      .flatMap(({ teams }) => teams)
      .map(({ team, costCenter }) => [leadsOf(config, team), ownersOf(config, costCenter)]);
  }
  return report.teams.map(({ team }) =>
    report.focus === 'overdue' ? [managersOf(config, team)] : [leadsOf(config, team)],
  );
}

/** The operator's copy is the operator's alone. */
function forSecurity(config: Config, { audience }: Report): readonly Listed[] {
  return audience === 'operator' ? [] : [listedAs(config, 'security')];
}
