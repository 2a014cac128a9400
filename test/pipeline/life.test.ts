import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isClosed, OBSTACLES } from '../../shared/closing/life.ts';
import { canonicalJson } from '../../shared/model/canonical.ts';
import { RequestError } from '../../shared/model/errors.ts';
import { type Amount, parseAmount } from '../../shared/model/money.ts';
import type { Day } from '../../shared/model/time.ts';
import type { ReportingApp } from '../../shared/pipeline/app.ts';
import { closeMonth } from '../../shared/pipeline/close.ts';
import { keepReport } from '../../shared/pipeline/publish.ts';
import { reopenMonth } from '../../shared/pipeline/reopen.ts';
import { hashReport } from '../../shared/reports/identity.ts';
import { Months, NAMESPACES, totalsOf } from './months.ts';

/** Three months that are over, and the one that runs. */
const MONTHS = ['2026-01', '2026-02', '2026-03', '2026-04'] as const;
const CLOSABLE = MONTHS.slice(0, 3);
const NOW = '2026-04-05T12:00:00Z';
const DAYS = ['01', '02', '28'] as const;

type Step =
  | {
      readonly kind: 'bill';
      readonly day: Day;
      readonly cluster: 'prod' | 'test';
      readonly amount: bigint;
      readonly category: string;
      readonly currency: string;
    }
  | {
      readonly kind: 'use';
      readonly day: Day;
      readonly cluster: 'prod' | 'test';
      readonly cpu: Readonly<Record<string, string>>;
    }
  | {
      readonly kind: 'own';
      readonly namespace: string;
      readonly team: string;
      readonly from: Day | undefined;
    }
  | { readonly kind: 'close' | 'reopen' | 'build'; readonly month: string };

const day = fc
  .tuple(fc.constantFrom(...MONTHS), fc.constantFrom(...DAYS))
  .map(([month, date]) => `${month}-${month === '2026-04' ? '03' : date}` as Day);
const cluster = fc.constantFrom('prod' as const, 'test' as const);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('bill' as const),
    day,
    cluster,
    amount: fc.bigInt({ min: -(10n ** 28n), max: 10n ** 31n }),
    category: fc.constantFrom('compute', 'network'),
    currency: fc.constantFrom('EUR', 'EUR', 'JPY'),
  }),
  fc.record({
    kind: fc.constant('use' as const),
    day,
    cluster,
    cpu: fc.dictionary(fc.constantFrom(...NAMESPACES), fc.constantFrom('1', '3', '0.7')),
  }),
  fc.record({
    kind: fc.constant('own' as const),
    namespace: fc.constantFrom(...NAMESPACES),
    team: fc.constantFrom('shop', 'pay', 'plat'),
    from: fc.option(day, { nil: undefined }),
  }),
  fc.record({ kind: fc.constant('close' as const), month: fc.constantFrom(...CLOSABLE) }),
  fc.record({ kind: fc.constant('close' as const), month: fc.constantFrom(...CLOSABLE) }),
  fc.record({ kind: fc.constant('reopen' as const), month: fc.constantFrom(...CLOSABLE) }),
  fc.record({ kind: fc.constant('build' as const), month: fc.constantFrom(...MONTHS) }),
);

async function openMonths(materiality: number): Promise<Months> {
  const months = new Months(NOW, { materiality, lookBackMonths: 3 });
  await months.found('2026-01-01');
  for (const month of MONTHS) {
    const date: Day = `${month}-01` as Day;
    await months.bill(date, 'prod', '100.01');
    await months.use(date, 'prod', { cart: '1', ledger: '2' });
  }
  return months;
}

const request = { by: 'Ada', accept: OBSTACLES, reason: 'it is a test' };

async function doStep(months: Months, step: Step): Promise<void> {
  switch (step.kind) {
    case 'bill':
      return months.bill(step.day, step.cluster, step.amount, step.category, step.currency);
    case 'use':
      return months.use(step.day, step.cluster, step.cpu);
    case 'own':
      return months.own(step.namespace, step.team, step.from);
    case 'build':
      await keepReport(months.app, await months.build(step.month));
      return;
    case 'close':
      await unlessRefused(closeMonth(months.app, step.month, request, 'run'));
      return;
    case 'reopen':
      await unlessRefused(reopenMonth(months.app, step.month, request, 'run'));
  }
}

/** A month that is closed already cannot be closed; a sequence may ask for it all the same. */
async function unlessRefused(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof RequestError) || error.kind !== 'conflict') throw error;
  });
}

/** What all statements come to when each open month is built once more, and what of it waits. */
async function addUp(
  months: Months,
): Promise<{ readonly charged: Map<string, Amount>; readonly waiting: Map<string, Amount> }> {
  const charged = new Map<string, Amount>();
  const waiting = new Map<string, Amount>();
  for (const month of MONTHS) {
    const report = await months.build(month);
    for (const [currency, total] of totalsOf(report))
      charged.set(currency, (charged.get(currency) ?? 0n) + total);
    if (report.state === 'closed') continue;
    for (const { currency, exact } of (report.life?.corrections ?? []).flatMap((each) => each.waiting))
      waiting.set(currency, (waiting.get(currency) ?? 0n) + (parseAmount(exact) ?? 0n));
  }
  return { charged, waiting };
}

const nonZero = (sums: ReadonlyMap<string, Amount>) =>
  Object.fromEntries([...sums].filter(([, amount]) => amount !== 0n).sort());

describe('the life of some months, whatever happens in whatever order', () => {
  it('ends with statements that sum to the bill, exactly, in every currency', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const months = await openMonths(0);
        for (const each of steps) await doStep(months, each);
        const { charged, waiting } = await addUp(months);
        expect(nonZero(waiting)).toEqual({});
        expect(nonZero(charged)).toEqual(nonZero(months.billed()));
      }),
      { numRuns: 150 },
    );
  });

  it('with a threshold, ends with statements that differ from the bill by what they say is waiting', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const months = await openMonths(25);
        for (const each of steps) await doStep(months, each);
        const { charged, waiting } = await addUp(months);
        for (const [currency, amount] of waiting)
          charged.set(currency, (charged.get(currency) ?? 0n) + amount);
        expect(nonZero(charged)).toEqual(nonZero(months.billed()));
      }),
      { numRuns: 100 },
    );
  });

  it('never changes a closed revision, and builds the same twice', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
        const months = await openMonths(0);
        const frozen = new Map<string, string>();
        const { reports } = months.app.store;
        for (const each of steps) {
          await doStep(months, each);
          for (const month of CLOSABLE) {
            const standing = await reports.getStanding('chargeback', month);
            for (let revision = 1; revision <= standing.revision; revision++) {
              const report = await reports.getRevision('chargeback', month, 'organisation', revision);
              const text = canonicalJson(report);
              expect(text).toBe(frozen.get(`${month} ${revision}`) ?? text);
              frozen.set(`${month} ${revision}`, text);
            }
          }
        }
        for (const month of MONTHS) {
          const first = await months.build(month);
          await keepReport(months.app, first);
          expect(hashReport(await months.build(month))).toBe(hashReport(first));
        }
      }),
      { numRuns: 60 },
    );
  });
});

/** Breaks off at the given write of reports or runs, before or after it is done; works from then on. */
function breakAt(
  app: ReportingApp,
  write: number,
  afterwards: boolean,
): ReportingApp & { readonly broke: () => boolean } {
  let count = 0;
  let broke = false;
  const guard =
    <A extends unknown[], R>(work: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      const breaks = ++count === write;
      if (breaks) broke = true;
      if (breaks && !afterwards) throw new Error('the worker died');
      const result = await work(...args);
      if (breaks) throw new Error('the worker died');
      return result;
    };
  const { reports, runs } = app.store;
  return {
    ...app,
    store: {
      ...app.store,
      reports: {
        ...reports,
        putReport: guard(reports.putReport),
        reopen: guard(reports.reopen),
        putRelease: guard(reports.putRelease),
      },
      runs: { ...runs, putRun: guard(runs.putRun) },
    },
    broke: () => broke,
  };
}

/** Everything that is kept of reports. */
async function readState({ app }: Months): Promise<unknown> {
  const { reports } = app.store;
  const rows = await reports.listReports();
  const kept = await Promise.all(
    rows.map(({ kind, period, audience }) => reports.getLatest(kind, period, audience)),
  );
  const standings = await Promise.all(CLOSABLE.map((month) => reports.getStanding('chargeback', month)));
  return { rows, kept, standings };
}

describe('a worker that dies between any two writes', () => {
  it.each([['before'], ['after']])(
    '%s the write leaves nothing that a retry does not finish',
    async (when) => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 8 }), fc.nat({ max: 12 }), async (steps, write) => {
          const whole = await openMonths(0);
          const broken = await openMonths(0);
          const last: Step[] = [
            { kind: 'close', month: '2026-01' },
            { kind: 'reopen', month: '2026-01' },
            { kind: 'close', month: '2026-01' },
          ];
          const all = [...steps, ...last];
          for (const each of all) await doStep(whole, each);
          const { app } = broken;
          const dying = breakAt(app, write + 1, when === 'after');
          for (const each of all) {
            const { config } = broken.app;
            broken.app = { ...app, ...dying, config, clock: app.clock };
            const died = await doStep(broken, each).then(
              () => false,
              (error: unknown) => {
                if ((error as Error).message !== 'the worker died') throw error;
                return true;
              },
            );
            if (died) await doStep(broken, each);
          }
          expect(await readState(broken)).toEqual(await readState(whole));
          expect(isClosed(await app.store.reports.getStanding('chargeback', '2026-01'))).toBe(true);
        }),
        { numRuns: 60 },
      );
    },
  );
});
