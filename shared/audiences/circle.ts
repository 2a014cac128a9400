import type { Config } from '../config/schema.ts';
import { compareText } from '../model/order.ts';
import type { PlannedRecipient } from '../model/recipient.ts';
import type { Channel } from '../model/tasks.ts';
import type { Report } from '../reports/report.ts';
import { addressesOn, identityOf, type Listed } from './directory.ts';
import { hasOptedOut, type OptionalKind } from './optOut.ts';

/** People who would share one message on one channel. */
export interface Circle {
  readonly audience: string;
  readonly channel: Channel;
  /** What they are told of: circles of the same content get the same. */
  readonly content: string;
  /** Of a team, those it is for; empty for the readers of the whole. */
  readonly teams: readonly string[];
  readonly recipients: readonly PlannedRecipient[];
  readonly optedOut: readonly string[];
  readonly buildReport: () => Report | undefined;
}

/** Sorts those who are listed into those who get something and those who do not want it. */
export function gather(
  config: Config,
  kind: OptionalKind | undefined,
  channel: Channel,
  { recipients, reason }: Listed,
): Pick<Circle, 'recipients' | 'optedOut'> {
  const addresses = addressesOn(channel, recipients);
  return {
    recipients: addresses
      .filter((address) => !hasOptedOut(config, kind, address))
      .map((address) => ({ address, reasons: [reason] })),
    optedOut: addresses.filter((address) => hasOptedOut(config, kind, address)),
  };
}

/** Whether circles have exactly the same people. */
export function haveSamePeople(a: Circle, b: Circle): boolean {
  return peopleOf(a) === peopleOf(b);
}

/** Names the people of a circle, whatever their order. */
export function peopleOf({ recipients }: Pick<Circle, 'recipients'>): string {
  return JSON.stringify(recipients.map(({ address }) => identityOf(address)).sort());
}

/**
 * Lets circles that would get the same have one message: by mail all of their people together; in Teams a message goes
 * to one webhook, so only where it is the same one. The first circle gives its name.
 */
export function joinSameContent(circles: readonly Circle[]): readonly Circle[] {
  const groups = Map.groupBy(circles, (circle) =>
    [circle.channel, circle.content, circle.channel === 'teams' ? peopleOf(circle) : ''].join('|'),
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first ? [{ ...first, ...joinPeople(group) }] : [];
  });
}

/** The people of several circles, each once, with every reason. */
export function joinPeople(circles: readonly Circle[]): Pick<Circle, 'recipients' | 'optedOut'> {
  const byPerson = Map.groupBy(
    circles.flatMap(({ recipients }) => recipients),
    ({ address }) => identityOf(address),
  );
  const recipients = [...byPerson.values()].map((same) => ({
    address: same.map(({ address }) => address).sort()[0] ?? '',
    reasons: same.flatMap(({ reasons }) => reasons),
  }));
  return {
    recipients: recipients.sort((a, b) => compareText(a.address, b.address)),
    optedOut: [...new Set(circles.flatMap(({ optedOut }) => optedOut))].sort(),
  };
}
