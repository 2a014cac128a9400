import { isHeld } from '../closing/life.ts';
import type { Config, Recipients } from '../config/schema.ts';
import { UNOWNED } from '../model/cost.ts';
import type { Channel, DeliverTask } from '../model/tasks.ts';
import { hashReport } from '../reports/identity.ts';
import type { Report } from '../reports/report.ts';
import { sliceReport, teamAudience } from '../reports/slice.ts';
import type { DeliveryRow } from '../store/store.ts';

/** A report and who it is for: `finance`, `security`, `operator`, or `team:<id>`. */
export interface AddressedReport {
  readonly audience: string;
  readonly report: Report;
}

const NOBODY: Recipients = { mail: [] };

/** Who an audience is, by configuration; what nobody owns goes to the operator. */
export function recipientsOf(config: Config, audience: string): Recipients {
  if (audience === 'finance' || audience === 'security' || audience === 'operator')
    return config.audiences[audience];
  const team = audience.slice(teamAudience('').length);
  if (team === UNOWNED) return config.audiences.operator;
  return config.teams.find((candidate) => candidate.id === team)?.leads ?? NOBODY;
}

/**
 * The reports that go out of an organisation's report: the whole to its own readers, each team's to its leads. A
 * chargeback that the gate holds back goes to the operator only.
 */
export function addressReport(
  config: Config,
  report: Report,
  failed: readonly DeliveryRow[],
): readonly AddressedReport[] {
  if (report.kind === 'governance') {
    return [
      { audience: 'security', report },
      { audience: 'operator', report: withFailures(report, failed) },
    ];
  }
  if (report.kind === 'chargeback' && isHeld(report.life)) {
    return [{ audience: 'operator', report: { ...report, audience: 'operator' } }];
  }
  const teams = [...config.teams.map((team) => team.id), UNOWNED];
  const slices = teams.flatMap((team) => {
    const slice = sliceReport(report, team);
    return slice ? [{ audience: teamAudience(team), report: slice }] : [];
  });
  return report.kind === 'chargeback' ? [{ audience: 'finance', report }, ...slices] : slices;
}

/** The deliveries of an addressed report: one a channel that its audience has, or one that will say nobody is reached. */
export function planDeliveries(
  config: Config,
  { audience, report }: AddressedReport,
  run: string,
): readonly DeliverTask[] {
  const { mail, teamsWebhookEnv } = recipientsOf(config, audience);
  const channels: Channel[] = [];
  if (mail.length > 0 || !teamsWebhookEnv) channels.push('mail');
  if (teamsWebhookEnv) channels.push('teams');
  const hash = hashReport(report);
  return channels.map((channel) => ({
    kind: report.kind,
    period: report.period.id,
    audience,
    channel,
    hash,
    run,
  }));
}

/** The operator's copy also says what did not go out. */
function withFailures(report: Report, failed: readonly DeliveryRow[]): Report {
  const notices = failed.map(
    (row) =>
      `Not delivered: ${row.kind} ${row.period} to ${row.audience} by ${row.channel} (${row.state} after ${row.tries} tries). ` +
      `${row.problem?.message ?? ''} ${row.problem?.remedy ?? ''}`.trim(),
  );
  return { ...report, audience: 'operator', notices: [...report.notices, ...notices.sort()] };
}
