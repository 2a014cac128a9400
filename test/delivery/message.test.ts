import { describe, expect, it } from 'vitest';
import { ConfigSchema } from '../../shared/config/schema.ts';
import { sizeOfFile, sizeOfMail } from '../../shared/delivery/limits.ts';
import { composeMessage, messageOptions } from '../../shared/delivery/message.ts';
import { buildMimeSource } from '../../shared/delivery/mimeSource.ts';
import { renderReport } from '../../shared/render/render.ts';
import type { DigestReport } from '../../shared/reports/digestReport.ts';
import type { Report } from '../../shared/reports/report.ts';
import { STATE_LISTS } from '../../shared/reports/teamFindings.ts';
import { CHARGEBACK, DIGEST, GOVERNANCE, TEAM_CHARGEBACK } from '../render/reports.ts';
import { messageFor } from './messages.ts';
import { configFor, taskFor } from './settings.ts';

const OPTIONS = { locale: 'en', organisation: 'Contoso', domain: 'contoso.example' };

describe('the message of a delivery', () => {
  it('holds the bytes that the report renders as: of a mail the texts, of a card the card', async () => {
    const rendered = async (format: 'html' | 'text' | 'card'): Promise<string> =>
      new TextDecoder().decode((await renderReport(CHARGEBACK, format, OPTIONS)).body);
    const mail = await composeMessage(CHARGEBACK, taskFor(), OPTIONS);
    expect(mail).toMatchObject({ html: await rendered('html'), text: await rendered('text'), card: '' });
    const card = await composeMessage(CHARGEBACK, taskFor({ channel: 'teams' }), OPTIONS);
    expect(card).toMatchObject({ html: '', text: '', card: await rendered('card'), attachments: [] });
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

describe('a mail that is larger than its transport takes', () => {
  const sizes = async (
    report: Report = CHARGEBACK,
  ): Promise<{ readonly whole: number; readonly largest: number }> => {
    const { html, text, attachments } = await composeMessage(report, taskFor(), OPTIONS);
    return {
      whole: sizeOfMail([html, text], attachments),
      largest: Math.max(...attachments.map(sizeOfFile)),
    };
  };
  const composeWithin = (largestMail: number, report: Report = CHARGEBACK, locale = 'en') =>
    composeMessage(report, taskFor(), { ...OPTIONS, locale, largestMail });

  it('goes whole as long as it fits', async () => {
    const { whole } = await sizes();
    const { attachments, html } = await composeWithin(whole);
    expect(attachments).toHaveLength(3);
    expect(html).not.toContain('not attached');
  });

  it('leaves out the largest file first, and says so in both texts, with the way to the page', async () => {
    const link = 'https://purser.contoso.example/api/reports/chargeback/2026-10';
    const { whole } = await sizes({ ...CHARGEBACK, link });
    const { attachments, html, text } = await composeWithin(whole - 1, { ...CHARGEBACK, link });
    expect(attachments.map((file) => file.format)).toEqual(['csv', 'journal']);
    for (const shown of [html, text.replaceAll(/\s+/g, ' ')]) {
      expect(shown).toMatch(/One file is too large for this mail and not attached: [\w-]+\.xlsx/);
      expect(shown).toContain(`The page of the report has it: ${link}`);
    }
  });

  it('names the command for the operator where there is no page', async () => {
    const { text } = await composeWithin(1, { ...TEAM_CHARGEBACK, link: undefined });
    expect(text.replaceAll(/\s+/g, ' ')).toContain(
      'npm run purser -- report chargeback --period 2026-10 --team payments --format xlsx|csv',
    );
  });

  it('says it in the language of the reader', async () => {
    const { text } = await composeWithin(1, CHARGEBACK, 'de');
    expect(text.replaceAll(/\s+/g, ' ')).toContain(
      '3 Dateien sind für diese Mail zu groß und nicht angehängt',
    );
  });

  it('fits then, whatever the limit that leaves room for the texts', async () => {
    const { whole, largest } = await sizes();
    for (const limit of [whole - 1, whole - largest, whole - largest - 1]) {
      const { html, text, attachments } = await composeWithin(limit);
      expect(sizeOfMail([html, text], attachments)).toBeLessThanOrEqual(limit + 2048);
    }
  });
});

it('the largest mail is what the configuration says, else what the transport takes', () => {
  const optionsFor = (mail: object) =>
    messageOptions(ConfigSchema.parse({ ...configFor(25), delivery: { mail } })).largestMail;
  const common = { from: 'purser@contoso.example', domains: ['contoso.example'] };
  const smtp = { host: 'smtp.contoso.example' };
  const endpoint = 'https://contoso.europe.communication.azure.com';
  expect(optionsFor({ ...common, smtp })).toBe(20_000_000);
  expect(optionsFor({ ...common, via: 'communicationServices', communicationServices: { endpoint } })).toBe(
    9_000_000,
  );
  expect(optionsFor({ ...common, via: 'graph' })).toBe(3_000_000);
  expect(optionsFor({ ...common, via: 'graph', maxMegabytes: 25 })).toBe(25_000_000);
});

it('what a mail takes on the wire is never more than was counted', async () => {
  const message = messageFor({}, { bytes: 100_000, html: 'ä€'.repeat(5000), text: 'Ü'.repeat(5000) });
  const sender = { name: 'Purser', address: 'purser@contoso.example', domain: 'contoso.example' };
  const source = await buildMimeSource(message, sender, ['lead@contoso.example'], new Date(0));
  expect(source.byteLength).toBeLessThanOrEqual(
    sizeOfMail([message.html, message.text], message.attachments),
  );
});
