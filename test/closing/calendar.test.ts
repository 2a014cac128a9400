import { describe, expect, it } from 'vitest';
import { listCorrectedMonths } from '../../shared/closing/calendar.ts';
import type { MonthStanding } from '../../shared/closing/life.ts';
import { parsePeriod } from '../../shared/model/time.ts';

const OPEN: MonthStanding = { revision: 0, hash: '', reopening: undefined };
const CLOSED: MonthStanding = { revision: 1, hash: 'h', reopening: undefined };
const AGAIN: MonthStanding = { ...CLOSED, revision: 2 };
const REOPENED: MonthStanding = {
  ...CLOSED,
  reopening: { at: '2026-05-01T00:00:00Z', by: 'Ada', reason: 'late', revision: 1, hash: 'h' },
};

async function monthsFor(
  month: string,
  lookBack: number,
  standings: Readonly<Record<string, MonthStanding>>,
) {
  const standingOf = async ({ id }: { readonly id: string }) => standings[id] ?? OPEN;
  const found = await listCorrectedMonths(parsePeriod(month), standingOf, lookBack);
  return found.map(({ period }) => period.id);
}

describe('the months that an open month corrects', () => {
  it('are the closed ones just before it, as far as is looked back', async () => {
    const year = { '2025-12': CLOSED, '2026-01': CLOSED, '2026-02': CLOSED, '2026-03': CLOSED };
    expect(await monthsFor('2026-04', 3, year)).toEqual(['2026-03', '2026-02', '2026-01']);
    expect(await monthsFor('2026-04', 0, year)).toEqual([]);
  });

  it('end at a month that is open, which corrects those before it', async () => {
    const standings = { '2026-01': CLOSED, '2026-02': OPEN, '2026-03': CLOSED };
    expect(await monthsFor('2026-04', 3, standings)).toEqual(['2026-03']);
    expect(await monthsFor('2026-02', 3, standings)).toEqual(['2026-01']);
  });

  it('include one that was opened again, whose earlier corrections are taken back, and end there', async () => {
    const standings = { '2026-01': CLOSED, '2026-02': REOPENED, '2026-03': CLOSED };
    expect(await monthsFor('2026-04', 3, standings)).toEqual(['2026-03', '2026-02']);
  });

  it('follow one that was opened again further back than is looked for changes', async () => {
    const standings = {
      '2025-11': AGAIN,
      '2025-12': CLOSED,
      '2026-01': CLOSED,
      '2026-02': CLOSED,
      '2026-03': CLOSED,
    };
    expect(await monthsFor('2026-04', 1, standings)).toEqual(['2026-03', '2025-11']);
  });
});
