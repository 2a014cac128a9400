import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { QueueServiceClient } from '@azure/storage-queue';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Machine, startMachine } from '../../local/machine.ts';
import { describeWorld } from '../../local/tenant/money/ledger.ts';
import { createWorld } from '../../local/tenant/world/world.ts';
import { formatExact, sumAmounts } from '../../shared/model/money.ts';
import { addDays, dayOf, monthOf, previousPeriod, weekOf } from '../../shared/model/time.ts';
import type { Status } from '../../shared/pipeline/status.ts';
import type { ChargebackReport } from '../../shared/reports/chargebackReport.ts';
import type { DigestReport } from '../../shared/reports/digestReport.ts';
import type { GovernanceReport } from '../../shared/reports/governanceReport.ts';
import { findFreePort, ROOT, readMessageIds, runScript, startArguments } from './run.ts';

const RUN_MS = 300_000;
const today = dayOf(new Date());
const lastMonth = previousPeriod(monthOf(today));
const lastWeek = weekOf(addDays(weekOf(today).from, -1));

describe('npm start on a fresh machine', { timeout: RUN_MS }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'purser-e2e-'));
  const state = join(folder, 'state');
  const out = join(folder, 'out');
  let first: { readonly code: number | null; readonly output: string };

  const readReport = <T>(name: string): T =>
    JSON.parse(readFileSync(join(out, 'reports', name), 'utf8')) as T;

  beforeAll(async () => {
    spawnSync('npm', ['run', '--silent', 'build'], { cwd: ROOT, stdio: 'inherit' });
    first = await runScript('local/start.ts', [...(await startArguments(state)), '--out', out]).ended;
  }, RUN_MS);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('ends with 0 and says how far it has come on the way', () => {
    expect(first.output).toMatch(/read \d+ \(source, scope, day\)/);
    expect(first.output).toContain('the first report: http://127.0.0.1:');
    expect(first.code, first.output).toBe(0);
  });

  it('writes a chargeback that equals the tenant’s own books to the last digit', () => {
    const report = readReport<ChargebackReport>(`contoso-financials-chargeback-${lastMonth.id}.json`);
    const books = describeWorld(createWorld({ today }), lastMonth).totals;
    const total = (metric: 'effective' | 'billed') =>
      formatExact(sumAmounts(books.filter((entry) => entry.metric === metric).map((entry) => entry.amount)));
    const [statement, ...others] = report.statements;
    expect(others).toEqual([]);
    expect(report.coverage).toMatchObject({ complete: true });
    expect(statement?.reconciliation).toMatchObject({
      azureEffective: { exact: total('effective') },
      azureBilled: { exact: total('billed') },
      difference: { exact: '0' },
      charged: { exact: statement?.reconciliation?.inPools.exact },
    });
    expect(statement?.teams.length).toBeGreaterThanOrEqual(8);
    expect(statement?.unowned.map((entry) => entry.reason)).toContainEqual(
      expect.stringContaining('team-phoenix'),
    );
  });

  it('writes digests and a governance report with findings of every actor and what is not watched', () => {
    const digest = readReport<DigestReport>(`contoso-financials-digest-${lastWeek.id.toLowerCase()}.json`);
    expect(digest.teams.flatMap((team) => team.findings.mine).length).toBeGreaterThan(0);
    expect(digest.teams.some((team) => team.alerts.length > 0)).toBe(true);
    const governance = readReport<GovernanceReport>(
      `contoso-financials-governance-${lastWeek.id.toLowerCase()}.json`,
    );
    expect(governance.byActor).toMatchObject({
      team: expect.toSatisfy(isSome),
      platform: expect.toSatisfy(isSome),
      secops: expect.toSatisfy(isSome),
    });
    expect(governance.notices).toContainEqual(expect.objectContaining({ kind: 'sensorOff' }));
    expect(governance.secureScore?.percent).toMatch(/^\d+\.\d$/);
  });

  it('writes every report in every format, and every mail and card', () => {
    const names = readdirSync(join(out, 'reports')).filter(
      (name) => name.includes(`chargeback-${lastMonth.id}`) && !name.includes(`${lastMonth.id}-payments`),
    );
    for (const ending of ['.html', '.txt', '.json', '.csv', '.xlsx', '-journal.csv', '-card.json']) {
      expect(names, ending).toContain(`contoso-financials-chargeback-${lastMonth.id}${ending}`);
    }
    expect(readdirSync(join(out, 'mail')).length).toBeGreaterThan(30);
    expect(readdirSync(join(out, 'teams'), { recursive: true }).length).toBeGreaterThan(10);
  });

  it('delivers each report once: no two mails have the same Message-ID', async () => {
    const ids = await readMessageIds(state);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('picks up where it was when started again, and sends nothing a second time', async () => {
    const before = await readMessageIds(state);
    const second = await runScript('local/start.ts', await startArguments(state)).ended;
    expect(second.code, second.output).toBe(0);
    expect(await readMessageIds(state)).toEqual(before);
  });

  describe('while it serves', () => {
    let machine: Machine;

    beforeAll(async () => {
      machine = await startMachine({
        state,
        hostPort: await findFreePort(),
        inboxPort: await findFreePort(),
        onStep: () => {},
      });
    }, RUN_MS);

    afterAll(() => machine.close());

    /** As an automation with the host's key, which reads everything in the demo. */
    const get = (path: string) =>
      fetch(`${machine.hostUrl}/api/automation${path}`, { headers: { 'x-functions-key': machine.hostKey } });

    it('lets a person of the demo sign in, and shows each of them what is theirs', async () => {
      const statusOf = async (who: string, path: string) => {
        const login = await fetch(`${machine.hostUrl}/.auth/login/local?as=${who}`, { redirect: 'manual' });
        const cookie = login.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
        return (await fetch(`${machine.hostUrl}/api/reports${path}`, { headers: { cookie } })).status;
      };
      const chargeback = `/chargeback/${lastMonth.id}`;
      const governance = `/governance/${lastWeek.id}`;
      expect(await statusOf('finance', chargeback)).toBe(200);
      expect(await statusOf('finance', governance)).toBe(403);
      expect(await statusOf('security', governance)).toBe(200);
      expect(await statusOf('lead-payments', `${chargeback}?team=payments`)).toBe(200);
      expect(await statusOf('lead-payments', `${chargeback}?team=shop`)).toBe(403);
      expect((await fetch(`${machine.hostUrl}/api/reports`)).status).toBe(401);
    });

    it('lists the reports and answers each in the format asked for', async () => {
      expect(await (await get('/reports')).text()).toContain(`/api/reports/chargeback/${lastMonth.id}`);
      const csv = await get(`/reports/chargeback/${lastMonth.id}?format=csv&team=payments`);
      expect(csv.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(csv.headers.get('content-disposition')).toContain(`chargeback-${lastMonth.id}-payments.csv`);
      const lines = (await csv.text()).trim().split('\r\n');
      expect(lines.length).toBeGreaterThan(2);
    });

    it.each([
      ['/reports/chargeback/2026-13', 400, 'Write a month as 2026-10'],
      ['/reports/chargeback/2099-01', 400, 'future'],
      ['/reports/digest/2026-10', 400, 'made for a week'],
      [`/reports/chargeback/${lastMonth.id}?team=ghosts`, 404, 'no team'],
      [`/reports/chargeback/${lastMonth.id}?format=pdf`, 400, 'expected one of "html"'],
      ['/reports/invoice/2026-10', 404, 'Choose one of chargeback'],
    ])('answers %s with %i and says what to do', async (path, status, words) => {
      const response = await get(path);
      expect(response.status).toBe(status);
      expect(response.headers.get('content-type')).toBe('application/problem+json');
      const problem = (await response.json()) as { status: number; detail: string; remedy: string };
      expect(problem.status).toBe(status);
      expect(`${problem.detail} ${problem.remedy}`).toContain(words);
    });

    it('poisons a malformed message with its reason, and goes on', async () => {
      const queue = QueueServiceClient.fromConnectionString(machine.storage).getQueueClient('purser-deliver');
      await queue.sendMessage(Buffer.from('{"kind":"digest","channel":"fax"}').toString('base64'));
      let status: Status | undefined;
      for (let look = 0; look < 120 && !status?.poison.length; look++) {
        await sleep(1000);
        status = (await (await get('/status')).json()) as Status;
      }
      expect(status?.poison).toMatchObject([
        { queue: 'purser-deliver-poison', text: '{"kind":"digest","channel":"fax"}' },
      ]);
      expect(status?.runs).toContainEqual(
        expect.objectContaining({
          stage: 'deliver',
          state: 'failed',
          problem: expect.objectContaining({ message: expect.stringContaining('channel') }),
        }),
      );
      expect((await fetch(`${machine.hostUrl}/api/health`)).status).toBe(200);
    });

    it('gives the command line the same report as HTTP', async () => {
      const path = join(folder, 'cli.json');
      const args = [
        'report',
        'chargeback',
        '--period',
        lastMonth.id,
        '--format',
        'json',
        '--out',
        path,
        '--state',
        state,
      ];
      const cli = await runScript('local/cli.ts', args).ended;
      expect(cli.code, cli.output).toBe(0);
      const http = await get(`/reports/chargeback/${lastMonth.id}?format=json`);
      expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(await http.json());
    });

    it('closes a month once, and leaves it as it was', async () => {
      const close = () =>
        runScript('local/cli.ts', ['close', '--period', lastMonth.id, '--state', state]).ended;
      expect(await close()).toMatchObject({ code: 0, output: expect.stringContaining('is closed') });
      expect(await close()).toMatchObject({
        code: 1,
        output: expect.stringContaining('A closed statement never changes'),
      });
      const report = (await (
        await get(`/reports/chargeback/${lastMonth.id}?format=json`)
      ).json()) as ChargebackReport;
      expect(report.state).toBe('closed');
    });
  });
});

describe('a run that is killed in the middle', { timeout: RUN_MS }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'purser-kill-'));
  const state = join(folder, 'state');
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is finished by the next one: every report arrives, and none twice', async () => {
    const killed = runScript('local/start.ts', await startArguments(state));
    const mails = join(state, 'inbox', 'mail');
    for (let look = 0; look < 2000 && !(existsSync(mails) && readdirSync(mails).length >= 5); look++)
      await sleep(100);
    killed.child.kill('SIGKILL');
    await killed.ended;
    const before = await readMessageIds(state);
    expect(before.length).toBeGreaterThanOrEqual(5);
    const again = await runScript('local/start.ts', await startArguments(state)).ended;
    const ids = await readMessageIds(state);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining(before));
    const told = await runScript('local/cli.ts', ['status', '--json', '--state', state]).ended;
    const { deliveries } = JSON.parse(told.output) as Status;
    const sent = deliveries.filter((row) => row.channel === 'mail' && row.state === 'sent');
    for (const row of sent) {
      expect(ids.filter((id) => id.includes(row.hash.slice(0, 16)))).toHaveLength(1);
    }
    const done = deliveries.filter((row) => row.state === 'sent' || row.state === 'accepted');
    expect(done.length, again.output).toBe(deliveries.length);
    expect(again.code, again.output).toBe(0);
    // Security and the operator would get the same, and so share one mail.
    expect(ids.filter((id) => id.includes('governance'))).toHaveLength(1);
  });
});

function isSome(count: unknown): boolean {
  return typeof count === 'number' && count > 0;
}
