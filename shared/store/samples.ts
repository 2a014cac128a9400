import type { AppendBlobClient, ContainerClient } from '@azure/storage-blob';
import { type KeptSample, SAMPLE_VERSION, type Sample } from '../metering/sample.ts';
import { type Day, dayOf, parseDay } from '../model/time.ts';
import { readBlob } from './blobs.ts';
import { attempt, hasStatus } from './faults.ts';
import { encodeKey } from './keys.ts';
import { type Member, packMember, splitMembers, unpackMember } from './sampleMembers.ts';
import type { SampleStore } from './store.ts';

const SUFFIX = '.jsonl.gz';

/**
 * Samples in a container, an append blob for each cluster and UTC day: `{cluster}/{day}.jsonl.gz`, one gzip member a
 * sample. Appending is one operation of the service, so instances need not agree. Purser removes none: a lifecycle
 * rule of the account may, once the days can no longer be corrected.
 */
export function createSampleStore(container: ContainerClient): SampleStore {
  return {
    async append(clusterId, sample) {
      const time = Date.parse(sample.at);
      const day = dayOf(new Date(time));
      await attempt(`keep the sample of ${clusterId} at ${sample.at}`, () =>
        appendTo(
          container.getAppendBlobClient(nameOf(clusterId, day)),
          packMember(time, JSON.stringify(sample)),
        ),
      );
    },

    list(clusterId, day) {
      return attempt(`read the samples of ${clusterId} on ${day}`, async () => {
        const blob = await readBlob(container, nameOf(clusterId, day));
        const { members, damaged } = splitMembers(blob?.body ?? Buffer.alloc(0));
        return { samples: members.map(toKeptSample), damaged };
      });
    },

    listDays(clusterId, from, to) {
      return attempt(`list the days with samples of ${clusterId}`, async () => {
        const prefix = `${encodeKey(clusterId)}/`;
        const days: Day[] = [];
        for await (const { name } of container.listBlobsFlat({ prefix })) {
          const day = parseDay(name.slice(prefix.length, -SUFFIX.length));
          if (day !== undefined && day >= from && day <= to) days.push(day);
        }
        return days;
      });
    },
  };
}

function toKeptSample(member: Member): KeptSample {
  const at = new Date(member.time).toISOString();
  return {
    at,
    read() {
      const text = unpackMember(member);
      if (text === undefined) return undefined;
      const sample: Sample = JSON.parse(text);
      return sample.version === SAMPLE_VERSION && sample.at === at ? sample : undefined;
    },
  };
}

async function appendTo(blob: AppendBlobClient, member: Buffer): Promise<void> {
  try {
    await blob.appendBlock(member, member.length);
  } catch (error) {
    if (!hasStatus(error, 404)) throw error;
    await blob.createIfNotExists({ blobHTTPHeaders: { blobContentType: 'application/gzip' } });
    await blob.appendBlock(member, member.length);
  }
}

function nameOf(clusterId: string, day: Day): string {
  return `${encodeKey(clusterId)}/${day}${SUFFIX}`;
}
