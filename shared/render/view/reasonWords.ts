import { UNOWNED } from '../../model/cost.ts';
import type { Reason } from '../../model/recipient.ts';
import { isWholeOrganisation, partOf, teamsOfAudience } from '../../reports/audience.ts';
import type { Report } from '../../reports/report.ts';
import type { Formatter } from '../formatter.ts';
import { toPlainLine } from '../plainText.ts';
import { listNames, nameTeam } from './names.ts';

const LISTED_IN = {
  chargeback: 'finance',
  digest: 'operator',
  governance: 'security',
  health: 'operator',
} as const satisfies Record<Report['kind'], string>;

/** Why the reader gets it, in a sentence: every place of the configuration that lists one of its readers. */
export function sayReasons(report: Report, formatter: Formatter): string {
  const { whyYou } = formatter.words.frame;
  const known = report.delivery?.reasons ?? [];
  const places = sayPlaces(known.length > 0 ? known : guessReasons(report), report, formatter);
  const list = new Intl.ListFormat(formatter.locale, { type: 'disjunction' });
  return whyYou(toPlainLine(report.organisation), list.format(places));
}

function sayPlaces(reasons: readonly Reason[], report: Report, formatter: Formatter): string[] {
  const { places } = formatter.words.frame;
  const names = new Map(listTeams(report).map((one) => [one.team, nameTeam(one, formatter.words)]));
  const nameAll = (role: 'lead' | 'manager'): string[] => {
    const teams = reasons.flatMap((reason) => (reason.role === role ? [reason.team] : []));
    const named = teams.map((team) => toPlainLine(names.get(team) ?? team));
    return named.length === 0 ? [] : [places[role](listNames(named, formatter))];
  };
  return [
    ...reasons.flatMap((reason) => ('team' in reason || 'costCenter' in reason ? [] : [places[reason.role]])),
    ...nameAll('lead'),
    ...nameAll('manager'),
    ...reasons.flatMap((reason) =>
      reason.role === 'costCenter' ? [places.owner(toPlainLine(reason.costCenter))] : [],
    ),
  ];
}

/** By whom the report is for, where no message carries it. */
function guessReasons({ audience, kind }: Report): readonly Reason[] {
  if (audience === 'operator' || audience === `team:${UNOWNED}`) return [{ role: 'operator' }];
  if (audience.startsWith('costCenter:')) return [{ role: 'costCenter', costCenter: partOf(audience) }];
  if (isWholeOrganisation(audience)) return [{ role: LISTED_IN[kind] }];
  const role = audience.startsWith('managers:') ? 'manager' : 'lead';
  return teamsOfAudience(audience).map((team) => ({ role, team }));
}

function listTeams(report: Report): readonly { readonly team: string; readonly teamName: string }[] {
  if (report.kind === 'governance' || report.kind === 'health') return [];
  return report.kind === 'digest' ? report.teams : report.statements.flatMap(({ teams }) => teams);
}
