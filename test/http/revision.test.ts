import { beforeAll, describe, expect, it } from 'vitest';
import { OBSTACLES } from '../../shared/closing/life.ts';
import type { App } from '../../shared/pipeline/app.ts';
import { closeMonth } from '../../shared/pipeline/close.ts';
import { reopenMonth } from '../../shared/pipeline/reopen.ts';
import type { ChargebackReport } from '../../shared/reports/chargebackReport.ts';
import { makeCost } from '../allocation/estate.ts';
import { PROD, SUBSCRIPTION } from '../pipeline/estate.ts';
import { MONTH, makeCollectedApp, NOW } from './estate.ts';
import { openService } from './service.ts';

const request = { by: 'Ada', accept: OBSTACLES, reason: 'it is a test' };
const FINANCE = 'finance@contoso.com';
let app: App & { readonly clock: { time: Date } };
let service: ReturnType<typeof openService>;

/** Azure bills one day of one cluster anew: 110 more than the 20 that the estate costs a day. */
async function billAgain(): Promise<void> {
  const path = `resourceGroups/${PROD.nodeResourceGroup}/providers/Microsoft.Compute/virtualMachineScaleSets/pool`;
  const row = { ...makeCost(path, '130'), day: '2026-10-05', subscriptionId: SUBSCRIPTION } as const;
  for (const source of ['cost.effective', 'cost.billed'] as const)
    await app.store.snapshots.putSnapshot({
      ...{ source, scope: SUBSCRIPTION, day: '2026-10-05', asOf: NOW, data: [row] },
    });
}

beforeAll(async () => {
  app = await makeCollectedApp();
  service = openService(app);
  await closeMonth(app, MONTH, request, 'r');
  await billAgain();
  await reopenMonth(app, MONTH, { by: 'Ada', reason: 'Azure billed it anew' }, 'r');
  await closeMonth(app, MONTH, request, 'r');
  await reopenMonth(app, MONTH, { by: 'Ada', reason: 'once more' }, 'r');
});

const totalOf = async (query: string, as = FINANCE): Promise<string> => {
  const answer = await service.ask(`reports/chargeback/${MONTH}?format=json${query}`, { as });
  const report = answer.json() as unknown as ChargebackReport;
  return `${report.state} ${report.audience} ${report.statements[0]?.total.amount}`;
};

describe('a statement that was closed more than once', () => {
  it('is had as it was closed, each time', async () => {
    expect(await totalOf('&revision=1')).toBe('closed organisation 620.00');
    expect(await totalOf('&revision=2')).toBe('closed organisation 730.00');
    expect(await totalOf('')).toBe('provisional organisation 730.00');
  });

  it('is had by a team as far as it is theirs', async () => {
    expect(await totalOf('&revision=1', 'shop@contoso.com')).toMatch(/^closed team:shop \d/);
    const answer = await service.ask(`reports/chargeback/${MONTH}?format=json&revision=1`, {
      as: 'shop@contoso.com',
    });
    expect(answer.text).not.toContain('Payments');
  });

  it('links its page to the same revision', async () => {
    const { text } = await service.ask(`reports/chargeback/${MONTH}?revision=1&format=html`, { as: FINANCE });
    expect(text).toContain('/api/reports/chargeback/2026-10?revision&#x3D;1&amp;format&#x3D;xlsx');
  });

  it('has no third, and a digest none at all', async () => {
    const third = await service.ask(`reports/chargeback/${MONTH}?revision=3`, { as: FINANCE });
    expect(third.json()).toMatchObject({ status: 404, detail: expect.stringContaining('no revision 3') });
    const digest = await service.ask('reports/digest/2026-W45?revision=1', { as: 'operator@contoso.com' });
    expect(digest.json()).toMatchObject({
      status: 404,
      remedy: expect.stringContaining('Only a chargeback'),
    });
  });
});
