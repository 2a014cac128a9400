/**
 * `npm start`: the whole of Purser on this machine. Collects the last two months and the current one from the
 * demo tenant, builds and delivers every report, and says where to look. `--once --out DIR` writes everything
 * to a folder and ends.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { PurserError } from '../shared/model/errors.ts';
import { addDays, dayOf, monthOf, previousPeriod, weekOf } from '../shared/model/time.ts';
import type { Status } from '../shared/pipeline/status.ts';
import { Console } from './console.ts';
import { drainQueues } from './drain.ts';
import { exportEverything } from './export.ts';
import { type Machine, startMachine } from './machine.ts';

const HELP = `npm start                        run Purser on this machine and keep serving
npm start -- --once --out DIR    run once, write every report and message to DIR, end

  --state DIR    where the state is kept (.purser)
  --port N       port of the functions (7071)
  --inbox N      port of mailbox and Teams inbox (8025)`;

const { values: options } = parseArgs({
  options: {
    once: { type: 'boolean', default: false },
    out: { type: 'string' },
    state: { type: 'string', default: '.purser' },
    port: { type: 'string', default: '7071' },
    inbox: { type: 'string', default: '8025' },
    help: { type: 'boolean', default: false },
  },
});

/** People whose addresses are printed, one of a kind. */
const SHOWN = [
  ['finance', 'finance'],
  ['a team lead', 'lead-payments'],
  ['security', 'security'],
  ['platform', 'platform'],
] as const;

/** The months and the week that a first run shows. */
function periodsOf(today: Date) {
  const month = monthOf(dayOf(today));
  const before = previousPeriod(month);
  const week = weekOf(addDays(weekOf(dayOf(today)).from, -1));
  return { months: [previousPeriod(before), before, month], week };
}

/** Asks the functions as an automation does. */
async function post(machine: Machine, path: string, body: unknown = {}): Promise<void> {
  const response = await fetch(`${machine.hostUrl}${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'x-functions-key': machine.hostKey },
    body: JSON.stringify(body),
  });
  if (response.status !== 202)
    throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
}

/** Collects, assesses, reports and delivers, as the timers would over some weeks. */
async function runOnce(machine: Machine, screen: Console): Promise<Status> {
  const today = new Date();
  const { months, week } = periodsOf(today);
  const [oldest] = months;
  screen.say(`reading ${oldest?.from} to ${dayOf(today)}`);
  await post(machine, '/api/automation/collections', { from: oldest?.from, to: dayOf(today) });
  const read = await drainQueues(machine, 'collect', ({ done, known, failed }) =>
    screen.tell(
      `read ${done} of ${known} (source, scope, day)${failed > 0 ? `, ${failed} tried again` : ''}`,
    ),
  );
  screen.say(
    `read ${read.done} (source, scope, day)${read.failed > 0 ? `; ${read.failed} were tried again` : ''}`,
  );
  await post(machine, '/admin/functions/assessDaily', { input: '' });
  await drainQueues(machine, 'report', () => screen.tell('holding findings against their life stories'));
  screen.say('findings assessed');
  for (const [index, month] of months.entries()) {
    await post(machine, `/api/automation/reports/chargeback/${month.id}/deliveries`, { to: 'audiences' });
    await drainQueues(machine, 'deliver', ({ done, known }) =>
      screen.tell(`chargeback ${month.id}: delivered ${done} of ${known}`),
    );
    screen.say(
      `chargeback ${month.id}${index === 0 ? ', the first report' : ''}: ${machine.hostUrl}/api/reports/chargeback/${month.id}`,
    );
  }
  for (const kind of ['digest', 'governance', 'health']) {
    await post(machine, `/api/automation/reports/${kind}/${week.id}/deliveries`, { to: 'audiences' });
    await drainQueues(machine, 'deliver', ({ done, known }) =>
      screen.tell(`${kind} ${week.id}: delivered ${done} of ${known}`),
    );
    screen.say(`${kind} ${week.id}: ${machine.hostUrl}/api/reports/${kind}/${week.id}`);
  }
  const response = await fetch(`${machine.hostUrl}/api/automation/status`, {
    headers: { 'x-functions-key': machine.hostKey },
  });
  return (await response.json()) as Status;
}

/** Why a run did not do all it should; empty when it did. */
function findFaults(status: Status): string[] {
  const deliveries = status.deliveries
    .filter((row) => row.state === 'poisoned' || row.state === 'failed' || row.state === 'uncertain')
    .map(
      (row) =>
        `${row.kind} ${row.period} to ${row.audience} by ${row.channel}: ${row.state}. ${row.problem?.message ?? ''}`,
    );
  const poison = status.poison.map((message) => `${message.queue}: ${message.text}`);
  return [...deliveries, ...poison, ...(status.reports.length === 0 ? ['no report was built'] : [])];
}

function summarize(status: Status): string {
  const gone = status.deliveries.filter((row) => row.state === 'sent' || row.state === 'accepted').length;
  return `${status.reports.length} reports kept, ${gone} deliveries in the ledger`;
}

async function main(): Promise<number> {
  if (options.help) {
    console.log(HELP);
    return 0;
  }
  const screen = new Console();
  const machine = await startMachine({
    state: resolve(options.state),
    hostPort: Number(options.port),
    inboxPort: Number(options.inbox),
    onStep: (what) => screen.say(`starting ${what}`),
  });
  const stopped = new Promise<void>((done) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => done());
  });
  try {
    const status = await Promise.race([runOnce(machine, screen), stopped]);
    if (!status) return 130;
    screen.say(summarize(status));
    const faults = findFaults(status);
    for (const fault of faults) screen.say(`NOT DONE  ${fault}`);
    if (options.out) {
      const files = await exportEverything(machine, status, resolve(options.out), resolve(options.state));
      screen.say(`${files} files written to ${resolve(options.out)}`);
    }
    if (options.once) return faults.length === 0 ? 0 : 1;
    console.log(`
  The reports, as each of them sees them; everybody: ${machine.hostUrl}/.auth/login/local
${SHOWN.map(([whom, id]) => `    ${whom.padEnd(12)} ${machine.hostUrl}/.auth/login/local?as=${id}`).join('\n')}

  mailbox        ${machine.inboxUrl}/mail
  Teams inbox    ${machine.inboxUrl}/teams
  status         ${machine.hostUrl}/api/status, as platform

  The timers go on as in Azure. Ctrl+C stops; the next start goes on from here.`);
    await stopped;
    return 0;
  } finally {
    await machine.close();
  }
}

process.exitCode = await main().catch((error: unknown) => {
  const remedy =
    error instanceof PurserError
      ? error.remedy
      : 'If a port is taken, choose others with --port and --inbox.';
  console.error(`${error instanceof Error ? error.message : error}\n  → ${remedy}`);
  return 1;
});
process.exit();
