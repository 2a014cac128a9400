import { findTitle, renderCard } from './card.ts';
import type { ReceivedCard } from './cardInbox.ts';
import { type Html, html } from './html.ts';
import type { Mail, MailSummary } from './mailbox.ts';
import { renderMarkdown } from './markdown.ts';

/** A whole page; `here` is the part of the inbox that it belongs to. */
function layOut(title: string, here: 'all' | 'mail' | 'teams', content: Html): string {
  const link = (address: string, name: string, part: string) =>
    html`<a href="${address}"${part === here ? html` aria-current="page"` : ''}>${name}</a>`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="stylesheet" href="/style.css">
</head>
<body>
<header><nav aria-label="Inbox">${link('/', 'Purser inbox', 'all')}${link('/mail', 'Mail', 'mail')}${link('/teams', 'Teams', 'teams')}</nav></header>
<main>${content}</main>
</body>
</html>
`.markup;
}

export function showOverview(mails: readonly MailSummary[], cards: readonly ReceivedCard[]): string {
  return layOut('Purser inbox', 'all', html`${listMails(mails)}${listCards(cards)}`);
}

export function showMails(mails: readonly MailSummary[]): string {
  return layOut('Mail', 'mail', listMails(mails));
}

export function showCards(cards: readonly ReceivedCard[]): string {
  return layOut('Teams', 'teams', listCards(cards));
}

export function showMail(mail: Mail): string {
  const address = `/mail/${mail.id}`;
  const attachments = mail.attachments.map(
    (attachment, index) =>
      html`<li><a href="${address}/attachments/${index}">${attachment.fileName}</a>
        <span class="subtle">${attachment.contentType}, ${formatBytes(attachment.bytes)}</span></li>`,
  );
  const content = html`<h1>${mail.subject || '(no subject)'}</h1>
    <table class="facts"><tbody>
      <tr><th scope="row">From</th><td>${mail.from}</td></tr>
      <tr><th scope="row">To</th><td>${mail.to}</td></tr>
      <tr><th scope="row">Delivered to</th><td>${mail.envelopeTo.join(', ')}</td></tr>
      <tr><th scope="row">Date</th><td>${formatTime(mail.date)}</td></tr>
    </tbody></table>
    ${attachments.length > 0 ? html`<ul class="attachments">${attachments}</ul>` : ''}
    ${mail.html === undefined ? '' : html`<iframe title="The message" src="${address}/html" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>`}
    ${mail.text === undefined ? '' : html`<details${mail.html === undefined ? html` open` : ''}><summary>Plain text</summary><pre>${mail.text}</pre></details>`}
    <details><summary>Headers</summary><pre>${mail.headerLines.join('\n')}</pre></details>
    <p><a href="${address}/source">The message as it came</a></p>`;
  return layOut(mail.subject || 'Mail', 'mail', content);
}

export function showCard(received: ReceivedCard): string {
  const [card] = received.cards;
  const content = html`<h1>${received.channel}</h1>
    <p class="subtle">${formatTime(received.receivedAt)}</p>
    ${received.cards.map(renderCard)}
    <details><summary>JSON</summary><pre>${JSON.stringify(received.cards, null, 2)}</pre></details>`;
  return layOut(card ? `${received.channel}: ${findTitle(card)}` : received.channel, 'teams', content);
}

function listMails(mails: readonly MailSummary[]): Html {
  const rows = mails.map(
    (mail) => html`<tr>
      <td><a href="/mail/${mail.id}">${mail.subject || '(no subject)'}</a></td>
      <td>${mail.envelopeTo.join(', ')}</td>
      <td>${mail.from}</td>
      <td class="time">${formatTime(mail.date || mail.receivedAt)}</td>
    </tr>`,
  );
  const table = html`<div class="wide"><table class="list">
    <thead><tr><th scope="col">Subject</th><th scope="col">To</th><th scope="col">From</th><th scope="col">Date</th></tr></thead>
    <tbody>${rows}</tbody></table></div>`;
  return html`<h1>Mail <span class="count">${mails.length}</span></h1>
    ${mails.length > 0 ? table : html`<p class="subtle">No mail has come yet.</p>`}`;
}

function listCards(cards: readonly ReceivedCard[]): Html {
  const channels = [...new Set(cards.map((card) => card.channel))].sort();
  const lists = channels.map((channel) => {
    const items = cards
      .filter((card) => card.channel === channel)
      .map(
        (card) => html`<tr>
          <td><a href="/teams/${channel}/${card.id}">${card.cards.slice(0, 1).map((first) => renderMarkdown(findTitle(first)))}</a></td>
          <td class="time">${formatTime(card.receivedAt)}</td>
        </tr>`,
      );
    return html`<h2>${channel} <span class="count">${items.length}</span></h2>
      <table class="list"><tbody>${items}</tbody></table>`;
  });
  return html`<h1>Teams <span class="count">${cards.length}</span></h1>
    ${cards.length > 0 ? lists : html`<p class="subtle">No card has come yet.</p>`}`;
}

/** `2026-11-23 12:45 UTC` */
function formatTime(instant: string): string {
  return instant === '' ? '' : `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;
}

function formatBytes(bytes: number): string {
  return bytes < 1024 ? `${bytes} bytes` : `${Math.round(bytes / 1024)} KB`;
}
