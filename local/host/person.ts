import { z } from 'zod';

/** Somebody as whom a developer may look at the app, without a password. */
const personSchema = z.object({
  /** As it stands in the address: `finance`. */
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  /** Shown where one is chosen. */
  name: z.string(),
  /** The sign-in address. */
  address: z.string(),
  objectId: z.guid(),
  /** What a sign-in with Entra would bring. */
  claims: z.array(z.object({ typ: z.string(), val: z.string() })),
});

export type Person = z.output<typeof personSchema>;

/** Reads the setting PURSER_LOCAL_PEOPLE: a list of people as JSON; without it there are none. */
export function parsePeople(setting: string | undefined): readonly Person[] {
  return setting ? z.array(personSchema).parse(JSON.parse(setting)) : [];
}

/** The headers by which App Service authentication tells the app who asks. */
export function describePerson(person: Person): Readonly<Record<string, string>> {
  const principal = {
    auth_typ: 'aad',
    claims: person.claims,
    name_typ: 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress',
    role_typ: 'http://schemas.microsoft.com/ws/2008/06/identity/claims/role',
  };
  return {
    'x-ms-client-principal': Buffer.from(JSON.stringify(principal)).toString('base64'),
    'x-ms-client-principal-id': person.objectId,
    'x-ms-client-principal-idp': 'aad',
    'x-ms-client-principal-name': person.address,
  };
}
