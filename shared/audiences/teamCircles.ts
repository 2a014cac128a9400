import type { Config } from '../config/schema.ts';
import { compareText } from '../model/order.ts';
import type { Channel } from '../model/tasks.ts';
import { costCenterAudience, managersAudience, teamAudience } from '../reports/audience.ts';
import type { ChargebackReport } from '../reports/chargebackReport.ts';
import type { DigestReport } from '../reports/digestReport.ts';
import { sliceOverdue } from '../reports/overdue.ts';
import { sliceTeams } from '../reports/slice.ts';
import { type Circle, gather, joinPeople, peopleOf } from './circle.ts';
import { identityOf, leadsOf, managersOf, ownersOf, wantsBy } from './directory.ts';

type TeamReport = ChargebackReport | DigestReport;

/** A team that a report tells of, and the cost centre that is charged for it; a digest charges none. */
export interface Member {
  readonly team: string;
  readonly costCenter: string | undefined;
}

/** The teams of a report, by id. */
export function listMembers(report: TeamReport): readonly Member[] {
  const members: readonly Member[] =
    report.kind === 'digest'
      ? report.teams.map(({ team }) => ({ team, costCenter: undefined }))
      : report.statements.flatMap(({ teams }) => teams);
  const byTeam = new Map(members.map(({ team, costCenter }) => [team, { team, costCenter }]));
  return [...byTeam.values()].sort((a, b) => compareText(a.team, b.team));
}

/** The owners of cost centres, each with all teams that are charged on it. */
export function circlesOfOwners(
  config: Config,
  report: TeamReport,
  members: readonly Member[],
  channel: Channel,
): readonly Circle[] {
  const byCenter = Map.groupBy(members, ({ costCenter }) => costCenter);
  return [...byCenter].flatMap(([costCenter, own]) => {
    if (costCenter === undefined) return [];
    const people = gather(config, 'chargeback', channel, ownersOf(config, costCenter));
    if (people.recipients.length + people.optedOut.length === 0) return [];
    const teams = own.map(({ team }) => team);
    const audience = costCenterAudience(costCenter);
    return [
      {
        ...{ audience, channel, teams, ...people },
        content: contentOf(report, teams),
        buildReport: () => sliceTeams(report, teams, { audience, name: costCenter }),
      },
    ];
  });
}

/** The leads of teams, without those who get the team as owners of its cost centre; the same people share a message. */
export function circlesOfLeads(
  config: Config,
  report: TeamReport,
  members: readonly Member[],
  channel: Channel,
  owners: readonly Circle[],
): readonly Circle[] {
  const circles = members.map(({ team }): Circle => {
    const listed = leadsOf(config, team);
    const wanted = wantsBy(config, team, report.kind, channel) ? listed.recipients : { mail: [] };
    const people = gather(config, report.kind, channel, { ...listed, recipients: wanted });
    const told = new Set(
      owners
        .filter(({ teams }) => teams.includes(team))
        .flatMap(({ recipients }) => recipients.map(({ address }) => identityOf(address))),
    );
    return toLeadCircle(report, [team], channel, {
      ...people,
      recipients: people.recipients.filter(({ address }) => !told.has(identityOf(address))),
    });
  });
  return joinSamePeople(circles, isTeamOf(config), (own) =>
    toLeadCircle(report, listTeams(own), channel, joinPeople(own)),
  );
}

/** The managers of teams, to be told what is overdue there; the same people share a message. */
export function circlesOfManagers(
  config: Config,
  report: DigestReport,
  members: readonly Member[],
  channel: Channel,
): readonly Circle[] {
  const circles = members.map(({ team }) =>
    toManagerCircle(
      config,
      report,
      [team],
      channel,
      gather(config, 'overdue', channel, managersOf(config, team)),
    ),
  );
  const joined = joinSamePeople(circles, isTeamOf(config), (own) =>
    toManagerCircle(config, report, listTeams(own), channel, joinPeople(own)),
  );
  return joined.filter(({ recipients, optedOut }) => recipients.length + optedOut.length > 0);
}

/** Joins circles of single teams that have exactly the same people; one without people stays by itself. */
function joinSamePeople(
  circles: readonly Circle[],
  mayJoin: (circle: Circle) => boolean,
  join: (circles: readonly Circle[]) => Circle,
): readonly Circle[] {
  const groups = Map.groupBy(circles, (circle) =>
    circle.recipients.length > 0 && mayJoin(circle) ? peopleOf(circle) : circle.audience,
  );
  return [...groups.values()].flatMap((own) => (own.length === 1 ? own : [join(own)]));
}

/** What nobody owns is no team's affair: it is not mixed with a team's, even where the same people read both. */
function isTeamOf({ teams }: Config): (circle: Circle) => boolean {
  const ids = new Set(teams.map(({ id }) => id));
  return (circle) => circle.teams.every((team) => ids.has(team));
}

function toLeadCircle(
  report: TeamReport,
  teams: readonly string[],
  channel: Channel,
  people: Pick<Circle, 'recipients' | 'optedOut'>,
): Circle {
  const audience = teamAudience(...teams);
  return {
    ...{ audience, channel, teams, ...people },
    content: contentOf(report, teams),
    buildReport: () => sliceTeams(report, teams, { audience }),
  };
}

function toManagerCircle(
  config: Config,
  report: DigestReport,
  teams: readonly string[],
  channel: Channel,
  people: Pick<Circle, 'recipients' | 'optedOut'>,
): Circle {
  return {
    ...{ audience: managersAudience(...teams), channel, teams, ...people },
    content: `overdue ${teams.join('+')}`,
    buildReport: () => sliceOverdue(report, teams, config.audiences.overdueAfterDays),
  };
}

function listTeams(circles: readonly Circle[]): readonly string[] {
  return circles.flatMap(({ teams }) => teams).sort();
}

function contentOf({ kind }: TeamReport, teams: readonly string[]): string {
  return `${kind} ${teams.join('+')}`;
}
