import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OBSTACLES } from '../../shared/closing/life.ts';
import { canonicalJson } from '../../shared/model/canonical.ts';
import { RequestError } from '../../shared/model/errors.ts';
import { type Snapshot, SOURCES } from '../../shared/model/reading.ts';
import { REPORT_KINDS } from '../../shared/model/tasks.ts';
import { type Day, parsePeriod } from '../../shared/model/time.ts';
import type { ReportingApp } from '../../shared/pipeline/app.ts';
import { closeMonth } from '../../shared/pipeline/close.ts';
import { readCurrentReport } from '../../shared/pipeline/current.ts';
import { readDataVersion } from '../../shared/pipeline/dataVersion.ts';
import { keepReport } from '../../shared/pipeline/publish.ts';
import { releaseMonth } from '../../shared/pipeline/release.ts';
import { reopenMonth } from '../../shared/pipeline/reopen.ts';
import { buildReport } from '../../shared/pipeline/report.ts';
import { createMemoryStore } from '../../shared/store/memory.ts';
import type { Store } from '../../shared/store/open.ts';
import { makeFinding } from '../reports/findings.ts';
import { useStore } from '../store/store.ts';
import { makeApp, makeSources, NOTHING, PROD, SUBSCRIPTION } from './estate.ts';
import { Months } from './months.ts';

const NOW = '2026-04-05T12:00:00Z';
const PERIODS = [
  ['chargeback', '2026-02'],
  ['chargeback', '2026-03'],
  // It runs, so that every day makes another report of it.
  ['chargeback', '2026-04'],
  ['digest', '2026-W13'],
  ['governance', '2026-W13'],
] as const;
/** A day of that week, of March and before today. */
const DAY: Day = '2026-03-26';
const request = { by: 'Ada', accept: OBSTACLES, reason: 'it is a test' };

/** Everything that writes what reports are made from. */
const WRITERS = {
  bill: (months: Months, dice: number) => months.bill(DAY, 'prod', String(dice + 1)),
  olderBill: (months: Months, dice: number) => months.bill('2026-02-03', 'test', String(dice + 1)),
  use: (months: Months, dice: number) => months.use(DAY, 'prod', { cart: String(dice + 1), ledger: '2' }),
  labels: ({ app }: Months, dice: number) =>
    put(app, 'kubernetes', PROD.id, {
      ...NOTHING,
      namespaces: [{ name: 'cart', labels: { team: dice % 2 ? 'pay' : 'shop' } }],
    }),
  defender: async ({ app }: Months, dice: number) =>
    put(app, 'defender', SUBSCRIPTION, {
      ...(await app.sources.readDefender(SUBSCRIPTION)),
      warnings: [`warning ${dice}`],
    }),
  problem: ({ app }: Months, dice: number) =>
    app.store.snapshots.putProblem('policy', SUBSCRIPTION, '2026-03-30', {
      at: app.clock.now().toISOString(),
      message: `problem ${dice}`,
      remedy: 'none',
    }),
  finding: ({ app }: Months, dice: number) =>
    app.store.findings.putFindings([
      makeFinding({
        id: `f-${dice % 3}`,
        firstSeen: DAY,
        lastSeen: DAY,
        dueOn: undefined,
        detail: String(dice),
      }),
    ]),
  forgottenFinding: ({ app }: Months, dice: number) =>
    app.store.findings.removeFindings([makeFinding({ id: `f-${dice % 3}` })]),
  appliedDay: ({ app }: Months, dice: number) =>
    app.store.findings.putAppliedDays(new Map([['policy:1', `2026-03-${10 + (dice % 20)}` as Day]])),
  ownership: async (months: Months, dice: number) => months.own('cart', dice % 2 ? 'pay' : 'shop'),
  build: async ({ app }: Months, dice: number) => {
    const month = parsePeriod(`2026-0${2 + (dice % 2)}`);
    await keepReport(app, await buildReport(app, 'chargeback', month));
  },
  close: ({ app }: Months, dice: number) =>
    unlessRefused(closeMonth(app, `2026-0${2 + (dice % 2)}`, request, 'r')),
  reopen: ({ app }: Months, dice: number) =>
    unlessRefused(reopenMonth(app, `2026-0${2 + (dice % 2)}`, request, 'r')),
  release: ({ app }: Months, dice: number) =>
    unlessRefused(releaseMonth(app, `2026-0${2 + (dice % 2)}`, request, 'r')),
  nextDay: async ({ app }: Months) => {
    app.clock.time = new Date(app.clock.time.getTime() + 86_400_000);
  },
} satisfies Record<string, (months: Months, dice: number) => Promise<unknown>>;
type Writer = keyof typeof WRITERS;

async function put<S extends Snapshot['source']>(
  app: ReportingApp,
  source: S,
  scope: string,
  data: Snapshot<S>['data'],
): Promise<unknown> {
  const snapshot = { source, scope, day: '2026-03-30', asOf: app.clock.now().toISOString(), data };
  return app.store.snapshots.putSnapshot(snapshot as Snapshot);
}

async function unlessRefused(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof RequestError)) throw error;
  });
}

async function openMonths(): Promise<Months> {
  const months = new Months(NOW, { materiality: 0, lookBackMonths: 3 });
  await months.found('2026-02-01');
  await months.bill('2026-02-01', 'prod', '100.01');
  await months.bill('2026-03-01', 'prod', '90');
  await months.use('2026-03-01', 'prod', { cart: '1', ledger: '2' });
  return months;
}

const steps = fc.array(
  fc.record({
    writer: fc.constantFrom(...(Object.keys(WRITERS) as Writer[])),
    dice: fc.nat({ max: 40 }),
  }),
  { minLength: 1, maxLength: 12 },
);

describe('the version of what a report is made from', () => {
  it('is never the same for two reports that differ, whatever was written between', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const months = await openMonths();
        const known = new Map<string, string>();
        const look = async () => {
          for (const [kind, id] of PERIODS) {
            const version = `${kind} ${id} ${await readDataVersion(months.app, kind, parsePeriod(id))}`;
            const text = canonicalJson(await buildReport(months.app, kind, parsePeriod(id)));
            expect(known.get(version) ?? text).toBe(text);
            known.set(version, text);
          }
        };
        await look();
        for (const { writer, dice } of all) {
          await WRITERS[writer](months, dice);
          await look();
        }
      }),
      { numRuns: 40 },
    );
  });

  it('tells each source from those that a kind of report does not look at', async () => {
    const app = makeApp(makeSources(), NOW);
    const changes = async (
      kind: (typeof REPORT_KINDS)[number],
      area: Parameters<typeof app.store.versions.note>[0],
    ) => {
      const period = parsePeriod(kind === 'chargeback' ? '2026-03' : '2026-W13');
      const before = await readDataVersion(app, kind, period);
      await app.store.versions.note(area as never);
      return before !== (await readDataVersion(app, kind, period));
    };
    const looked: Record<string, string[]> = {};
    for (const kind of REPORT_KINDS) {
      looked[kind] = [];
      for (const area of [...SOURCES, 'findings', 'decisions'] as const)
        if (!(await changes(kind, area as never))) looked[kind].push(area);
    }
    expect(looked).toEqual({
      chargeback: ['policy', 'defender', 'posture', 'findings'],
      digest: ['decisions'],
      governance: ['cost.effective', 'cost.billed', 'allocation', 'metering', 'resources', 'decisions'],
      health: ['findings', 'decisions'],
    });
  });
});

/** Counts how often the bill of a month is read: a report is computed from it once. */
function countReadings(app: ReportingApp): { readonly app: ReportingApp; readonly count: () => number } {
  let count = 0;
  const { snapshots } = app.store;
  const counting: ReportingApp['store']['snapshots'] = {
    ...snapshots,
    listRows: (source, from, to) => {
      if (source === 'cost.billed') count++;
      return snapshots.listRows(source, from, to);
    },
  };
  return { app: { ...app, store: { ...app.store, snapshots: counting } }, count: () => count };
}

describe('a report that many read', () => {
  const march = parsePeriod('2026-03');

  it('is computed once, for all who come while it is and after', async () => {
    const { app, count } = countReadings((await openMonths()).app);
    const reports = await Promise.all(
      Array.from({ length: 50 }, () => readCurrentReport(app, 'chargeback', march)),
    );
    expect(new Set([...reports, await readCurrentReport(app, 'chargeback', march)]).size).toBe(1);
    expect(count()).toBe(1);
  });

  it('is computed anew as soon as something was written', async () => {
    const months = await openMonths();
    const { app, count } = countReadings(months.app);
    const before = await readCurrentReport(app, 'chargeback', march);
    await months.bill(DAY, 'prod', '17');
    const after = await readCurrentReport(app, 'chargeback', march);
    expect(count()).toBe(2);
    expect(canonicalJson(after)).not.toBe(canonicalJson(before));
  });

  it('is tried again when it could not be computed', async () => {
    const { app } = await openMonths();
    let broken = true;
    const snapshots: ReportingApp['store']['snapshots'] = {
      ...app.store.snapshots,
      listRows: async (...asked) => {
        if (broken) throw new Error('the storage is away');
        return app.store.snapshots.listRows(...asked);
      },
    };
    const failing = { ...app, store: { ...app.store, snapshots } };
    await expect(readCurrentReport(failing, 'chargeback', march)).rejects.toThrow('away');
    broken = false;
    expect(await readCurrentReport(failing, 'chargeback', march)).toMatchObject({ kind: 'chargeback' });
  });
});

describe('versions in a table', () => {
  const stage = useStore();

  it('are noted by every writer, and seen by whoever opens the store next', async () => {
    const { store } = stage;
    const changes = async (work: (store: Store) => Promise<unknown>): Promise<string[]> => {
      const before = await store.versions.read();
      await work(await stage.openAgain());
      const after = await store.versions.read();
      return [...after].filter(([area, version]) => before.get(area) !== version).map(([area]) => area);
    };
    const at = '2026-03-02T00:00:00.000Z';
    const reading = { source: 'posture', scope: 's', day: '2026-03-01', asOf: at } as const;
    const { readPosture } = makeSources();
    const data = await readPosture('s');
    const finding = makeFinding({ clusterId: PROD.id });
    expect(await changes((other) => other.snapshots.putSnapshot({ ...reading, data }))).toEqual(['posture']);
    expect(
      await changes((other) =>
        other.snapshots.putProblem('policy', 's', '2026-03-01', { at, message: '', remedy: '' }),
      ),
    ).toEqual(['policy']);
    expect(await changes((other) => other.findings.putFindings([finding]))).toEqual(['findings']);
    expect(await changes((other) => other.findings.removeFindings([finding]))).toEqual(['findings']);
    expect(await changes((other) => other.findings.putAppliedDays(new Map([['s', DAY]])))).toEqual([
      'findings',
    ]);
    const { app } = await openMonths();
    const closed = await closeMonth(app, '2026-02', request, 'r');
    expect(await changes((other) => other.reports.putReport(closed, at))).toEqual(['decisions']);
    const { hash } = await store.reports.getStanding('chargeback', '2026-02');
    const decision = { at, by: 'Ada', reason: 'r', hash };
    expect(
      await changes((other) => other.reports.reopen('chargeback', '2026-02', { ...decision, revision: 1 })),
    ).toEqual(['decisions']);
    expect(
      await changes((other) => other.reports.putRelease('chargeback', '2026-02', { ...decision, held: [] })),
    ).toEqual(['decisions']);
  });

  it('change with every one of many that write at once', async () => {
    const stores = await Promise.all([stage.openAgain(), stage.openAgain()]);
    await Promise.all(
      Array.from({ length: 60 }, async (_, index) => {
        const { versions } = stores[index % 2] ?? stage.store;
        const before = (await versions.read()).get('metering');
        await versions.note('metering');
        const after = (await versions.read()).get('metering');
        expect(after).not.toBe(before);
      }),
    );
  });

  it('are as much of a store in memory', async () => {
    const { versions } = createMemoryStore();
    await versions.note('findings', 'decisions');
    const before = await versions.read();
    await versions.note('findings');
    const after = await versions.read();
    expect(after.get('decisions')).toBe(before.get('decisions'));
    expect(after.get('findings')).not.toBe(before.get('findings'));
  });
});
