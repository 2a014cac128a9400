import { RequestError } from '../model/errors.ts';
import type { DeliverTask, DeliveryWish, ReportTask } from '../model/tasks.ts';
import { teamsOfAudience } from '../reports/audience.ts';
import { hashReport } from '../reports/identity.ts';
import type { Report } from '../reports/report.ts';
import { sliceReport } from '../reports/slice.ts';
import type { App } from './app.ts';
import { planRepeats } from './repeat.ts';

/**
 * The delivery of a preview, by mail to whoever asked for it and nobody else. Its audience names them and the run, so
 * that the ledger has it beside what really goes out, and the same may be previewed again; doing the task twice still
 * sends once.
 * @param report the organisation's
 * @throws RequestError when the team has nothing in it
 */
export async function planPreview(
  app: App,
  report: Report,
  { run }: Pick<ReportTask, 'run'>,
  { to, team }: DeliveryWish & { readonly to: string },
): Promise<readonly DeliverTask[]> {
  const own = team === undefined ? report : sliceReport(report, team);
  if (!own) {
    throw new RequestError(
      `The team ${team} has nothing in the ${report.kind} of ${report.period.id}.`,
      'Ask for another period.',
      { kind: 'notFound' },
    );
  }
  const row = await app.store.reports.putReport(own, app.clock.now().toISOString());
  return [
    {
      ...{ kind: own.kind, period: own.period.id, channel: 'mail', hash: hashReport(own), run },
      audience: `preview:${to}#${run.slice(0, 8)}`,
      at: row.firstBuiltAt ?? row.builtAt,
      recipients: [{ address: to, reasons: [] }],
      preview: true,
    },
  ];
}

/** Of all deliveries those that are wished for: of one team, and as deliberate repeats where that is wished. */
export async function narrowDeliveries(
  app: App,
  tasks: readonly DeliverTask[],
  wish: DeliveryWish | undefined,
): Promise<readonly DeliverTask[]> {
  const { team, again } = wish ?? {};
  const concerned = tasks.filter(
    ({ audience }) => team === undefined || teamsOfAudience(audience).includes(team),
  );
  return again ? planRepeats(app, concerned, 'everything') : concerned;
}
