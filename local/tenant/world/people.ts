import { ROLES, type Role } from '../../../shared/model/role.ts';
import { TEAMS } from './teams.ts';

/** Entra tenant of Contoso Financials. */
export const TENANT_ID = '6d1f0c52-8e0b-4f0e-9c6a-2b5f7c3d1e90';

/** Entra groups by the role that they give. */
export const ROLE_GROUPS: Readonly<Record<Role, string>> = {
  finance: 'b7a1c1de-1f5e-4f43-9d0c-3c2f5a1e7b01',
  security: 'b7a1c1de-1f5e-4f43-9d0c-3c2f5a1e7b02',
  platform: 'b7a1c1de-1f5e-4f43-9d0c-3c2f5a1e7b03',
};

/** Somebody at Contoso Financials who reads reports. */
export interface ContosoPerson {
  /** As it stands in addresses of this machine. */
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly objectId: string;
  /** Ids of Entra groups. */
  readonly groups: readonly string[];
}

const NAMES: Readonly<Record<Role, string>> = {
  finance: 'Frida Falk, finance',
  security: 'Sami Salo, security',
  platform: 'Pia Prins, platform',
};

/** One person a role, and the lead of each team. */
export const PEOPLE: readonly ContosoPerson[] = [
  ...ROLES.map((role, index) => ({
    id: role,
    name: NAMES[role],
    address: `${role}@contoso.example`,
    objectId: `5f0e7d7a-0000-4000-8000-00000000000${index}`,
    groups: [ROLE_GROUPS[role]],
  })),
  ...TEAMS.map((team, index) => ({
    id: `lead-${team.id}`,
    name: `The lead of ${team.name}`,
    address: `${team.id}-leads@contoso.example`,
    objectId: `5f0e7d7a-0000-4000-8000-0000000001${String(index).padStart(2, '0')}`,
    groups: [],
  })),
];

/** What a sign-in with Entra brings, under the names that App Service gives. */
export function listClaims(person: ContosoPerson): readonly { readonly typ: string; readonly val: string }[] {
  return [
    ['iss', `https://login.microsoftonline.com/${TENANT_ID}/v2.0`],
    ['name', person.name],
    ['preferred_username', person.address],
    ['http://schemas.microsoft.com/identity/claims/objectidentifier', person.objectId],
    ['http://schemas.microsoft.com/identity/claims/tenantid', TENANT_ID],
    ['ver', '2.0'],
    ...person.groups.map((group) => ['groups', group] as const),
  ].map(([typ = '', val = '']) => ({ typ, val }));
}
