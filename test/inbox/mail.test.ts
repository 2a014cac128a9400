import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Inbox, type InboxStart, startInbox } from '../../local/inbox/inbox.ts';
import type { MailSummary } from '../../local/inbox/mailbox.ts';

const HOSTILE = `"><script>alert('gotcha')</script>`;

let directory: string;
let inbox: Inbox;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'purser-inbox-'));
  inbox = await startInbox({ directory });
});

afterEach(async () => {
  await inbox.close();
  rmSync(directory, { recursive: true, force: true });
});

async function restart(start: Omit<InboxStart, 'directory'> = {}): Promise<void> {
  await inbox.close();
  inbox = await startInbox({ directory, ...start });
}

function send(message: SendMailOptions) {
  const transport = createTransport({ host: '127.0.0.1', port: inbox.smtpPort, secure: false });
  const addresses = { from: 'Purser <purser@contoso.example>', to: 'Finance <finance@contoso.example>' };
  return transport.sendMail({ ...addresses, subject: 'A report', text: 'Hello', ...message });
}

async function listMails(): Promise<readonly MailSummary[]> {
  return (await fetch(`${inbox.url}/mail.json`)).json() as Promise<readonly MailSummary[]>;
}

async function readPage(path: string): Promise<string> {
  const answer = await fetch(`${inbox.url}${path}`);
  expect(answer.status).toBe(200);
  return answer.text();
}

describe('the mailbox', () => {
  it('lists what came, newest first, with who really gets it', async () => {
    await send({ subject: 'First', bcc: 'auditor@contoso.example' });
    await send({ subject: 'Zweite Über­sicht €', messageId: '<two@purser.example>' });
    const mails = await listMails();
    expect(mails).toMatchObject([
      { subject: 'Zweite Über­sicht €', messageId: '<two@purser.example>' },
      {
        subject: 'First',
        from: 'Purser <purser@contoso.example>',
        to: 'Finance <finance@contoso.example>',
        envelopeFrom: 'purser@contoso.example',
        envelopeTo: ['finance@contoso.example', 'auditor@contoso.example'],
      },
    ]);
    const page = await readPage('/mail');
    expect(page.indexOf('Zweite')).toBeLessThan(page.indexOf('First'));
    expect(await readPage('/')).toContain('First');
  });

  it('shows the message, its text and headers, and gives its attachments byte for byte', async () => {
    const content = Buffer.from(Array.from({ length: 256 }, (_, index) => index));
    await send({
      html: '<html><head><title>x</title></head><body><h1>Chargeback</h1></body></html>',
      text: 'Chargeback in words',
      headers: { 'X-Purser-Report': 'chargeback' },
      attachments: [{ filename: 'Über "sicht".xlsx', content }],
    });
    const [mail] = await listMails();
    expect(mail?.attachments).toMatchObject([{ fileName: 'Über "sicht".xlsx', bytes: 256 }]);
    const page = await readPage(`/mail/${mail?.id}`);
    expect(page).toContain('Chargeback in words');
    expect(page).toContain('X-Purser-Report: chargeback');
    expect(page).toMatch(/<iframe [^>]*sandbox="(?!.*allow-(scripts|same-origin)).*"/);
    expect(await readPage(`/mail/${mail?.id}/html`)).toContain('<base target="_blank"><title>x</title>');
    expect(await readPage(`/mail/${mail?.id}/source`)).toContain('X-Purser-Report: chargeback');
    const attachment = await fetch(`${inbox.url}/mail/${mail?.id}/attachments/0`);
    const disposition = attachment.headers.get('content-disposition');
    expect(disposition).toBe(`attachment; filename*=UTF-8''%C3%9Cber%20%22sicht%22.xlsx`);
    expect(Buffer.from(await attachment.arrayBuffer())).toEqual(content);
  });

  it('escapes whatever a mail says, and lets none of its scripts run', async () => {
    await send({
      subject: HOSTILE,
      from: { name: HOSTILE, address: 'a@b.example' },
      text: HOSTILE,
      html: HOSTILE,
      headers: { 'X-Evil': HOSTILE },
      attachments: [{ filename: `${HOSTILE}.txt`, content: 'x' }],
    });
    const [mail] = await listMails();
    expect(mail?.subject).toBe(HOSTILE);
    for (const path of ['/', '/mail', `/mail/${mail?.id}`]) {
      const page = await readPage(path);
      expect(page).not.toContain('<script');
      expect(page).toContain('&lt;script&gt;');
    }
    for (const path of ['/mail', `/mail/${mail?.id}/html`]) {
      const { headers } = await fetch(`${inbox.url}${path}`);
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('content-security-policy')).not.toMatch(/script-src|allow-scripts/);
    }
  });

  it('keeps what came over a restart', async () => {
    await send({ subject: 'Kept' });
    await restart();
    expect(await listMails()).toMatchObject([{ subject: 'Kept' }]);
  });

  it.each([
    '/mail/../../etc/passwd',
    '/mail/%2e%2e%2fteams',
    '/mail/nothing',
    '/mail/nothing/html',
    '/elsewhere',
  ])('has nothing at %s', async (path) => {
    expect((await fetch(`${inbox.url}${path}`)).status).toBe(404);
  });
});

describe('the mail server, told to misbehave', () => {
  it('refuses a recipient and serves the others', async () => {
    await restart({ faults: { refused: ['gone@contoso.example'] } });
    const sent = await send({ to: ['finance@contoso.example', 'gone@contoso.example'] });
    expect(sent.rejected).toEqual(['gone@contoso.example']);
    expect(await listMails()).toMatchObject([{ envelopeTo: ['finance@contoso.example'] }]);
  });

  it('puts a message off once', async () => {
    await restart({ faults: { deferrals: 1 } });
    await expect(send({})).rejects.toMatchObject({ responseCode: 451 });
    await send({});
    expect(await listMails()).toHaveLength(1);
  });

  it('takes a message, but breaks the connection before it says so', async () => {
    await restart({ faults: { drops: 1 } });
    await expect(send({})).rejects.toThrow();
    expect(await listMails()).toHaveLength(1);
    await send({});
    expect(await listMails()).toHaveLength(2);
  });
});
