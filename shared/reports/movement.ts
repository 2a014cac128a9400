import type { Movement, Mover } from '../analysis/movement.ts';
import { EFFECTS } from '../analysis/movement.ts';
import { formatMinorUnits, roundTogether, toMinorUnits } from '../model/money.ts';
import type { CostMovement, MoverLine } from './costMovement.ts';

/**
 * Writes a movement in minor units: the change is the difference of the two amounts as reports show them, effects
 * sum to it, and a mover's effects to the mover's change.
 * @param limit movers that are listed; the others are summed up
 */
export function toCostMovement(
  movement: Movement,
  nameCluster: (clusterId: string) => string,
  digits: number,
  limit: number,
): CostMovement {
  const write = (units: bigint): string => formatMinorUnits(units, digits);
  const change = toMinorUnits(movement.after, digits) - toMinorUnits(movement.before, digits);
  const effects = EFFECTS.filter((effect) => movement.byEffect[effect] !== 0n);
  const units = roundTogether(
    effects.map((effect) => movement.byEffect[effect]),
    digits,
    change,
  );
  const moved = movement.movers.filter((mover) => unitsOf(mover, digits).change !== 0n);
  const listed = moved.slice(0, limit);
  const listedChange = listed.reduce((sum, mover) => sum + unitsOf(mover, digits).change, 0n);
  return {
    change: write(change),
    effects: effects.map((effect, index) => ({ effect, amount: write(units[index] ?? 0n) })),
    movers: listed.map((mover) => toMoverLine(mover, nameCluster(mover.clusterId), digits)),
    rest: { count: moved.length - listed.length, amount: write(change - listedChange) },
  };
}

function unitsOf({ before, after }: Mover, digits: number): { readonly change: bigint } {
  return { change: toMinorUnits(after, digits) - toMinorUnits(before, digits) };
}

function toMoverLine(mover: Mover, clusterName: string, digits: number): MoverLine {
  const write = (units: bigint): string => formatMinorUnits(units, digits);
  const { change } = unitsOf(mover, digits);
  const units = roundTogether(
    mover.effects.map(({ amount }) => amount),
    digits,
    change,
  );
  return {
    clusterName,
    namespace: mover.namespace,
    before: write(toMinorUnits(mover.before, digits)),
    after: write(toMinorUnits(mover.after, digits)),
    change: write(change),
    effects: mover.effects
      .map(({ effect, group, quantityChange }, index) => ({
        ...{ effect, group },
        amount: write(units[index] ?? 0n),
        quantityPercent: quantityChange === undefined ? undefined : String(Math.round(quantityChange * 100)),
      }))
      .filter(({ amount }) => !/^-?[0.]*$/.test(amount)),
  };
}
