import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { optionalKindOf } from '../../shared/audiences/optOut.ts';
import { findQuiet } from '../../shared/audiences/quiet.ts';
import type { SnapshotRow } from '../../shared/model/reading.ts';
import { type Day, daysBetween, parsePeriod } from '../../shared/model/time.ts';
import { assessCoverage, type Expectation } from '../../shared/reports/coverage.ts';
import { buildHealth, type HealthInput, type WatchedDelivery } from '../../shared/reports/health.ts';
import { type HealthReport, needsOperator, STAGES } from '../../shared/reports/healthReport.ts';
import { RunTally, type TalliedRun } from '../../shared/reports/runTally.ts';
import { renderText } from '../render/rendered.ts';
import { makeConfig } from './configuration.ts';

const PERIOD = parsePeriod('2026-W47');
const DAYS = daysBetween(PERIOD.from, PERIOD.to);
const REASONS = [undefined, { message: 'it is away', remedy: 'wait' }, { message: 'no', remedy: 'grant it' }];

/** A week in which everything that was expected was done. */
function quietWeek(parts: Partial<HealthInput> = {}): HealthInput {
  return {
    config: makeConfig(),
    period: PERIOD,
    coverage: { complete: true, entries: [] },
    link: undefined,
    now: '2026-11-23T06:00:00.000Z',
    runs: { found: { stages: [], failures: [] } },
    queues: { found: { waiting: 0, poison: [], shown: 32 } },
    deliveries: { found: { stuck: [], waiting: 0 } },
    reports: { found: { notBuilt: [], held: [], awaitingClosing: [] } },
    ...parts,
  };
}

/** Runs, the newest first, as the log gives them. */
const runs = fc
  .array(
    fc.record({
      run: fc.constantFrom('a', 'b'),
      stage: fc.constantFrom(...STAGES),
      subject: fc.constantFrom('policy sub-1', 'cost sub-2', 'digest 2026-W46'),
      state: fc.constantFrom('done', 'failed', 'poisoned') satisfies fc.Arbitrary<TalliedRun['state']>,
      seconds: fc.integer({ min: 0, max: 600 }),
      reason: fc.constantFrom(...REASONS),
    }),
    { maxLength: 40 },
  )
  .map((all) =>
    all.map(({ reason, ...one }, index): TalliedRun => {
      const at = new Date(Date.parse('2026-11-22T00:00:00Z') - index * 60_000).toISOString();
      return { ...one, at, note: '', problem: one.state === 'done' ? undefined : reason };
    }),
  );

const places: fc.Arbitrary<readonly { source: 'policy' | 'kubernetes'; scope: string; day: Day }[]> =
  fc.uniqueArray(
    fc.record({
      source: fc.constantFrom('policy', 'kubernetes'),
      scope: fc.constantFrom('sub-1', 'sub-2', 'aks-prod'),
      day: fc.constantFrom(...DAYS),
    }),
    { selector: ({ source, scope, day }) => `${source}|${scope}|${day}`, maxLength: 20 },
  );

const deliveries: fc.Arbitrary<readonly WatchedDelivery[]> = fc.array(
  fc.record({
    kind: fc.constantFrom('chargeback', 'digest', 'governance', 'health'),
    period: fc.constantFrom('2026-W46', '2026-10'),
    audience: fc.constantFrom('finance', 'team:shop', 'operator'),
    channel: fc.constantFrom('mail', 'teams'),
    state: fc.constantFrom('poisoned', 'uncertain', 'failed', 'sending'),
    tries: fc.integer({ min: 0, max: 5 }),
    updatedAt: fc.constant('2026-11-18T06:00:00.000Z'),
    problem: fc.constantFrom(...REASONS),
  }),
  { maxLength: 12 },
);

function tallyOf(rows: readonly TalliedRun[]): RunTally {
  const tally = new RunTally();
  for (const row of rows) tally.add(row);
  return tally;
}

const isFailed = ({ state }: TalliedRun): boolean => state !== 'done';

describe('the tally of runs', () => {
  it('counts every run and every failure, and tells of what failed last and was not done since', () => {
    fc.assert(
      fc.property(runs, (rows) => {
        const tally = tallyOf(rows);
        for (const { stage, ...line } of tally.stages) {
          const own = rows.filter((row) => row.stage === stage);
          expect(line.executions).toBe(own.length);
          expect(line.failed).toBe(own.filter(isFailed).length);
          expect(line.seconds).toBe(own.reduce((sum, { seconds }) => sum + seconds, 0));
        }
        const newest = new Map(rows.toReversed().map((row) => [`${row.stage}|${row.subject}`, row]));
        const open = [...newest.values()].filter((row) => isFailed(row) && row.stage !== 'meter');
        const missed = rows.filter((row) => isFailed(row) && row.stage === 'meter');
        const told = tally.failures.reduce((sum, { count }) => sum + count, 0);
        expect(told).toBe(open.length + missed.length);
      }),
    );
  });

  it('tells tries of the same work in one run from the same work of another night', () => {
    const one: TalliedRun = {
      ...{ run: 'a', stage: 'collect', subject: 'policy sub-1', state: 'done', at: '2026-11-20T02:09:00Z' },
      ...{ seconds: 2, note: '', problem: undefined },
    };
    const throttled: TalliedRun = { ...one, state: 'failed', note: 'throttled', at: '2026-11-20T02:01:00Z' };
    const before: TalliedRun = { ...one, run: 'b', at: '2026-11-19T02:01:00Z' };
    const [line] = tallyOf([one, throttled, before]).stages.filter(({ stage }) => stage === 'collect');
    expect(line).toMatchObject({ executions: 3, failed: 1, retries: 1, throttled: 1 });
    expect(tallyOf([one, throttled, before]).failures).toEqual([]);
  });
});

describe('a health note', () => {
  it('tells of or counts every failed unit, every unread day and every delivery that is stuck', async () => {
    await fc.assert(
      fc.asyncProperty(runs, places, places, deliveries, async (rows, wanted, read, stuck) => {
        const expected = wanted.map(
          ({ source, scope, day }): Expectation => ({ source, scope, name: scope, days: [day] }),
        );
        const kept = read.map(({ source, scope, day }, index): SnapshotRow => {
          const reading = { asOf: `${day}T02:00:00.000Z`, blob: '', hash: '', rows: 1 };
          const problem = { at: `${day}T03:00:00.000Z`, message: 'it is away', remedy: 'wait' };
          return { source, scope, day, reading: index % 2 ? reading : undefined, problem };
        });
        const tally = tallyOf(rows);
        const report = buildHealth(
          quietWeek({
            coverage: assessCoverage(expected, kept),
            runs: { found: tally },
            deliveries: { found: { stuck, waiting: 0 } },
          }),
        );
        const isRead = ({ source, scope, day }: (typeof wanted)[number]): boolean =>
          kept.some((row) => row.reading && row.source === source && row.scope === scope && row.day === day);
        const unread = wanted.filter((place) => !isRead(place));
        const csv: Record<string, string>[] = parse(await renderText(report, 'csv'), {
          ...{ bom: true, columns: true },
        });
        const of = (kind: string): Record<string, string>[] => csv.filter(({ Problem }) => Problem === kind);
        expect(report.moreProblems + csv.length).toBe(report.problems.length);
        for (const { source, scope, day } of unread)
          expect(of('unread').some((row) => row.Of === `${source} ${scope}` && row.Days === day)).toBe(true);
        expect(of('unread')).toHaveLength(unread.length);
        expect(of('undelivered')).toHaveLength(stuck.length);
        const messages = new Set(of('unread').map(({ Message }) => Message));
        for (const failure of tally.failures) {
          const isTold = of('failed').some(
            (row) => row.Of === `${failure.stage} ${failure.subject}` && Number(row.Count) === failure.count,
          );
          expect(isTold || (failure.stage === 'collect' && messages.has(failure.message))).toBe(true);
        }
        expect(needsOperator(report)).toBe(csv.length > 0);
      }),
      { numRuns: 60 },
    );
  });

  it('counts what is beyond its room', () => {
    const awaitingClosing = Array.from({ length: 230 }, (_, index) => `month ${index}`);
    const report = buildHealth(
      quietWeek({ reports: { found: { notBuilt: [], held: [], awaitingClosing } } }),
    );
    expect(report.problems.length + report.moreProblems).toBe(230);
    expect(report.moreProblems).toBeGreaterThan(0);
  });

  it('says what it could not look at, which is neither well nor nothing', async () => {
    const blind = { message: 'The storage account said 403.', remedy: 'Grant it.' };
    const report = buildHealth(quietWeek({ runs: { blind }, queues: { blind } }));
    expect(report.problems).toEqual([
      { kind: 'notLookedAt', what: 'queues', ...blind },
      { kind: 'notLookedAt', what: 'runs', ...blind },
    ]);
    const text = await renderText(report, 'text');
    expect(text).toContain('Runs: not known');
    expect(text).toContain('What it cost to run is not known');
    expect(text).not.toContain('nothing is stuck');
  });

  it('says nothing but one sentence where nothing is wrong', async () => {
    const text = await renderText(buildHealth(quietWeek()), 'text');
    expect(text).toContain('Everything ran that should have, and nothing is stuck.');
    expect(text).not.toMatch(/What did not run|What is stuck/);
  });

  it('names what a given-up message asked for, without the addresses in it', () => {
    const text = `{"kind":"digest","period":"2026-W46","audience":"team:shop","channel":"mail","recipients":[{"address":"ann@contoso.com","reas`;
    const message = (insertedAt: string) => ({ queue: 'purser-deliver-poison', insertedAt, text });
    const poison = [message('2026-11-18T06:00:00.000Z'), message('2026-11-17T06:00:00.000Z')];
    expect(buildHealth(quietWeek({ queues: { found: { waiting: 3, poison, shown: 32 } } }))).toMatchObject({
      waiting: { messages: 3 },
      problems: [
        {
          ...{ kind: 'poison', count: 2, isMore: false, since: '2026-11-17T06:00:00.000Z' },
          subject: 'digest 2026-W46 team:shop mail',
        },
      ],
    });
  });

  it('reckons what it cost by seconds, memory and list price', () => {
    const stages = [
      {
        ...{ stage: 'collect' as const, failed: 0, retries: 0, throttled: 0 },
        executions: 1e6,
        seconds: 1e6,
      },
    ];
    const { cost } = buildHealth(quietWeek({ runs: { found: { stages, failures: [] } } }));
    // 2 000 000 GB-seconds at 0.000026 and a million executions at 0.40.
    expect(cost).toMatchObject({ executions: 1e6, gigabyteSeconds: 2e6, dollars: '52.40' });
  });
});

describe('who wants no health note, or quiet', () => {
  const config = makeConfig();
  const quiet = {
    ...config,
    audiences: {
      ...config.audiences,
      quiet: { weekends: true, days: [], kinds: ['health' as const] },
    },
  };
  const saturday = new Date('2026-11-21T12:00:00Z');
  const well = buildHealth(quietWeek());
  const held = [{ period: '2026-10', reasons: ['coverage'] }];
  const ill: HealthReport = buildHealth(
    quietWeek({ reports: { found: { notBuilt: [], held, awaitingClosing: [] } } }),
  );

  it('is heard as long as nothing is wrong, and then not', () => {
    expect([optionalKindOf(well), optionalKindOf(ill)]).toEqual(['health', undefined]);
    expect(findQuiet(quiet, well, saturday)?.reason).toBe('weekend');
    expect(findQuiet(quiet, ill, saturday)).toBeUndefined();
  });
});
