import { describe, expect, it } from 'vitest';
import { type Config, ConfigSchema } from '../../../shared/config/schema.ts';
import { createLiveSources } from '../../../shared/sources/live.ts';
import { createMemoryStore } from '../../../shared/store/memory.ts';
import { keep, makeSample, makeUse } from '../../metering/estate.ts';
import { CLUSTER, NOON, SUBSCRIPTION } from './estate.ts';

const DAY = '2026-11-22';

function makeLive(allocation: readonly object[]) {
  const { samples } = createMemoryStore();
  const config: Config = ConfigSchema.parse({
    organisation: 'Contoso',
    azure: { subscriptions: [SUBSCRIPTION] },
    allocation,
    metering: { longestGapMinutes: 30 },
    teams: [{ id: 'shop', name: 'Shop', costCenter: 'CC-1' }],
    audiences: { finance: {}, security: {}, operator: {} },
  });
  const sources = createLiveSources(config, {
    credential: { getToken: async () => null },
    clock: { now: () => NOON },
    environment: {},
    log: () => {},
    samples,
  });
  return { samples, sources };
}

describe('the allocation of a cluster that is metered', () => {
  it('is what its samples come to, with the last one of the day before', async () => {
    const { samples, sources } = makeLive([{ via: 'metering', cluster: 'aks-*' }]);
    for (const at of ['2026-11-21T23:50:00Z', `${DAY}T12:00:00Z`]) {
      await samples.append(CLUSTER.id, makeSample(at, { uses: [makeUse('web')] }));
    }
    const day = await sources.readAllocation(CLUSTER, DAY);
    expect(day).toMatchObject({ producer: 'metering', rows: [{ controller: 'web' }] });
    expect(day.coveredHours).toBeCloseTo((20 + 30) / 60, 12);
    expect(await sources.readMetering(CLUSTER, DAY)).toEqual(day);
  });

  it('is not had from samples of the day before alone', async () => {
    const { samples, sources } = makeLive([{ via: 'metering', cluster: 'aks-*' }]);
    await samples.append(CLUSTER.id, makeSample('2026-11-21T23:50:00Z'));
    await expect(sources.readAllocation(CLUSTER, DAY)).rejects.toMatchObject({
      failure: 'notFound',
      source: 'metering',
      scope: CLUSTER.id,
    });
  });

  it('is asked of OpenCost where another entry comes first', async () => {
    const { samples, sources } = makeLive([
      { via: 'url', cluster: 'aks-shop', url: 'https://127.0.0.1:1' },
      { via: 'metering', cluster: '*' },
    ]);
    await samples.append(CLUSTER.id, makeSample(`${DAY}T12:00:00Z`));
    await expect(sources.readAllocation(CLUSTER, DAY)).rejects.toMatchObject({ source: 'allocation' });
  });
});

describe('damaged samples of a day', () => {
  it('are named in the warnings of the day that has them', async () => {
    const { samples, sources } = makeLive([]);
    const sample = makeSample(`${DAY}T12:00:00Z`);
    samples.list = async (_, day) => (day === DAY ? keep([sample], 3) : keep([], 7));
    const { warnings } = await sources.readMetering(CLUSTER, DAY);
    expect(warnings).toContain('samples that are damaged and left out: 3');
  });
});
