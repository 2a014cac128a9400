import { z } from 'zod';
import { AgreementSchema, CostExtraSchema } from './cost.ts';
import { type Config, ConfigSchema, OwnershipRuleSchema, TeamSchema } from './schema.ts';

/**
 * The parts of a configuration that have the right shape, each on its own: so that a slip in one place does
 * not hide what is wrong in another. An entry that has not is undefined and keeps its place in the list.
 */
export interface Sections {
  readonly teams: readonly (Config['teams'][number] | undefined)[];
  /** Ids of all teams, also of those that are not right otherwise. */
  readonly teamIds: ReadonlySet<string>;
  readonly rules: readonly (Config['ownership']['rules'][number] | undefined)[];
  readonly extras: readonly (Config['cost']['extras'][number] | undefined)[];
  readonly agreements: readonly (Config['cost']['agreements'][number] | undefined)[];
  readonly azure: Config['azure'] | undefined;
  /** Without its lists of extras and agreements. */
  readonly cost: Config['cost'] | undefined;
  readonly unitCosts: Config['unitCosts'];
  readonly access: Config['access'] | undefined;
  readonly audiences: Readonly<Partial<Config['audiences']>>;
  readonly mail: Config['delivery']['mail'];
  /** Domains that mail may go to; undefined when no mail is configured at all. */
  readonly mailDomains: readonly string[] | undefined;
}

/** Reads what can be read of the file's value. */
export function readSections(value: unknown): Sections {
  const file = readGroup(value);
  const { shape } = ConfigSchema;
  const { extras, agreements, ...cost } = readGroup(file.cost);
  const audiences = readGroup(file.audiences);
  const mail = readGroup(file.delivery).mail;
  return {
    teams: readEntries(TeamSchema, file.teams),
    teamIds: new Set(readList(file.teams).map((team) => String(readGroup(team).id))),
    rules: readEntries(OwnershipRuleSchema, readGroup(file.ownership).rules),
    extras: readEntries(CostExtraSchema, extras),
    agreements: readEntries(AgreementSchema, agreements),
    azure: shape.azure.safeParse(file.azure).data,
    cost: shape.cost.safeParse(cost).data,
    unitCosts: shape.unitCosts.safeParse(file.unitCosts).data ?? [],
    access: shape.access.safeParse(file.access).data,
    audiences: Object.fromEntries(
      Object.entries(shape.audiences.shape).flatMap(([audience, schema]) => {
        const recipients = schema.safeParse(audiences[audience]).data;
        return recipients ? [[audience, recipients]] : [];
      }),
    ),
    mail: shape.delivery.safeParse({ mail }).data?.mail,
    mailDomains: mail === undefined ? undefined : readList(readGroup(mail).domains).map(String),
  };
}

function readEntries<S extends z.ZodType>(schema: S, list: unknown): (z.output<S> | undefined)[] {
  return readList(list).map((entry) => schema.safeParse(entry).data);
}

function readList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function readGroup(value: unknown): Readonly<Record<string, unknown>> {
  return z.record(z.string(), z.unknown()).safeParse(value).data ?? {};
}
