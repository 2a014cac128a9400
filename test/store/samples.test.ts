import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../shared/store/memory.ts';
import { packMember, splitMembers, unpackMember } from '../../shared/store/sampleMembers.ts';
import { DAY, makeSample, makeUse } from '../metering/estate.ts';
import { useStore } from './store.ts';

const stage = useStore();
let clusters = 0;

/** A cluster of each test's own. */
function newCluster(): string {
  return `/subscriptions/s/resourcegroups/rg/providers/microsoft.containerservice/managedclusters/aks-${clusters++}`;
}

function blobOf(cluster: string, day = DAY) {
  const folder = cluster.replaceAll('/', '~2f');
  return stage.container('purser-samples').getAppendBlobClient(`${folder}/${day}.jsonl.gz`);
}

async function readAll(cluster: string) {
  const { samples, damaged } = await stage.store.samples.list(cluster, DAY);
  return { samples: samples.map((kept) => kept.read()), damaged };
}

const MORNING = makeSample('08:00', { uses: [makeUse('web', { labels: { 'app/team': 'é\u{1f600}' } })] });
const NOON = makeSample('12:00', { uses: [makeUse('job')] });

describe('samples', () => {
  it('come back as they were kept, by cluster and UTC day', async () => {
    const cluster = newCluster();
    const nextDay = makeSample('2026-11-21T00:00:00Z');
    for (const sample of [MORNING, NOON, nextDay]) await stage.store.samples.append(cluster, sample);
    expect(await readAll(cluster)).toEqual({ samples: [MORNING, NOON], damaged: 0 });
    expect((await stage.store.samples.list(cluster, DAY)).samples.map(({ at }) => at)).toEqual([
      MORNING.at,
      NOON.at,
    ]);
    expect(await stage.store.samples.list(newCluster(), DAY)).toEqual({ samples: [], damaged: 0 });
  });

  it('are lines of JSON to any tool that unpacks gzip', async () => {
    const cluster = newCluster();
    for (const sample of [MORNING, NOON]) await stage.store.samples.append(cluster, sample);
    const lines = gunzipSync(await blobOf(cluster).downloadToBuffer())
      .toString()
      .trim()
      .split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual([MORNING, NOON]);
  });

  it('of several instances at once are all kept, also when they begin the day together', async () => {
    const cluster = newCluster();
    const samples = Array.from({ length: 12 }, (_, minute) => makeSample(`09:${10 + minute}`));
    const other = await stage.openAgain();
    await Promise.all(
      samples.map((sample, index) => (index % 2 === 0 ? stage.store : other).samples.append(cluster, sample)),
    );
    const { samples: kept, damaged } = await readAll(cluster);
    expect(kept.map((sample) => sample?.at).sort()).toEqual(samples.map(({ at }) => at));
    expect(damaged).toBe(0);
  });

  it('cost only themselves when they were half written or are damaged', async () => {
    const cluster = newCluster();
    await stage.store.samples.append(cluster, MORNING);
    const member = packMember(Date.parse(NOON.at), JSON.stringify(NOON));
    const half = member.subarray(0, member.length / 2);
    const bent = Buffer.from(member);
    bent.writeUInt8(bent.readUInt8(60) ^ 0xff, 60);
    const foreign = Buffer.from('somebody wrote this by hand');
    const older = packMember(Date.parse(NOON.at), JSON.stringify({ ...NOON, version: 0 }));
    for (const bytes of [half, bent, older, foreign]) await blobOf(cluster).appendBlock(bytes, bytes.length);
    await stage.store.samples.append(cluster, NOON);
    const { samples, damaged } = await readAll(cluster);
    expect(samples).toEqual([MORNING, undefined, undefined, NOON]);
    expect(damaged).toBe(2);
  });

  it('tell which days there are', async () => {
    const cluster = newCluster();
    for (const time of ['2026-11-18T10:00:00Z', '2026-11-20T10:00:00Z', '2026-11-22T10:00:00Z']) {
      await stage.store.samples.append(cluster, makeSample(time));
    }
    const days = await stage.store.samples.listDays(cluster, '2026-11-18', '2026-11-21');
    expect(days).toEqual(['2026-11-18', '2026-11-20']);
    expect(await stage.store.samples.listDays(newCluster(), '2026-11-01', '2026-11-30')).toEqual([]);
  });

  it('in memory are kept alike', async () => {
    const { samples } = createMemoryStore();
    for (const sample of [MORNING, NOON]) await samples.append('c', sample);
    expect((await samples.list('c', DAY)).samples.map((kept) => kept.read())).toEqual([MORNING, NOON]);
    expect(await samples.listDays('c', '2026-11-01', '2026-11-30')).toEqual([DAY]);
    expect(await samples.list('other', DAY)).toEqual({ samples: [], damaged: 0 });
  });
});

describe('the members of a blob', () => {
  it.each([0, 20, 2 ** 32 - 1])(
    'are taken apart to the end although one says that it has %d bytes',
    (size) => {
      const wrong = packMember(1, 'a');
      wrong.writeUInt32LE(size, 16);
      const { members, damaged } = splitMembers(Buffer.concat([wrong, packMember(2, 'b')]));
      expect([members.map((member) => member.time), damaged]).toEqual([[2], 1]);
    },
  );

  it('are found behind whatever stands between them', () => {
    const times = fc.integer({ min: 0, max: 4e12 });
    const noise = fc.uint8Array({ maxLength: 80 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(times, fc.string({ unit: 'binary' }), noise), { maxLength: 6 }),
        (parts) => {
          const blob = Buffer.concat(
            parts.flatMap(([time, text, bytes]) => [packMember(time, text), Buffer.from(bytes)]),
          );
          const { members } = splitMembers(blob);
          expect(members.map((member) => unpackMember(member))).toEqual(
            parts.map(([, text]) => `${Buffer.from(text).toString()}\n`),
          );
        },
      ),
    );
  });
});
