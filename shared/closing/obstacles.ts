import { RequestError } from '../model/errors.ts';
import type { Coverage } from '../reports/report.ts';
import {
  type GateReason,
  type GateReasonName,
  isHeld,
  OBSTACLES,
  type ObstacleName,
  type StatementLife,
} from './life.ts';

/** What stands against closing a month. */
export type Obstacle =
  | { readonly name: GateReasonName; readonly kind: 'gate'; readonly reason: GateReason }
  | { readonly name: 'coverage'; readonly kind: 'coverage'; readonly coverage: Coverage }
  | {
      readonly name: 'reconciliation';
      readonly kind: 'reconciliation';
      readonly differences: readonly BillDifference[];
    };

/** How far a statement is from the bill, in exact decimals. */
export interface BillDifference {
  readonly currency: string;
  /** Of the bill, neither in a pool nor outside. */
  readonly difference: string;
  /** Of the pools. */
  readonly notCharged: string;
}

/** As much of a chargeback as decides whether its month can be closed. */
export interface ClosingCandidate {
  readonly month: string;
  readonly coverage: Coverage;
  readonly statements: readonly {
    readonly currency: string;
    /** Exact decimals; undefined where the statement has no bill. */
    readonly reconciliation: { readonly difference: string; readonly notCharged: string } | undefined;
  }[];
  readonly life: StatementLife | undefined;
}

/** Everything that stands against closing, one of each name, in the order of {@link OBSTACLES}. */
export function listObstacles({ coverage, statements, life }: ClosingCandidate): readonly Obstacle[] {
  const found: Obstacle[] = [];
  if (life && isHeld(life))
    found.push(...life.held.map((reason) => ({ name: reason.name, kind: 'gate' as const, reason })));
  if (!coverage.complete && !found.some(({ name }) => name === 'coverage'))
    found.push({ name: 'coverage', kind: 'coverage', coverage });
  const differences = statements.flatMap(({ currency, reconciliation }) =>
    reconciliation && (reconciliation.difference !== '0' || reconciliation.notCharged !== '0')
      ? [{ currency, ...reconciliation }]
      : [],
  );
  if (differences.length > 0) found.push({ name: 'reconciliation', kind: 'reconciliation', differences });
  return found.toSorted((a, b) => OBSTACLES.indexOf(a.name) - OBSTACLES.indexOf(b.name));
}

/**
 * Reads the names of what is to be accepted, as a person writes them.
 * @throws RequestError naming what is no such name
 */
export function parseAccepted(text: string | undefined): readonly ObstacleName[] {
  const names = (text ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return names.map((name) => {
    const found = OBSTACLES.find((candidate) => candidate === name);
    if (found) return found;
    throw new RequestError(
      `There is nothing to accept called "${name.slice(0, 60)}".`,
      `Write some of ${OBSTACLES.join(', ')}, with commas between.`,
    );
  });
}

/**
 * Refuses to close over what was not accepted.
 * @param say puts an obstacle into words
 * @returns what was accepted and does stand against it
 * @throws RequestError with everything that stands against it, and the command that closes all the same
 */
export function settleObstacles(
  month: string,
  obstacles: readonly Obstacle[],
  accepted: readonly ObstacleName[],
  reason: string,
  say: (obstacle: Obstacle) => string,
): readonly ObstacleName[] {
  const names = obstacles.map(({ name }) => name);
  const open = obstacles.filter(({ name }) => !accepted.includes(name));
  const command = `npm run purser -- close --period ${month} --accept ${names.join(',')} --reason "…"`;
  if (open.length > 0) {
    const told = open.map((obstacle) => `${obstacle.name}: ${say(obstacle)}`).join(' ');
    throw new RequestError(
      `${month} cannot be closed. ${told}`,
      `Put it right and close again, or close all the same and say why: ${command}`,
      { kind: 'conflict' },
    );
  }
  if (names.length > 0 && reason === '') {
    throw new RequestError(
      `${month} is to be closed over ${names.join(', ')}, and nobody says why.`,
      `Add the reason: ${command}`,
    );
  }
  return names;
}
