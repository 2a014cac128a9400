import { createHash } from 'node:crypto';
import type { ArmId } from '../model/estate.ts';

/**
 * The identity of a finding: 96 bits over the control's id and the place, whose parts must survive rollouts.
 * The parts are joined as JSON, so that no name, however hostile, can pass for two parts.
 */
export function identifyFinding(controlId: string, place: readonly string[]): string {
  return createHash('sha256')
    .update(JSON.stringify([controlId, ...place]))
    .digest('hex')
    .slice(0, 24);
}

/**
 * The identity of a finding on an Azure resource as a whole: the same whether Azure Policy or Defender tells.
 * @param subject what tells several findings of one control on it apart, if there can be any: a software
 */
export function identifyResourceFinding(controlId: string, resourceId: ArmId, subject = ''): string {
  return identifyFinding(controlId, ['', '', 'resource', resourceId, subject]);
}
