import { z } from 'zod';
import type { DefenderPlan } from '../../model/governance.ts';
import { IGNORE, looseFlag, looseText, type Note, readPart } from './lenient.ts';
import { folded, nameRow, readPayload } from './payload.ts';

const PlanSchema = z.object({
  name: z.string().min(1),
  properties: folded(
    z.object({ pricingtier: z.string(), subplan: looseText, extensions: z.unknown().optional() }),
  ),
});

const ExtensionsSchema = z.array(folded(z.object({ name: z.string().min(1), isenabled: looseFlag })));

/**
 * Reads a Defender plan (`pricings`, API 2024-01-01): `Standard` is paid for, `Free` is off. Switches of its
 * parts are texts: `"True"`.
 * @throws SourceError `malformed`
 */
export function parsePlan(row: unknown, note: Note = IGNORE): DefenderPlan {
  const where = { source: 'Defender for Cloud, plan', scope: nameRow(row) };
  const { name, properties } = readPayload(PlanSchema, row, where);
  const extensions = readPart(ExtensionsSchema, properties.extensions, 'the parts of a plan', note) ?? [];
  return {
    name,
    enabled: properties.pricingtier.toLowerCase() === 'standard',
    subPlan: properties.subplan,
    extensions: extensions
      .map((extension) => ({ name: extension.name, enabled: extension.isenabled }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}
