import { z } from 'zod';
import { parseArmId, toArmId } from '../../model/estate.ts';
import type { SecureScore, SecureScoreControl } from '../../model/governance.ts';
import { count, looseText } from './lenient.ts';
import { decimal, folded, nameRow, readPayload } from './payload.ts';

const score = folded(z.object({ current: decimal, max: decimal }));
const optionalWeight = z.union([decimal, z.null()]).optional();

const ScoreSchema = z.object({
  id: z.string().min(1),
  properties: folded(z.object({ score, weight: decimal })),
});

const ControlSchema = z.object({
  id: z.string().min(1),
  name: looseText,
  properties: folded(
    z.object({
      displayname: looseText,
      score,
      weight: optionalWeight,
      healthyresourcecount: count,
      unhealthyresourcecount: count,
      notapplicableresourcecount: count,
    }),
  ),
});

/**
 * Reads a subscription's secure score (`ascScore`, API 2020-01-01). Azure's `percentage` is a fraction of
 * one; it is not read, as current and max say it exactly. The controls are rows of their own.
 * @throws SourceError `malformed`
 */
export function parseSecureScore(row: unknown): SecureScore {
  const where = { source: 'Defender for Cloud, secure score', scope: nameRow(row) };
  const { id, properties } = readPayload(ScoreSchema, row, where);
  return {
    subscriptionId: parseArmId(toArmId(id)).subscriptionId,
    current: properties.score.current,
    max: properties.score.max,
    weight: properties.weight,
    controls: [],
  };
}

/**
 * Reads a control of a secure score (`secureScoreControls`, API 2020-01-01).
 * @throws SourceError `malformed`
 */
export function parseSecureScoreControl(row: unknown): SecureScoreControl {
  const where = { source: 'Defender for Cloud, control of the secure score', scope: nameRow(row) };
  const { id, name, properties } = readPayload(ControlSchema, row, where);
  const [healthy, unhealthy] = [properties.healthyresourcecount, properties.unhealthyresourcecount];
  return {
    id: (name || (id.split('/').at(-1) ?? '')).toLowerCase(),
    title: properties.displayname,
    current: properties.score.current,
    max: properties.score.max,
    weight: properties.weight ?? healthy + unhealthy,
    healthy,
    unhealthy,
    notApplicable: properties.notapplicableresourcecount,
  };
}

/** Puts its controls to a score, sorted by id. */
export function withControls(
  score: SecureScore | undefined,
  controls: readonly SecureScoreControl[],
): SecureScore | undefined {
  return score && { ...score, controls: controls.toSorted((a, b) => (a.id < b.id ? -1 : 1)) };
}
