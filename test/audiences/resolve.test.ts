import { describe, expect, it } from 'vitest';
import { planDeliveries } from '../../shared/audiences/plan.ts';
import { resolveRecipients } from '../../shared/audiences/resolve.ts';
import { sliceReport } from '../../shared/reports/slice.ts';
import { configOf, digestOf } from './estate.ts';

const teamsOf = (...mail: string[]) => [{ id: 'alfa', costCenter: 'CC-1', leads: { mail } }];
const ANN = 'ann@contoso.com';
const BOB = 'bob@contoso.com';

function planFor(...mail: string[]) {
  const [delivery] = planDeliveries(configOf(teamsOf(...mail)), digestOf(teamsOf()));
  if (!delivery) throw new Error('nothing is planned');
  return delivery;
}

describe('who gets it at the moment it is sent', () => {
  it('are those for whom it was planned', () => {
    const { report, ...task } = planFor(ANN, BOB);
    expect(resolveRecipients(configOf(teamsOf(ANN, BOB)), report, task)).toMatchObject({
      recipients: { mail: [ANN, BOB] },
      withheld: [],
    });
  });

  it('are not those who were taken off the list or opted out while it waited', () => {
    const { report, ...task } = planFor(ANN, BOB);
    const optOut = [{ address: 'Bob@contoso.com', kinds: ['digest'] }];
    expect(resolveRecipients(configOf(teamsOf(BOB), { optOut }), report, task)).toMatchObject({
      recipients: { mail: [] },
      withheld: [
        { address: BOB, because: 'optedOut' },
        { address: ANN, because: 'notListed' },
      ],
    });
  });

  it('are never more than were planned, also when others were listed since', () => {
    const { report, ...task } = planFor(ANN);
    expect(resolveRecipients(configOf(teamsOf(ANN, BOB)), report, task).recipients).toEqual({ mail: [ANN] });
  });

  it('are those whom the configuration lists, for a task of before there were plans', () => {
    const report = sliceReport(digestOf(teamsOf()), 'alfa');
    if (!report) throw new Error('the team has no digest');
    expect(resolveRecipients(configOf(teamsOf(BOB, ANN)), report, { channel: 'mail' })).toMatchObject({
      recipients: { mail: [ANN, BOB] },
      withheld: [],
    });
  });
});
