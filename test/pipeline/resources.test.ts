import { describe, expect, it } from 'vitest';
import { collectEverything, makeApp, makeSources, SUBSCRIPTION } from './estate.ts';

const WINDOW = { from: '2026-11-01', to: '2026-11-10' } as const;
const NOW = '2026-11-10T12:00:00Z';
const TASK = `resources ${SUBSCRIPTION} 2026-11-10..2026-11-10`;

describe('tagged resources', () => {
  it('are read once a day for each subscription', async () => {
    const app = makeApp(makeSources(), NOW);
    expect(await collectEverything(app, WINDOW)).toContain(TASK);
    expect(await collectEverything(app, WINDOW)).not.toContain(TASK);
    app.clock.time = new Date('2026-11-11T02:00:00Z');
    const told = await collectEverything(app, { ...WINDOW, to: '2026-11-11' });
    expect(told).toContain(`resources ${SUBSCRIPTION} 2026-11-11..2026-11-11`);
  });

  it('are not read for past days, nor for one cluster', async () => {
    const app = makeApp(makeSources(), NOW);
    const told = [
      ...(await collectEverything(app, { ...WINDOW, to: '2026-11-09' })),
      ...(await collectEverything(app, { ...WINDOW, cluster: 'aks-prod' })),
    ];
    expect(told.filter((task) => task.startsWith('resources'))).toEqual([]);
  });

  it('are not read where exports are, whose rows carry the tags', async () => {
    const app = makeApp(makeSources(), NOW);
    const place = { name: 'bill', folder: '/exports', directory: '' };
    const config = { ...app.config, cost: { ...app.config.cost, exports: [place] } };
    const told = await collectEverything({ ...app, config }, WINDOW);
    expect(told.filter((task) => task.startsWith('resources'))).toEqual([]);
  });
});
