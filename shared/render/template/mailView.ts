import type { Report } from '../../reports/report.ts';
import type { Formatter } from '../formatter.ts';
import { toPlainLine } from '../plainText.ts';
import type { ChargebackView } from '../view/chargebackView.ts';
import type { DigestView } from '../view/digestView.ts';
import type { GovernanceView } from '../view/governanceView.ts';
import type { HealthView } from '../view/healthView.ts';
import type { Tile } from '../view/table.ts';
import { viewReport } from '../view/view.ts';
import type { Words } from '../words/en/en.ts';

type ReportView = ChargebackView | DigestView | GovernanceView | HealthView;

/** What every mail template is given beside the fields of its report. */
export interface MailFrame {
  /** What inboxes show behind the subject: the first figures, or what was covered. */
  readonly preview: string;
  /** What the templates themselves say, in the reader's language. */
  readonly words: Words['template'];
}

export type MailView = ReportView & MailFrame;

/** Characters of a preview; inboxes show fewer. */
const PREVIEW_LENGTH = 160;

/** A report as its mail templates are given it, with tables of at most `rowLimit` rows. */
export function viewMail(report: Report, formatter: Formatter, rowLimit: number): MailView {
  const view = viewReport(report, formatter, rowLimit);
  return { ...view, preview: previewOf(view), words: formatter.words.template };
}

function previewOf(view: ReportView): string {
  return toPlainLine(sayFirst(view) || view.frame.coverage.summary, PREVIEW_LENGTH);
}

/** The figures of the one team or organisation that the report is about; nothing where it is about several teams. */
function sayFirst(view: ReportView): string {
  if ('statements' in view) return listFigures(view.statements[0]?.tiles);
  if ('quiet' in view) return listFigures(view.tiles.slice(0, 3));
  if ('tiles' in view) return listFigures(view.tiles);
  const [team, ...others] = view.teams;
  return others.length === 0 ? team?.quiet || listFigures(team?.tiles) : '';
}

function listFigures(tiles: readonly Tile[] = []): string {
  return tiles.map(({ label, value }) => `${label}: ${value}`).join(' · ');
}
