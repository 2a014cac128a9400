import { type Portion, type PortionUse, UNOWNED } from '../model/cost.ts';
import { type Amount, apportion } from '../model/money.ts';
import type { Owner } from '../model/ownership.ts';
import { quoteValue } from '../ownership/teams.ts';
import { type Booking, type ChargeLedger, NOWHERE } from './ledger.ts';
import type { SharingPolicy } from './policy.ts';
import { partOf } from './portions.ts';
import type { ClusterUsage } from './usage.ts';

export type NamespaceUse = Extract<PortionUse, { readonly kind: 'claim' | 'service' }>;
export type TagUse = Extract<PortionUse, { readonly kind: 'tag' }>;

/** Says whose a namespace is as a whole; asked where nothing ran in it that day. */
export type FindNamespaceOwner = (namespace: string) => Owner;

/**
 * Charges a volume or load balancer to the owners of its namespace.
 * @returns what is of a namespace that serves everybody, to be shared
 */
export function chargeNamespace(
  ledger: ChargeLedger,
  { effective }: Portion,
  use: NamespaceUse,
  usage: ClusterUsage | undefined,
  findNamespaceOwner: FindNamespaceOwner,
): Amount {
  const place = { namespace: use.namespace, controller: '' };
  const booking: Booking = {
    kind: 'direct',
    rule: use.attached ? use.kind : 'unmounted',
    part: partOf(use),
  };
  const there = usage?.ownersIn(use.namespace, use.kind === 'claim' ? 'storage' : 'loadBalancer') ?? [];
  const owners = there.length > 0 ? there : [{ owner: findNamespaceOwner(use.namespace), weight: 1n }];
  const parts = apportion(
    effective,
    owners.map(({ weight }) => weight),
  );
  let shared = 0n;
  owners.forEach(({ owner }, index) => {
    const part = parts?.[index] ?? 0n;
    if (owner.kind === 'shared') shared += part;
    else ledger.give(owner, place, booking, part);
  });
  return shared;
}

/** Charges a resource outside the clusters to the team that its tag names. */
export function chargeTagged(
  ledger: ChargeLedger,
  { effective }: Portion,
  use: TagUse,
  findTeam: SharingPolicy['findTeam'],
): void {
  const { key, value } = use;
  const team = findTeam(value);
  ledger.add(
    team ?? UNOWNED,
    team === undefined
      ? `tag ${key} says ${quoteValue(value)}, which is no team`
      : `tag ${key} on the resource`,
    NOWHERE,
    { kind: 'direct', rule: 'tagged', part: partOf(use) },
    effective,
  );
}
