import { createHash } from 'node:crypto';
import { isHeld } from '../closing/life.ts';
import type { DeliverTask } from '../model/tasks.ts';
import { createFormatter, type ReaderHabits } from '../render/formatter.ts';
import { toPlainLine } from '../render/plainText.ts';
import { renderReport } from '../render/render.ts';
import type { Format, Rendering } from '../render/rendering.ts';
import type { TeamDigest } from '../reports/digestReport.ts';
import type { Report } from '../reports/report.ts';
import { STATE_LISTS } from '../reports/teamFindings.ts';
import type { Message } from './channel.ts';

/** What messages of one configuration have in common. */
export interface MessageOptions extends ReaderHabits {
  readonly organisation: string;
  /** Host part of the Message-ID; the sender's domain. */
  readonly domain?: string | undefined;
}

/**
 * Composes what one audience gets: subject, HTML, text, card and attachments. The same task and report give
 * the same message, so what a preview shows is what is sent.
 */
export async function composeMessage(
  report: Report,
  task: DeliverTask,
  options: MessageOptions,
): Promise<Message> {
  const [html, text, card, ...attachments] = await Promise.all(
    [...(['html', 'text', 'card'] as const), ...attachedFormats(report, task.audience)].map((format) =>
      renderReport(report, format, options),
    ),
  );
  return {
    messageId: identifyMessage(task, options.domain ?? 'purser.invalid'),
    subject: subjectOf(report, options),
    html: decode(html),
    text: decode(text),
    card: decode(card),
    attachments,
    task,
  };
}

const WORDS = {
  chargeback: 'AKS chargeback',
  digest: 'AKS weekly digest',
  governance: 'AKS governance',
} as const satisfies Record<Report['kind'], string>;

function subjectOf(report: Report, options: ReaderHabits & { readonly organisation: string }): string {
  const period = createFormatter(options).period(report.period.id);
  const name = report.audience.startsWith('team:') ? report.audienceName : options.organisation;
  const state = report.kind === 'chargeback' ? ` (${isHeld(report.life) ? 'held back' : report.state})` : '';
  const gaps = report.coverage.complete ? '' : ', incomplete';
  return toPlainLine(`${WORDS[report.kind]}: ${toPlainLine(name, 80)}, ${period}${state}${gaps}`);
}

function attachedFormats(report: Report, audience: string): readonly Format[] {
  switch (report.kind) {
    case 'chargeback':
      return audience === 'finance' ? ['xlsx', 'csv', 'journal'] : ['xlsx', 'csv'];
    case 'digest':
      return [
        ...(report.teams.some((team) => team.costs.length > 0 || hasFindings(team.findings))
          ? (['xlsx'] as const)
          : []),
        ...(report.teams.some((team) => hasFindings(team.findings)) ? (['csv'] as const) : []),
      ];
    case 'governance':
      return ['xlsx', 'csv'];
  }
}

function hasFindings(findings: TeamDigest['findings']): boolean {
  return STATE_LISTS.some((list) => findings[list].length > 0);
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
