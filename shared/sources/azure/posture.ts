import { z } from 'zod';
import { parseArmId, toArmId } from '../../model/estate.ts';
import type { DefenderPlan, SecureScore } from '../../model/governance.ts';
import { decimal, nameRow, readPayload } from './payload.ts';

const ScoreSchema = z.object({
  id: z.string().min(1),
  properties: z.object({ score: z.object({ current: decimal, max: decimal }), weight: decimal }),
});

/**
 * Reads a subscription's secure score (`ascScore`, API 2020-01-01). Azure's `percentage` is a fraction of
 * one; it is not read, as current and max say it exactly.
 * @throws SourceError `malformed`
 */
export function parseSecureScore(row: unknown): SecureScore {
  const where = { source: 'Defender for Cloud, secure score', scope: nameRow(row) };
  const { id, properties } = readPayload(ScoreSchema, row, where);
  const { subscriptionId } = parseArmId(toArmId(id));
  return {
    subscriptionId,
    current: properties.score.current,
    max: properties.score.max,
    weight: properties.weight,
  };
}

const PlanSchema = z.object({
  name: z.string().min(1),
  properties: z.object({ pricingTier: z.string() }),
});

/**
 * Reads a Defender plan (`pricings`): `Standard` is paid for, `Free` is off.
 * @throws SourceError `malformed`
 */
export function parsePlan(row: unknown): DefenderPlan {
  const where = { source: 'Defender for Cloud, plan', scope: nameRow(row) };
  const { name, properties } = readPayload(PlanSchema, row, where);
  return { name, enabled: properties.pricingTier.toLowerCase() === 'standard' };
}
