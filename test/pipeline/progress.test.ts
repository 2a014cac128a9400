import { describe, expect, it } from 'vitest';
import { RequestError } from '../../shared/model/errors.ts';
import { readProgress } from '../../shared/pipeline/progress.ts';
import { recordRequest, recordRun } from '../../shared/pipeline/runs.ts';
import type { RunRow } from '../../shared/store/store.ts';
import { useStore } from '../store/store.ts';
import { collectEverything, makeApp, makeSources } from './estate.ts';

const NOW = '2026-11-10T12:00:00Z';
const ASKED = { run: 'run-1', subject: 'collection 2026-11-08..2026-11-09', by: 'ada' };

const fail = async () => {
  throw new RequestError('It did not work.', 'Try again.');
};

describe('how far a run has come', () => {
  it('is queued until something is done, runs while more is planned, and is done with all of it', async () => {
    const app = makeApp(makeSources(), NOW);
    await recordRequest(app, ASKED);
    expect(await readProgress(app, 'run-1')).toMatchObject({
      ...ASKED,
      ...{ state: 'queued', planned: 1, done: 0, askedAt: '2026-11-10T12:00:00.000Z' },
    });
    const unit = (subject: string, work: () => Promise<unknown>) =>
      recordRun(app, { run: 'run-1', stage: 'collect', subject }, work);
    await unit('inventory', async () => ['a', 'b']);
    expect(await readProgress(app, 'run-1')).toMatchObject({ state: 'running', planned: 3, done: 1 });
    await unit('a', async () => []);
    await expect(unit('b', fail)).rejects.toThrow();
    expect(await readProgress(app, 'run-1')).toMatchObject({
      ...{ state: 'failed', planned: 3, done: 2, failed: 1 },
      problems: [{ subject: 'b', message: 'It did not work.', remedy: 'Try again.' }],
    });
    await unit('b', async () => []);
    expect(await readProgress(app, 'run-1')).toMatchObject({
      state: 'done',
      done: 3,
      failed: 0,
      problems: [],
    });
  });

  it('counts every task of a real collection, however often it is asked for', async () => {
    const app = makeApp(makeSources(), NOW);
    await recordRequest(app, ASKED);
    const told = await collectEverything(app, { from: '2026-11-08', to: '2026-11-09' });
    const progress = await readProgress(app, 'run-1');
    expect(progress).toMatchObject({ state: 'done', planned: told.length, done: told.length });
    await collectEverything(app, { from: '2026-11-08', to: '2026-11-09' });
    expect(await readProgress(app, 'run-1')).toMatchObject({ state: 'done' });
  });

  it('is nobody’s to see of a run that nobody asked for', async () => {
    const app = makeApp(makeSources(), NOW);
    await collectEverything(app, { from: '2026-11-08', to: '2026-11-09' });
    expect(await readProgress(app, 'run-1')).toBeUndefined();
  });
});

describe('the units of a run in a table', () => {
  const stage = useStore();

  it('are found by the run, as they were, and are not listed twice', async () => {
    const { runs } = stage.store;
    const nothing = { seconds: 0, note: '', problem: undefined };
    const request: RunRow = {
      ...{ run: 'a/b', stage: 'request', subject: 'x', state: 'queued', at: '2026-11-10T12:00:00.000Z' },
      ...{ ...nothing, by: 'ada' },
    };
    const unit: RunRow = {
      ...{ run: 'a/b', stage: 'collect', subject: 'y', state: 'done', at: '2026-11-10T12:00:01.000Z' },
      ...{ ...nothing, planned: 4 },
    };
    const other: RunRow = { ...unit, run: 'a' };
    const sample: RunRow = { ...unit, stage: 'meter' };
    for (const row of [request, unit, other, sample]) await runs.putRun(row);
    expect(await runs.listUnits('a/b')).toEqual([unit, request]);
    expect(await runs.listUnits('b')).toEqual([]);
    expect(await runs.listRuns(50)).toHaveLength(4);
  });
});
