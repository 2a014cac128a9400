import { randomUUID } from 'node:crypto';
import { loadConfig } from '../../shared/config/config.ts';
import { type Config, ConfigSchema } from '../../shared/config/schema.ts';
import { addDays, dayOf, type Period, weekOf } from '../../shared/model/time.ts';
import type { ReportingApp } from '../../shared/pipeline/app.ts';
import { assessFindings } from '../../shared/pipeline/assess.ts';
import { planCollection } from '../../shared/pipeline/plan.ts';
import { openReplay, type ReplaySources } from '../../shared/sources/replay/replay.ts';
import { createMemoryStore } from '../../shared/store/memory.ts';
import { Console } from '../console.ts';
import { collectAll } from './collect.ts';

/** A replay folder, opened: what it holds, and how to have a period of it collected. */
export interface Replay {
  /** Periods that a kind of report can be made for. */
  periodsOf(kind: string): readonly string[];
  /** What each file was taken for, and what is odd, in lines. */
  readonly notes: readonly string[];
  /** Reads the period's days from the folder as if it were Azure. */
  collect(period: Period): Promise<ReportingApp>;
}

/**
 * Opens a folder of recorded payloads. Without a configuration every namespace stands as a team of its own,
 * and what belongs to no cluster is charged to the unowned: the charges make the whole recorded cost.
 */
export async function openReplayFolder(folder: string, configFile: string | undefined): Promise<Replay> {
  const clock = { now: () => new Date() };
  const sources = await openReplay(folder, { clock });
  const { subscriptions } = await sources.readInventory();
  const base = configFile ? await loadConfig(configFile) : ConfigSchema.parse(NO_TEAMS);
  const azure = { ...base.azure, subscriptions: subscriptions.map((subscription) => subscription.id) };
  const today = dayOf(clock.now());
  return {
    periodsOf: (kind) => (kind === 'chargeback' ? sources.replayPeriods() : [weekOf(addDays(today, -1)).id]),
    notes: describeFiles(sources),
    async collect(period) {
      const app: ReportingApp = {
        config: { ...base, azure },
        sources,
        store: createMemoryStore(),
        clock,
        log: (level, message) => {
          if (level !== 'info') console.error(message);
        },
      };
      const run = randomUUID();
      for (const window of [
        { from: period.from, to: period.to },
        { from: today, to: today },
      ]) {
        const { failures } = await collectAll(app, planCollection(window, run), new Console(process.stderr));
        for (const failure of failures) console.error(`NOT READ  ${failure}`);
      }
      await assessFindings(app, today, run);
      return configFile ? app : { ...app, config: await ownByNamespace(app, period) };
    },
  };
}

const NO_TEAMS = {
  organisation: 'Replay',
  azure: { subscriptions: ['00000000-0000-0000-0000-000000000000'] },
  teams: [{ id: 'nobody', name: 'Nobody', costCenter: 'NONE' }],
  cost: { outside: 'charge' },
  audiences: { finance: {}, security: {}, operator: {} },
};

/** Makes each namespace of the period a team, since nobody said who owns what. */
async function ownByNamespace(app: ReportingApp, period: Period): Promise<Config> {
  const namespaces = new Set<string>();
  for (const row of await app.store.snapshots.listRows('allocation', period.from, period.to)) {
    if (!row.reading) continue;
    const { data } = await app.store.snapshots.loadSnapshot({ ...row, source: 'allocation' });
    for (const { namespace } of data.rows) if (namespace !== '') namespaces.add(namespace);
  }
  const names = [...namespaces].sort();
  return {
    ...app.config,
    teams: names.map((id) => ({
      id,
      name: id,
      costCenter: id,
      aliases: [],
      leads: { mail: [] },
      channels: {},
    })),
    ownership: {
      ...app.config.ownership,
      rules: names.map((namespace) => ({ namespace, team: namespace, reason: 'each namespace by itself' })),
    },
  };
}

function describeFiles(sources: ReplaySources): string[] {
  const { files, notUnderstood, setAside, warnings } = sources.describe();
  return [
    ...files.flatMap(({ file, takenFor, warnings: own }) => [
      `${file}: ${takenFor.join(', ')}`,
      ...own.map((warning) => `    ${warning}`),
    ]),
    ...notUnderstood.map(({ file, reason }) => `${file}: not understood, ${reason}`),
    ...setAside.map(({ file, reason }) => `${file}: set aside, ${reason}`),
    ...warnings,
  ];
}
