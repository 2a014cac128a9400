import { createHash } from 'node:crypto';
import { isHeld } from '../closing/life.ts';
import type { Config } from '../config/schema.ts';
import type { DeliverTask } from '../model/tasks.ts';
import { type Formatter, formatterOf, type ReaderHabits } from '../render/formatter.ts';
import { toPlainLine } from '../render/plainText.ts';
import { renderReport } from '../render/render.ts';
import type { Rendering } from '../render/rendering.ts';
import type { Templates } from '../render/template/template.ts';
import { titleOf } from '../render/view/frame.ts';
import { isWholeOrganisation, teamsOfAudience } from '../reports/audience.ts';
import { toRemark } from '../reports/notice.ts';
import type { Report } from '../reports/report.ts';
import { attachedFormats, fitFiles } from './attachments.ts';
import type { Message } from './channel.ts';
import { largestMailOf, sizeOfMail } from './limits.ts';
import { senderOf } from './sender.ts';

/** What messages of one configuration have in common. */
export interface MessageOptions extends ReaderHabits {
  readonly organisation: string;
  /** Host part of the Message-ID; the sender's domain. */
  readonly domain?: string | undefined;
  /** Bytes of the largest mail that the transport takes; without it files of any size are attached. */
  readonly largestMail?: number | undefined;
}

/** The same object for the same configuration, so that a formatter is made once. */
const known = new WeakMap<Config, MessageOptions>();

/** How messages of a configuration are composed; a preview uses the same and gets the same bytes. */
export function messageOptions(config: Config, ownTemplates?: Templates): MessageOptions {
  const before = known.get(config);
  if (before && before.ownTemplates === ownTemplates) return before;
  const { mail } = config.delivery;
  const options = {
    locale: config.locale,
    timeZone: config.timeZone,
    ownTemplates,
    organisation: config.organisation,
    domain: mail && senderOf(mail).domain,
    largestMail: mail && largestMailOf(mail),
  };
  known.set(config, options);
  return options;
}

/**
 * Composes what one audience gets on one channel: a mail has a subject, HTML, text and files, a card is a card. The
 * same task and report give the same message, so what a preview shows is what is sent.
 */
export async function composeMessage(
  report: Report,
  task: DeliverTask,
  options: MessageOptions,
): Promise<Message> {
  const formatter = formatterOf(options);
  const content =
    task.channel === 'teams'
      ? { card: decode(await renderReport(report, 'card', options)), html: '', text: '', attachments: [] }
      : { ...(await composeMail(report, options, formatter)), card: '' };
  return {
    messageId: identifyMessage(task, options.domain ?? 'purser.invalid'),
    subject: subjectOf(report, options.organisation, formatter),
    ...content,
    task,
  };
}

async function composeMail(
  report: Report,
  options: MessageOptions,
  formatter: Formatter,
): Promise<Pick<Message, 'html' | 'text' | 'attachments'>> {
  const [texts, ...files] = await Promise.all([
    renderTexts(report, options),
    ...attachedFormats(report).map((format) => renderReport(report, format, options)),
  ]);
  const room = (options.largestMail ?? Number.POSITIVE_INFINITY) - sizeOfMail(Object.values(texts), []);
  const { attached, leftOut } = fitFiles(files, room);
  if (leftOut.length === 0) return { ...texts, attachments: attached };
  const remark = toRemark(describeLeftOut(leftOut, report, formatter));
  const said = await renderTexts({ ...report, notices: [remark, ...report.notices] }, options);
  return { ...said, attachments: attached };
}

async function renderTexts(report: Report, habits: ReaderHabits): Promise<Pick<Message, 'html' | 'text'>> {
  const [html, text] = await Promise.all([
    renderReport(report, 'html', habits),
    renderReport(report, 'text', habits),
  ]);
  return { html: decode(html), text: decode(text) };
}

/** Which files there was no room for, and where they are to be had. */
function describeLeftOut(files: readonly Rendering[], report: Report, formatter: Formatter): string {
  const { message } = formatter.words;
  const count = { value: files.length, text: formatter.count(files.length) };
  const what = message.leftOut(count, files.map((file) => file.fileName).join(', '));
  const teams = teamsOfAudience(report.audience);
  const command = [
    `npm run purser -- report ${report.kind} --period ${report.period.id}`,
    ...(teams.length === 1 ? [`--team ${teams[0]}`] : []),
    `--format ${files.map(({ format }) => format).join('|')}`,
  ].join(' ');
  return `${what} ${report.link ? message.onPage(report.link) : message.askOperator(command)}`;
}

function subjectOf(report: Report, organisation: string, formatter: Formatter): string {
  const { message } = formatter.words;
  const name = isWholeOrganisation(report.audience) ? organisation : report.audienceName;
  const period = formatter.period(report.period.id);
  const gaps = report.kind === 'health' || report.coverage.complete ? '' : `, ${message.incomplete}`;
  const on = report.delivery?.sentAgainOn;
  const again = on === undefined ? '' : `, ${message.sentAgain(formatter.day(on))}`;
  return toPlainLine(
    `${titleOf(report, formatter)}: ${toPlainLine(name, 80)}, ${period}${describeState(report, formatter)}${gaps}${again}`,
  );
}

function describeState(report: Report, { words: { message, health }, figure }: Formatter): string {
  if (report.kind === 'health') {
    const count = report.problems.length + report.moreProblems;
    return ` (${count === 0 ? health.allWell : health.needs(figure(count))})`;
  }
  if (report.kind !== 'chargeback') return '';
  return ` (${isHeld(report.life) ? message.states.held : message.states[report.state]})`;
}

/** Deterministic from the delivery's identity: mail programs and archives recognise a repeat by it. */
function identifyMessage(task: DeliverTask, domain: string): string {
  const parts = [task.kind, task.period, task.audience, task.channel, task.hash.slice(0, 16)];
  if (task.resend) parts.push(String(task.resend));
  return `<${parts.map(toAtom).join('.')}@${toAtom(domain)}>`;
}

/** What RFC 5322 allows unquoted in a Message-ID; anything else is replaced by a short hash of it. */
function toAtom(text: string): string {
  if (/^[A-Za-z0-9._-]+$/.test(text)) return text;
  const readable = text.replace(/[^A-Za-z0-9-]+/g, '-').slice(0, 60);
  return /^(team):[a-z0-9-]+$/.test(text)
    ? readable
    : `${readable}-${createHash('sha256').update(text).digest('hex').slice(0, 8)}`;
}

function decode(rendering: Rendering | undefined): string {
  return new TextDecoder().decode(rendering?.body);
}
