import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressesOn, leadsOf, managersOf, ownersOf, wantsBy } from '../../shared/audiences/directory.ts';
import { type PlannedDelivery, planDeliveries } from '../../shared/audiences/plan.ts';
import { resolveRecipients } from '../../shared/audiences/resolve.ts';
import { UNTOUCHED } from '../../shared/closing/statement.ts';
import type { Config } from '../../shared/config/schema.ts';
import { CHANNELS, type Channel } from '../../shared/model/tasks.ts';
import type { ChargebackReport } from '../../shared/reports/chargebackReport.ts';
import type { DigestReport } from '../../shared/reports/digestReport.ts';
import { hashReport } from '../../shared/reports/identity.ts';
import { toRemark } from '../../shared/reports/notice.ts';
import { GOVERNANCE } from '../render/reports.ts';
import {
  audienceWishes,
  chargebackOf,
  configOf,
  digestOf,
  markOf,
  TEAMS,
  type TeamWish,
  teamWishes,
} from './estate.ts';

/** `team:alfa mail: ann@contoso.com (lead alfa)`, one line a delivery. */
function tell(planned: readonly PlannedDelivery[]): string[] {
  return planned.map(({ audience, channel, recipients, optedOut }) => {
    const people = recipients.map(
      ({ address, reasons }) =>
        `${address} (${reasons.map(({ role, ...what }) => [role, ...Object.values(what)].join(' ')).join(', ')})`,
    );
    return `${audience} ${channel}: ${[...people, ...optedOut.map((one) => `not ${one}`)].join(', ') || 'nobody'}`;
  });
}

const ANN = { mail: ['ann@contoso.com'] };
const BOB = { mail: ['bob@contoso.com'] };
const team = (id: string, changes: Partial<TeamWish> = {}): TeamWish => ({
  ...{ id, costCenter: 'CC-1', leads: ANN },
  ...changes,
});
const planChargeback = (teams: readonly TeamWish[], audiences = {}): string[] =>
  tell(planDeliveries(configOf(teams, audiences), chargebackOf(teams)));
const planDigest = (teams: readonly TeamWish[], audiences = {}): string[] =>
  tell(planDeliveries(configOf(teams, audiences), digestOf(teams)));

describe('who gets what', () => {
  it('is the whole for finance, and each team’s part for its leads', () => {
    expect(planChargeback([team('alfa'), team('bravo', { leads: BOB })])).toEqual([
      'finance mail: finance@contoso.com (finance)',
      'team:alfa mail: ann@contoso.com (lead alfa)',
      'team:bravo mail: bob@contoso.com (lead bravo)',
    ]);
  });

  it('is one message for teams that have exactly the same readers, and two where one reader more has only one', () => {
    const both = { mail: ['bob@contoso.com', 'ann@contoso.com'] };
    const swapped = { mail: ['Ann@contoso.com', 'bob@contoso.com'] };
    expect(planDigest([team('bravo', { leads: both }), team('alfa', { leads: swapped })])).toEqual([
      'teams:alfa+bravo mail: Ann@contoso.com (lead alfa, lead bravo), bob@contoso.com (lead alfa, lead bravo)',
    ]);
    expect(planDigest([team('alfa', { leads: both }), team('bravo')])).toEqual([
      'team:alfa mail: ann@contoso.com (lead alfa), bob@contoso.com (lead alfa)',
      'team:bravo mail: ann@contoso.com (lead bravo)',
    ]);
  });

  it('is one report of all its teams for the owners of a cost centre, and not once more as leads', () => {
    const teams = [
      team('alfa', { leads: { mail: ['ann@contoso.com', 'cid@contoso.com'] } }),
      team('bravo', { leads: BOB }),
    ];
    const costCenters = [{ costCenter: 'CC-1', ...ANN }];
    expect(planChargeback(teams, { costCenters }).slice(1)).toEqual([
      'costCenter:CC-1 mail: ann@contoso.com (costCenter CC-1)',
      'team:alfa mail: cid@contoso.com (lead alfa)',
      'team:bravo mail: bob@contoso.com (lead bravo)',
    ]);
  });

  it('is one message for the leads and the owner of a cost centre that has only their team', () => {
    expect(
      planChargeback([team('alfa')], { costCenters: [{ costCenter: 'CC-1', ...BOB }] }).slice(1),
    ).toEqual(['team:alfa mail: ann@contoso.com (lead alfa), bob@contoso.com (costCenter CC-1)']);
  });

  it('goes by the channels that a team wants for it', () => {
    const leads = { ...ANN, teamsWebhookEnv: 'HOOK_A' };
    const teams = [team('alfa', { leads, channels: { digest: ['teams'], chargeback: ['mail'] } })];
    expect(planDigest(teams)).toEqual(['team:alfa teams: HOOK_A (lead alfa)']);
    expect(planChargeback(teams).slice(1)).toEqual(['team:alfa mail: ann@contoso.com (lead alfa)']);
    expect(planDigest([team('alfa', { leads })])).toEqual([
      'team:alfa mail: ann@contoso.com (lead alfa)',
      'team:alfa teams: HOOK_A (lead alfa)',
    ]);
  });

  it('of what nobody owns, or a team that is not configured any more, is for the contact for the unowned', () => {
    const report = chargebackOf([team('alfa'), team('gone'), team('unowned')]);
    const planned = (audiences: object) =>
      tell(planDeliveries(configOf([team('alfa')], audiences), report)).slice(2);
    expect(planned({})).toEqual([
      'team:gone mail: operator@contoso.com (unowned)',
      'team:unowned mail: operator@contoso.com (unowned)',
    ]);
    expect(planned({ unowned: ANN })).toEqual([
      'team:gone mail: ann@contoso.com (unowned)',
      'team:unowned mail: ann@contoso.com (unowned)',
    ]);
  });

  it('of a team without any address is on record as reaching nobody', () => {
    expect(planDigest([team('alfa', { leads: {} }), team('bravo')])).toEqual([
      'team:alfa mail: nobody',
      'team:bravo mail: ann@contoso.com (lead bravo)',
    ]);
  });

  it('leaves out who opted out, in any spelling, of that kind only, and keeps that on record', () => {
    const optOut = [{ address: 'ANN@Contoso.com', kinds: ['digest'] }];
    expect(planDigest([team('alfa')], { optOut })).toEqual(['team:alfa mail: not ann@contoso.com']);
    expect(planChargeback([team('alfa')], { optOut })[1]).toBe('team:alfa mail: ann@contoso.com (lead alfa)');
  });

  it('never keeps the chargeback from finance, whatever the configuration says', () => {
    const optOut = [{ address: 'finance@contoso.com', kinds: ['chargeback'] }];
    expect(planChargeback([team('alfa')], { optOut })[0]).toBe('finance mail: finance@contoso.com (finance)');
  });

  it('is the operator’s alone while the gate holds a chargeback back', () => {
    const teams = [team('alfa')];
    const held = [{ name: 'unownedShare' }] as never;
    const report = { ...chargebackOf(teams), life: { ...UNTOUCHED, held } };
    expect(tell(planDeliveries(configOf(teams), report))).toEqual([
      'operator mail: operator@contoso.com (operator)',
    ]);
  });

  it('is one governance report for security and operator, two where the operator is told more', () => {
    const config = configOf([team('alfa')]);
    const whole = { ...GOVERNANCE, audience: 'organisation' };
    const copy = { ...whole, audience: 'operator', notices: [toRemark('Not delivered')] };
    expect(tell(planDeliveries(config, whole))).toEqual([
      'security mail: operator@contoso.com (operator), security@contoso.com (security)',
    ]);
    expect(tell(planDeliveries(config, whole, copy))).toEqual([
      'operator mail: operator@contoso.com (operator)',
      'security mail: security@contoso.com (security)',
    ]);
  });
});

describe('managers', () => {
  const teams = [team('alfa', { manager: BOB }), team('bravo', { leads: ANN, manager: BOB })];

  it('are told in one message what is overdue for so many days in their teams, and of nothing else', () => {
    const config = configOf(teams, { overdueAfterDays: 7 });
    const late = digestOf(teams, '2026-11-16');
    const [digest, overdue, ...others] = planDeliveries(config, late);
    expect(others).toEqual([]);
    expect(digest?.audience).toBe('managers:alfa+bravo');
    expect(overdue?.audience).toBe('teams:alfa+bravo');
    expect(digest?.report).toMatchObject({
      focus: 'overdue',
      teams: [
        { team: 'alfa', costs: [], findings: { mine: [{ id: 'f-alfa' }], counts: { overdue: 1 } } },
        { team: 'bravo' },
      ],
    });
    const soon = planDeliveries(config, digestOf(teams, '2026-11-17'));
    expect(soon.map(({ audience }) => audience)).toEqual(['teams:alfa+bravo']);
  });

  it('are told of the teams in which something is, under the same name every week', () => {
    const report = digestOf(teams, '2026-11-01');
    const [first, second] = report.teams;
    if (!first || !second) throw new Error('there are two teams');
    const fixed = { ...second, findings: { ...second.findings, mine: [] } };
    const [overdue] = planDeliveries(configOf(teams), { ...report, teams: [first, fixed] });
    expect(overdue).toMatchObject({ audience: 'managers:alfa+bravo', report: { teams: [{ team: 'alfa' }] } });
  });

  it('can opt out of it without losing digests of their own', () => {
    const optOut = [{ address: 'bob@contoso.com', kinds: ['overdue'] }];
    expect(planDigest([team('alfa', { leads: BOB, manager: BOB })], { optOut })).toEqual([
      'managers:alfa mail: not bob@contoso.com',
      'team:alfa mail: bob@contoso.com (lead alfa)',
    ]);
  });
});

type Organisation = readonly [Config, ChargebackReport | DigestReport];

/** Any configuration, with a chargeback or a digest of its teams and of some that it does not have. */
const organisations = fc
  .tuple(teamWishes, audienceWishes, fc.boolean(), fc.subarray(['unowned', 'gone']))
  .map(([teams, audiences, isDigest, others]): Organisation => {
    const all = [...teams, ...others.map((id) => ({ id, costCenter: 'CC-2' }))];
    return [configOf(teams, audiences), isDigest ? digestOf(all) : chargebackOf(all)];
  });

const ALL = [...TEAMS, 'unowned', 'gone'];
const teamsIn = ({ report }: PlannedDelivery): string[] =>
  ALL.filter((id) => JSON.stringify(report).includes(markOf(id)));
const isForTeams = ({ audience }: PlannedDelivery): boolean => audience !== 'finance';
const isOverdue = ({ audience }: PlannedDelivery): boolean => audience.startsWith('managers:');
const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

describe('whatever the configuration', () => {
  const property = (check: (organisation: Organisation, planned: readonly PlannedDelivery[]) => void) =>
    fc.assert(
      fc.property(organisations, (organisation) => check(organisation, planDeliveries(...organisation))),
    );

  it('nobody gets a row of a team that they are not for', () =>
    property(([config, report], planned) => {
      const centerOf = (id: string): string =>
        report.kind === 'chargeback'
          ? (report.statements[0]?.teams.find((total) => total.team === id)?.costCenter ?? '')
          : '';
      for (const delivery of planned.filter(isForTeams)) {
        for (const id of teamsIn(delivery)) {
          const listed = isOverdue(delivery)
            ? [managersOf(config, id)]
            : [leadsOf(config, id), ownersOf(config, centerOf(id))];
          const known = listed.flatMap(({ recipients }) => addressesOn(delivery.channel, recipients));
          for (const { address } of delivery.recipients) {
            expect(
              known.some((one) => same(one, address)),
              `${address} of ${id}`,
            ).toBe(true);
          }
        }
      }
    }));

  it('every team’s part reaches somebody, or is on record as reaching nobody; no lead who wants it is left out', () =>
    property(([config, report], planned) => {
      const ids = report.kind === 'digest' ? report.teams.map((one) => one.team) : listTeams(report);
      for (const id of ids) {
        const own = planned.filter((one) => isForTeams(one) && !isOverdue(one) && teamsIn(one).includes(id));
        expect(own.length, id).toBeGreaterThan(0);
        for (const channel of CHANNELS) {
          const got = own.filter((one) => one.channel === channel);
          for (const lead of wantingLeads(config, report, id, channel)) {
            const copies = got.filter(({ recipients }) =>
              recipients.some(({ address }) => same(address, lead)),
            );
            expect(copies.length, `${lead} of ${id} by ${channel}`).toBe(1);
          }
        }
      }
    }));

  it('nobody is told of a team twice on one channel', () =>
    property((_organisation, planned) => {
      const told = planned
        .filter((one) => isForTeams(one) && !isOverdue(one))
        .flatMap((delivery) =>
          delivery.recipients.flatMap(({ address }) =>
            teamsIn(delivery).map((id) => `${delivery.channel} ${address.toLowerCase()} ${id}`),
          ),
        );
      expect(new Set(told).size).toBe(told.length);
    }));

  it('who opted out gets nothing of the kind', () =>
    property(([config], planned) => {
      for (const { address, kinds } of config.audiences.optOut) {
        for (const delivery of planned.filter(isForTeams)) {
          const kind = isOverdue(delivery) ? 'overdue' : delivery.report.kind;
          if (!kinds.includes(kind)) continue;
          expect(delivery.recipients.some((one) => same(one.address, address))).toBe(false);
        }
      }
    }));

  it('an audience has one delivery a channel, and those whom it was planned for get it when it is sent', () =>
    property(([config], planned) => {
      const names = planned.map(({ audience, channel }) => `${audience} ${channel}`);
      expect(new Set(names).size).toBe(names.length);
      for (const { report, channel, recipients, optedOut } of planned) {
        const resolved = resolveRecipients(config, report, { channel, recipients, optedOut });
        expect(resolved.planned).toEqual(recipients);
      }
    }));

  it('the order of the configuration makes no difference', () =>
    fc.assert(
      fc.property(
        organisations,
        fc.array(fc.nat(), { minLength: 8, maxLength: 8 }),
        ([config, report], seeds) => {
          const shuffled: Config = {
            ...config,
            teams: shuffle(config.teams, seeds).map((one) => ({
              ...one,
              leads: { ...one.leads, mail: shuffle(one.leads.mail, seeds) },
            })),
            audiences: {
              ...config.audiences,
              costCenters: shuffle(config.audiences.costCenters, seeds),
              optOut: shuffle(config.audiences.optOut, seeds),
            },
          };
          const identify = (planned: readonly PlannedDelivery[]) =>
            planned.map(({ report: own, ...rest }) => ({ ...rest, hash: hashReport(own) }));
          expect(identify(planDeliveries(shuffled, report))).toEqual(
            identify(planDeliveries(config, report)),
          );
        },
      ),
    ));
});

function listTeams(report: ChargebackReport): string[] {
  return report.statements.flatMap(({ teams }) => teams.map((total) => total.team));
}

/** Leads who want a report by a channel and have not opted out of it. */
function wantingLeads(
  config: Config,
  { kind }: ChargebackReport | DigestReport,
  id: string,
  channel: Channel,
): string[] {
  if (!wantsBy(config, id, kind, channel)) return [];
  return addressesOn(channel, leadsOf(config, id).recipients).filter(
    (address) =>
      !config.audiences.optOut.some((one) => same(one.address, address) && one.kinds.includes(kind)),
  );
}

function shuffle<T>(items: readonly T[], seeds: readonly number[]): T[] {
  return items
    .map((item, index) => ({ item, seed: seeds[index % seeds.length] ?? 0 }))
    .sort((a, b) => a.seed - b.seed)
    .map(({ item }) => item);
}
