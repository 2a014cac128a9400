import { describe, expect, it } from 'vitest';
import { composeMessage } from '../../shared/delivery/message.ts';
import { renderReport } from '../../shared/render/render.ts';
import type { DigestReport } from '../../shared/reports/digestReport.ts';
import { STATE_LISTS } from '../../shared/reports/teamFindings.ts';
import { CHARGEBACK, DIGEST, GOVERNANCE, TEAM_CHARGEBACK } from '../render/reports.ts';
import { taskFor } from './settings.ts';

const OPTIONS = { locale: 'en', organisation: 'Contoso', domain: 'contoso.example' };

describe('the message of a delivery', () => {
  it('holds the bytes that the report renders as', async () => {
    const message = await composeMessage(CHARGEBACK, taskFor(), OPTIONS);
    const html = await renderReport(CHARGEBACK, 'html', OPTIONS);
    expect(message.html).toBe(new TextDecoder().decode(html.body));
  });

  it('attaches the workbook and CSV of a chargeback, and for finance the journal', async () => {
    const finance = await composeMessage(CHARGEBACK, taskFor(), OPTIONS);
    expect(finance.attachments.map((file) => file.format)).toEqual(['xlsx', 'csv', 'journal']);
    const team = await composeMessage(TEAM_CHARGEBACK, taskFor({ audience: 'team:payments' }), OPTIONS);
    expect(team.attachments.map((file) => file.format)).toEqual(['xlsx', 'csv']);
  });

  it('attaches the workbook and findings of a governance report, and of a digest what it has', async () => {
    const attached = async (report: DigestReport | typeof GOVERNANCE): Promise<string[]> =>
      (await composeMessage(report, taskFor({ kind: report.kind }), OPTIONS)).attachments.map(
        (file) => file.format,
      );
    expect(await attached(GOVERNANCE)).toEqual(['xlsx', 'csv']);
    expect(await attached(DIGEST)).toEqual(['xlsx', 'csv']);
    const none = Object.fromEntries(STATE_LISTS.map((list) => [list, []]));
    const fixed = DIGEST.teams.map((team) => ({ ...team, findings: { ...team.findings, ...none } }));
    expect(await attached({ ...DIGEST, teams: fixed })).toEqual(['xlsx']);
    const quiet = fixed.map((team) => ({ ...team, costs: [] }));
    expect(await attached({ ...DIGEST, teams: quiet })).toEqual([]);
  });

  it('is identified by its delivery: a repeat on purpose has another id, a retry the same', async () => {
    const idOf = async (change: object): Promise<string> =>
      (await composeMessage(CHARGEBACK, taskFor(change), OPTIONS)).messageId;
    expect(await idOf({})).toBe('<chargeback.2026-10.finance.mail.0123456789abcdef@contoso.example>');
    expect(await idOf({ run: 'another' })).toBe(await idOf({}));
    expect(await idOf({ resend: 2 })).toBe(
      '<chargeback.2026-10.finance.mail.0123456789abcdef.2@contoso.example>',
    );
    expect(await idOf({ audience: 'team:payments' })).toContain('.team-payments.');
    expect(await idOf({ audience: 'a>\r\nBcc: b@evil.example' })).toMatch(
      /^<[A-Za-z0-9._-]+@contoso\.example>$/,
    );
  });

  it('says in its subject what, whose, when, how final, and whether something is missing', async () => {
    const { subject } = await composeMessage(CHARGEBACK, taskFor(), OPTIONS);
    expect(subject).toBe('AKS chargeback: Contoso, October 2026 (provisional), incomplete');
    const own = await composeMessage(
      { ...TEAM_CHARGEBACK, audienceName: 'Payments\r\nBcc: x@evil.example' },
      taskFor(),
      OPTIONS,
    );
    expect(own.subject).toBe(
      'AKS chargeback: Payments Bcc: x@evil.example, October 2026 (closed), incomplete',
    );
  });
});
