import { type AllocationRow, UNOWNED } from '../model/cost.ts';
import { compareText } from '../model/order.ts';
import type { Owner } from '../model/ownership.ts';
import type { OwnedRow } from './usage.ts';

/** What an owner counts in one namespace. */
export interface NamespaceOwner {
  readonly owner: Owner;
  readonly weight: bigint;
}

/** The teams that own any of the rows, {@link UNOWNED} among them; sorted. */
export function listTeams(rows: readonly OwnedRow[]): string[] {
  const teams = new Set<string>();
  for (const { owner } of rows) {
    if (owner.kind === 'team') teams.add(owner.team);
    else if (owner.kind !== 'split') teams.add(UNOWNED);
    else for (const share of owner.shares) if (share.weight > 0n) teams.add(share.team);
  }
  return [...teams].sort();
}

/** What the owners of some rows count together, those who count anything; sorted. */
export function sumByOwner(
  rows: readonly OwnedRow[],
  weigh: (row: AllocationRow) => bigint,
): readonly NamespaceOwner[] {
  const owners = new Map<string, { owner: Owner; weight: bigint }>();
  for (const { row, owner } of rows) {
    const weight = weigh(row);
    if (weight <= 0n) continue;
    const key = nameOwner(owner);
    const known = owners.get(key);
    if (known) known.weight += weight;
    else owners.set(key, { owner, weight });
  }
  return [...owners.values()].sort((a, b) => compareText(nameOwner(a.owner), nameOwner(b.owner)));
}

/** Tells owners apart. */
export function nameOwner(owner: Owner): string {
  const who =
    owner.kind === 'team'
      ? owner.team
      : owner.kind === 'split'
        ? owner.shares.map(({ team, weight }) => `${team} ${weight}`).join()
        : '';
  return `${owner.kind}|${who}|${owner.reason}`;
}
