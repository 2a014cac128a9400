import type { Report } from '../../reports/report.ts';
import type { Formatter } from '../formatter.ts';
import { viewChargeback } from '../view/chargebackView.ts';
import { viewDigest } from '../view/digestView.ts';
import type { Frame } from '../view/frame.ts';
import { viewGovernance } from '../view/governanceView.ts';
import { viewHealth } from '../view/healthView.ts';
import { adaptiveCard, type CardElement, container, type TeamsCard, textBlock } from './adaptiveCard.ts';
import { chargebackElements } from './chargebackCard.ts';
import { digestElements } from './digestCard.ts';
import { governanceElements } from './governanceCard.ts';
import { healthElements } from './healthCard.ts';

/** Teams takes 28 KB and counts some 1.2 times what was sent (msteams-docs #11274): keep well below. */
export const CARD_BUDGET_BYTES = 20_000;

/** Room that the message around the card needs. */
const ENVELOPE_BYTES = 300;

/** How much of a report a card shows. */
export interface CardSize {
  /** Rows of a list; what is hidden is counted in words. */
  readonly rows: number;
  /** Whether more is shown than the headline figures and what is to be done. */
  readonly detailed: boolean;
}

/** Tried in turn until the card fits. */
const SIZES: readonly CardSize[] = [
  ...[10, 8, 5, 3, 2, 1].map((rows) => ({ rows, detailed: true })),
  ...[5, 3, 1, 0].map((rows) => ({ rows, detailed: false })),
];

/** The report as an Adaptive Card 1.5, as compact JSON; a message with it stays under 20 KB. */
export function renderCard(report: Report, formatter: Formatter): string {
  const own = speakOfCards(formatter);
  let card = '';
  for (const size of SIZES) {
    card = JSON.stringify(buildCard(report, own, size));
    if (Buffer.byteLength(card) + ENVELOPE_BYTES <= CARD_BUDGET_BYTES) return card;
  }
  return card;
}

/** What a mail says of its attachments, a card says of the report. */
function speakOfCards(formatter: Formatter): Formatter {
  const { words } = formatter;
  const { more, moreNotices, moreTeams } = words.card;
  return { ...formatter, words: { ...words, table: { ...words.table, more, moreNotices, moreTeams } } };
}

function buildCard(report: Report, formatter: Formatter, size: CardSize): TeamsCard {
  const { frame, elements } = layOut(report, formatter, size);
  const heading = `${frame.title}: ${frame.audience}, ${frame.period}`;
  const { words } = formatter;
  const shortened = textBlock(words.card.shortened, { size: 'Small', isSubtle: true, separator: true });
  return adaptiveCard(
    heading,
    [...frameElements(frame, heading), ...elements, ...(size.detailed ? [] : [shortened])],
    frame.link === null ? undefined : { title: words.card.open, url: frame.link },
  );
}

function layOut(
  report: Report,
  formatter: Formatter,
  size: CardSize,
): { readonly frame: Frame; readonly elements: CardElement[] } {
  switch (report.kind) {
    case 'chargeback': {
      const view = viewChargeback(report, formatter, size.rows);
      return { frame: view.frame, elements: chargebackElements(view, size) };
    }
    case 'digest': {
      const view = viewDigest(report, formatter, size.rows);
      return { frame: view.frame, elements: digestElements(report, view, formatter, size) };
    }
    case 'governance': {
      const view = viewGovernance(report, formatter, size.rows);
      return { frame: view.frame, elements: governanceElements(report, view, formatter, size) };
    }
    case 'health': {
      const view = viewHealth(report, formatter, size.rows);
      return { frame: view.frame, elements: healthElements(view, size) };
    }
  }
}

const STATE_COLOR = {
  plain: 'Default',
  muted: 'Default',
  good: 'Good',
  warn: 'Warning',
  bad: 'Attention',
} as const satisfies Record<Frame['state']['tone'], string>;

function frameElements(frame: Frame, heading: string): CardElement[] {
  return [
    textBlock(heading, { size: 'Large', weight: 'Bolder', style: 'heading' }),
    textBlock(`${frame.organisation} · ${frame.days} · ${frame.asOf}`, {
      size: 'Small',
      isSubtle: true,
      spacing: 'None',
    }),
    textBlock(frame.state.label, {
      weight: 'Bolder',
      color: STATE_COLOR[frame.state.tone],
      spacing: 'Small',
    }),
    textBlock(frame.coverage.summary, {
      size: 'Small',
      spacing: 'None',
      color: STATE_COLOR[frame.coverage.tone],
    }),
    ...(frame.notices.length === 0
      ? []
      : [container(frame.notices.map((notice) => textBlock(notice, { size: 'Small', color: 'Warning' })))]),
  ];
}
