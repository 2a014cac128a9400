import type { Config } from '../../config/schema.ts';
import { integrateDay } from '../../metering/integrate.ts';
import type { SampleArchive } from '../../metering/sample.ts';
import { addDays, type Clock, startOf } from '../../model/time.ts';
import { describeFailure } from '../http/failure.ts';
import type { MeteringSource } from '../source.ts';

/** Reads what Purser's own samples of a cluster come to on a day that is over. */
export function createMeteringSource(parts: {
  readonly config: Config;
  readonly samples: SampleArchive;
  readonly clock: Clock;
}): MeteringSource {
  return {
    async readMetering(cluster, day) {
      const place = { source: 'metering', scope: cluster.id };
      if (startOf(addDays(day, 1)) > parts.clock.now()) {
        throw describeFailure(place, 'unavailable', `${day} is not over yet in UTC`, {
          unavailable: 'Collect it after midnight UTC: a day that still runs gives figures that will change.',
        });
      }
      const before = await parts.samples.list(cluster.id, addDays(day, -1));
      const own = await parts.samples.list(cluster.id, day);
      if (own.samples.length === 0) {
        throw describeFailure(place, 'notFound', `no sample of ${cluster.name} was taken on ${day}`, {
          notFound: `Days before sampling began stay without. For a later one, see the failed runs of stage "meter" in status, and that PURSER_SCHEDULE_METER runs and ${cluster.name} matches allocation via metering or metering.clusters.`,
        });
      }
      const kept = { samples: [...before.samples, ...own.samples], damaged: own.damaged };
      return integrateDay(day, kept, parts.config.metering.longestGapMinutes);
    },
  };
}
