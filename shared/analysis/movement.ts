import type { CostCategory } from '../model/cost.ts';
import type { Amount } from '../model/money.ts';
import { compareText } from '../model/order.ts';
import { type Cell, type CellEffect, explainCell } from './movementEffects.ts';

/** Kinds of cost that move for reasons of their own; `adjustment` is what corrects earlier months, discounts and credits. */
export const COST_GROUPS = ['compute', 'storage', 'network', 'platform', 'adjustment'] as const;
export type CostGroup = (typeof COST_GROUPS)[number];

/**
 * Why a cost changed. `new`: only now; `gone`: only before; `reallocation`: another team was charged for it
 * in the other period; `usage`: more or less was used, at the unit price of before; `price`: the unit cost more
 * or less, idle shares and discounts included; `cost`: it changed, and no quantity tells whether by use or
 * price; `adjustment`: corrections, discounts or credits came or went.
 */
export const EFFECTS = ['new', 'gone', 'reallocation', 'usage', 'price', 'cost', 'adjustment'] as const;
export type Effect = (typeof EFFECTS)[number];

/** The group of a bill's category. */
export const GROUP_OF = {
  compute: 'compute',
  storage: 'storage',
  network: 'network',
  loadBalancer: 'network',
  controlPlane: 'platform',
  monitoring: 'platform',
  security: 'platform',
  registry: 'platform',
  other: 'platform',
} as const satisfies Readonly<Record<CostCategory, CostGroup>>;

/** What one team was charged for one group of cost in one place; several lines of a place add up. */
export interface MovementLine {
  readonly team: string;
  readonly clusterId: string;
  /** `''` for what belongs to the cluster as a whole. */
  readonly namespace: string;
  readonly group: CostGroup;
  readonly amount: Amount;
  /** What was used of it, in whole units of any one kind; undefined where the source does not tell. */
  readonly quantity?: bigint | undefined;
}

/** One place whose cost changed, with the effects that sum to the change. */
export interface Mover {
  readonly clusterId: string;
  readonly namespace: string;
  readonly before: Amount;
  readonly after: Amount;
  readonly change: Amount;
  /** The largest first. */
  readonly effects: readonly CellEffect[];
}

/** The change of one team's, or the organisation's, cost between two periods. */
export interface Movement {
  readonly before: Amount;
  readonly after: Amount;
  readonly change: Amount;
  /** Sum to `change`. */
  readonly byEffect: Readonly<Record<Effect, Amount>>;
  /** The largest change first, in either direction; they sum to `change`. */
  readonly movers: readonly Mover[];
}

interface Place {
  readonly clusterId: string;
  readonly namespace: string;
  /** By team, then by group. */
  readonly teams: Map<string, Map<CostGroup, Cell>>;
}

/** Explains the change from one period's lines, given in any order, to another's. One currency at a time. */
export function explainMovement(before: Iterable<MovementLine>, after: Iterable<MovementLine>): MovementBook {
  const book = new MovementBook();
  for (const line of before) book.add('before', line);
  for (const line of after) book.add('after', line);
  return book;
}

/** Two periods side by side, place by place. */
export class MovementBook {
  readonly #places = new Map<string, Map<string, Place>>();
  readonly #placesOfTeam = new Map<string, Set<Place>>();

  add(side: 'before' | 'after', line: MovementLine): void {
    if (line.amount === 0n && !line.quantity) return;
    const cell = this.#cellOf(line);
    cell[side].amount += line.amount;
    if (line.quantity !== undefined) cell[side].quantity = (cell[side].quantity ?? 0n) + line.quantity;
  }

  /** Teams that were charged in either period, by id. */
  teams(): readonly string[] {
    return [...this.#placesOfTeam.keys()].sort();
  }

  ofTeam(team: string): Movement {
    const places = [...(this.#placesOfTeam.get(team) ?? [])];
    return sumMovers(places.map((place) => moveTeam(place, team)));
  }

  /** All teams together, for whom a reallocation between two of them is no change. */
  ofOrganisation(): Movement {
    const places = [...this.#places.values()].flatMap((ofCluster) => [...ofCluster.values()]);
    return sumMovers(places.map(moveAll));
  }

  #cellOf({ team, clusterId, namespace, group }: MovementLine): Cell {
    const ofCluster = this.#places.get(clusterId) ?? new Map<string, Place>();
    this.#places.set(clusterId, ofCluster);
    const place = ofCluster.get(namespace) ?? { clusterId, namespace, teams: new Map() };
    ofCluster.set(namespace, place);
    const groups = place.teams.get(team) ?? new Map<CostGroup, Cell>();
    if (!place.teams.has(team)) {
      place.teams.set(team, groups);
      const own = this.#placesOfTeam.get(team) ?? new Set();
      this.#placesOfTeam.set(team, own.add(place));
    }
    const cell = groups.get(group) ?? emptyCell();
    groups.set(group, cell);
    return cell;
  }
}

function emptyCell(): Cell {
  return { before: { amount: 0n, quantity: undefined }, after: { amount: 0n, quantity: undefined } };
}

function moveTeam(place: Place, team: string): Mover {
  const effects = [...(place.teams.get(team) ?? [])].flatMap(([group, cell]) =>
    explainCell(group, cell, {
      before: othersHave(place, team, group, 'before'),
      after: othersHave(place, team, group, 'after'),
    }),
  );
  return toMover(place, [...(place.teams.get(team)?.values() ?? [])], effects);
}

function othersHave(place: Place, team: string, group: CostGroup, side: 'before' | 'after'): boolean {
  for (const [other, groups] of place.teams) {
    if (other !== team && (groups.get(group)?.[side].amount ?? 0n) !== 0n) return true;
  }
  return false;
}

function moveAll(place: Place): Mover {
  const cells = COST_GROUPS.flatMap((group): [CostGroup, Cell][] => {
    const parts = [...place.teams.values()].flatMap((groups) => groups.get(group) ?? []);
    return parts.length === 0 ? [] : [[group, addCells(parts)]];
  });
  const nobody = { before: false, after: false };
  return toMover(
    place,
    cells.map(([, cell]) => cell),
    cells.flatMap(([group, cell]) => explainCell(group, cell, nobody)),
  );
}

/** Cells of several teams together; a quantity is told only when every team that paid has one. */
function addCells(cells: readonly Cell[]): Cell {
  const side = (of: 'before' | 'after'): Cell['before'] => {
    const paid = cells.map((cell) => cell[of]).filter(({ amount }) => amount !== 0n);
    const isTold = paid.length > 0 && paid.every(({ quantity }) => quantity !== undefined);
    return {
      amount: paid.reduce((sum, { amount }) => sum + amount, 0n),
      quantity: isTold ? paid.reduce((sum, { quantity = 0n }) => sum + quantity, 0n) : undefined,
    };
  };
  return { before: side('before'), after: side('after') };
}

function toMover(place: Place, cells: readonly Cell[], effects: readonly CellEffect[]): Mover {
  const before = cells.reduce((sum, cell) => sum + cell.before.amount, 0n);
  const after = cells.reduce((sum, cell) => sum + cell.after.amount, 0n);
  return {
    clusterId: place.clusterId,
    namespace: place.namespace,
    before,
    after,
    change: after - before,
    effects: [...effects].sort(
      (a, b) =>
        compareSize(a.amount, b.amount) || compareText(a.effect, b.effect) || compareText(a.group, b.group),
    ),
  };
}

function sumMovers(movers: readonly Mover[]): Movement {
  const byEffect = Object.fromEntries(EFFECTS.map((effect) => [effect, 0n])) as Record<Effect, Amount>;
  let [before, after] = [0n, 0n];
  for (const mover of movers) {
    before += mover.before;
    after += mover.after;
    for (const { effect, amount } of mover.effects) byEffect[effect] += amount;
  }
  return {
    before,
    after,
    change: after - before,
    byEffect,
    movers: movers
      .filter(({ effects }) => effects.length > 0)
      .sort(
        (a, b) =>
          compareSize(a.change, b.change) ||
          compareText(a.clusterId, b.clusterId) ||
          compareText(a.namespace, b.namespace),
      ),
  };
}

/** Orders amounts by size without their sign, the largest first. */
function compareSize(a: Amount, b: Amount): number {
  const [left, right] = [a < 0n ? -a : a, b < 0n ? -b : b];
  return left > right ? -1 : left < right ? 1 : 0;
}
