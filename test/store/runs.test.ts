import { describe, expect, it } from 'vitest';
import type { RunRow } from '../../shared/store/store.ts';
import { useStore } from './store.ts';

const stage = useStore();

function runAt(at: string, parts: Partial<RunRow> = {}): RunRow {
  return {
    run: 'r1',
    stage: 'collect',
    subject: 'cost.effective /subscriptions/a',
    state: 'done',
    at,
    seconds: 1.25,
    note: '',
    problem: undefined,
    ...parts,
  };
}

describe('the run log', () => {
  it('gives the newest runs first, as they were, across months and pages', async () => {
    const { runs } = stage.store;
    const start = Date.parse('2026-10-31T12:00:00.000Z');
    const rows = Array.from({ length: 1100 }, (_, index) =>
      runAt(new Date(start + index * 60_000).toISOString(), {
        seconds: index % 3 ? index : index / 7,
        note: index % 2 ? 'é'.repeat(400) : '',
        problem: index % 5 ? undefined : { at: 'then', message: 'no', remedy: 'do' },
      }),
    );
    for (let from = 0; from < rows.length; from += 100) {
      await Promise.all(rows.slice(from, from + 100).map((row) => runs.putRun(row)));
    }
    expect(await runs.listRuns(1050)).toEqual(rows.toReversed().slice(0, 1050));
    expect(await runs.listRuns(2)).toEqual(rows.toReversed().slice(0, 2));
    expect(await runs.listRuns(0)).toEqual([]);
  });

  it('gives each run of a stretch of time, its first instant included and its last not', async () => {
    const { runs } = stage.store;
    const instants = [
      ...['2025-08-30T23:59:59.999Z', '2025-08-31T00:00:00.000Z', '2025-08-31T23:59:59.999Z'],
      ...['2025-09-01T00:00:00.000Z', '2025-09-06T23:59:59.999Z', '2025-09-07T00:00:00.000Z'],
    ];
    for (const at of instants) await runs.putRun(runAt(at));
    const found: string[] = [];
    for await (const { at } of runs.eachRun('2025-08-31T00:00:00.000Z', '2025-09-07T00:00:00.000Z'))
      found.push(at);
    expect(found).toEqual(instants.slice(1, -1).reverse());
  });

  it('keeps runs of the same moment apart, and one told twice once', async () => {
    const at = '2027-01-01T00:00:00.000Z';
    const one = runAt(at, { subject: 'a/b' });
    const other = runAt(at, { subject: 'a|b' });
    for (const row of [one, other, one]) await stage.store.runs.putRun(row);
    const listed = (await stage.store.runs.listRuns(10)).filter((row) => row.at === at);
    expect(listed).toHaveLength(2);
    expect(listed).toEqual(expect.arrayContaining([one, other]));
  });
});

describe('the message archive', () => {
  it('gives back what was sent, byte for byte, and nothing for what was not', async () => {
    const { messages } = stage.store;
    const body = new Uint8Array([0, 255, 13, 10, 195, 169]);
    await messages.putMessage('2026-10/chargeback/team:a/../b.eml', body, 'message/rfc822');
    const kept = await messages.getMessage('2026-10/chargeback/team:a/../b.eml');
    expect(kept?.contentType).toBe('message/rfc822');
    expect([...(kept?.body ?? [])]).toEqual([...body]);
    expect(await messages.getMessage('2026-10/chargeback/b.eml')).toBeUndefined();
  });
});
