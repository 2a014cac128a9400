import { describe, expect, it } from 'vitest';
import { RequestError } from '../../shared/model/errors.ts';
import type { DeliverTask } from '../../shared/model/tasks.ts';
import { parseCollectTask, parseDeliverTask, parseReportTask } from '../../shared/pipeline/messages.ts';

const HASH = 'a'.repeat(64);

describe('a queue message', () => {
  it('is read as it was written', () => {
    const collect = {
      source: 'cost',
      scope: 'sub-1',
      from: '2026-10-01',
      to: '2026-10-31',
      run: 'r',
    } as const;
    const deliver = {
      kind: 'digest',
      period: '2026-W47',
      audience: 'team:shop',
      channel: 'mail',
      hash: HASH,
      run: 'r',
    } as const;
    expect(parseCollectTask(collect)).toEqual(collect);
    expect(parseDeliverTask(deliver)).toEqual(deliver);
    const planned: DeliverTask = {
      ...deliver,
      at: '2026-11-23T06:00:00.000Z',
      recipients: [
        { address: 'ann@contoso.com', reasons: [{ role: 'lead', team: 'shop' }, { role: 'finance' }] },
        { address: 'bob@contoso.com', reasons: [{ role: 'costCenter', costCenter: 'CC-100' }] },
      ],
      ...{ optedOut: ['eve@contoso.com'], resend: 1 },
    };
    expect(parseDeliverTask(planned)).toEqual(planned);
    expect(parseReportTask({ kind: 'assess', day: '2026-11-10', run: 'r' })).toEqual({
      kind: 'assess',
      day: '2026-11-10',
      run: 'r',
    });
  });

  it.each([
    [
      parseCollectTask,
      { source: 'prices', scope: 's', from: '2026-10-01', to: '2026-10-02', run: 'r' },
      'source',
    ],
    [
      parseCollectTask,
      { source: 'cost', scope: 's', from: '2026-13-01', to: '2026-10-02', run: 'r' },
      'from',
    ],
    [parseReportTask, { kind: 'invoice', period: '2026-10', run: 'r' }, 'kind'],
    [
      parseDeliverTask,
      { kind: 'digest', period: 'p', audience: 'a', channel: 'fax', hash: HASH, run: 'r' },
      'channel',
    ],
    [parseDeliverTask, '<xml/>', 'message'],
    [parseReportTask, null, 'message'],
  ])('that is malformed is refused, and the refusal names the field', (parse, message, field) => {
    expect(() => parse(message)).toThrow(RequestError);
    expect(() => parse(message)).toThrow(new RegExp(`${field}`));
  });
});
