import { z } from 'zod';
import { type ArmId, toArmId } from '../../model/estate.ts';
import type { AssessedResource } from '../../model/governance.ts';
import type { Instant } from '../../model/time.ts';
import { looseText } from './lenient.ts';
import { embedded, folded, nameRow, readPayload } from './payload.ts';

/** A row of the query for what was looked at: the resource, the state, and when that changed. */
const RowSchema = z.object({ rid: z.string().min(1), state: looseText, changed: looseText });

const CLUSTER_OR_REGISTRY =
  /^\/subscriptions\/[^/]+\/resourcegroups\/[^/]+\/providers\/microsoft\.(containerservice\/managedclusters|containerregistry\/registries)\/[^/]+/;

/** That one recommendation was held against one cluster or registry. */
export interface Look {
  readonly resourceId: ArmId;
  /** `healthy`, `unhealthy`, `notapplicable`, or another word. */
  readonly state: string;
  readonly changedAt: Instant | undefined;
}

/**
 * Reads that a cluster or registry was looked at.
 * @returns undefined for anything else
 * @throws SourceError `malformed`
 */
export function parseLook(row: unknown): Look | undefined {
  const where = { source: 'Defender for Cloud, assessed resource', scope: nameRow(row) };
  const { rid, state, changed } = readPayload(RowSchema, row, where);
  const resourceId = CLUSTER_OR_REGISTRY.exec(toArmId(rid))?.[0];
  if (resourceId === undefined) return undefined;
  const date = new Date(changed);
  const changedAt = changed === '' || Number.isNaN(date.getTime()) ? undefined : date.toISOString();
  return { resourceId, state: state.toLowerCase(), changedAt };
}

/** A whole assessment, as a recording has it: what the query makes of such a row, made here. */
const AssessmentSchema = z.object({
  id: z.string(),
  properties: embedded.pipe(
    z.object({
      status: folded(z.object({ code: looseText, statuschangedate: looseText })),
      resourceDetails: folded(
        z.object({ id: looseText, resourceid: looseText, resourcetype: looseText }),
      ).nullish(),
    }),
  ),
});

/** What a whole assessment says of having been looked at; undefined where it cannot be told. */
export function toLook(row: unknown): Look | undefined {
  const { data } = AssessmentSchema.safeParse(row);
  if (!data) return undefined;
  const { status, resourceDetails: about } = data.properties;
  if (about?.resourcetype.toLowerCase() === '.containerimage') return undefined;
  const rid = about?.id || about?.resourceid || data.id;
  return parseLook({ id: data.id, rid, state: status.code, changed: status.statuschangedate });
}

/** Counts looks by resource, sorted by id. A state that Azure may add one day counts as unhealthy. */
export function countLooks(looks: readonly Look[]): readonly AssessedResource[] {
  const byResource = Map.groupBy(looks, ({ resourceId }) => resourceId);
  return [...byResource]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([resourceId, group]) => {
      const healthy = group.filter(({ state }) => state === 'healthy').length;
      const notApplicable = group.filter(({ state }) => state === 'notapplicable').length;
      return {
        resourceId,
        healthy,
        unhealthy: group.length - healthy - notApplicable,
        notApplicable,
        changedAt: group
          .flatMap(({ changedAt }) => changedAt ?? [])
          .sort()
          .at(-1),
      };
    });
}
