import { z } from 'zod';
import { type ArmId, toArmId } from '../../model/estate.ts';
import { looseText } from './lenient.ts';
import { nameRow, readPayload } from './payload.ts';

const NamedSchema = z.object({
  id: z.string().min(1),
  displayName: looseText,
  properties: z.object({ displayName: looseText }).nullish().catch(undefined),
});

/**
 * Reads the name that people gave an assignment or an initiative, from a row of Resource Graph with the name in a
 * column of its own or among the properties; `''` without one.
 * @throws SourceError `malformed`
 */
export function parseDisplayName(row: unknown): readonly [ArmId, string] {
  const where = { source: 'Azure Policy, name', scope: nameRow(row) };
  const named = readPayload(NamedSchema, row, where);
  return [toArmId(named.id), named.displayName || (named.properties?.displayName ?? '')];
}
