import type { Report } from '../../reports/report.ts';
import type { Formatter } from '../formatter.ts';
import { toPlainLine } from '../plainText.ts';
import { fillTemplate } from '../template/templates.ts';
import { frameReport } from '../view/frame.ts';
import type { Tone } from '../view/table.ts';
import { ASSET_LINKS } from './assets.ts';
import { FILES } from './files.ts';
import { adoptTable, type PageLink, type Section, toSection } from './parts.ts';
import { linkTo, type PageRequest, type Parameters } from './request.ts';

/** What stands above and below the sections of a page. */
export interface PageFrame {
  readonly title: string;
  readonly organisation: string;
  /** The way down from the index; the last is the page itself. */
  readonly crumbs: readonly PageLink[];
  readonly kicker: string;
  readonly heading: string;
  /** The one figure that the page is about; `''` for none. */
  readonly amount: string;
  readonly lines: readonly string[];
  readonly state: { readonly label: string; readonly tone: Tone } | null;
  readonly files: readonly PageLink[];
  /** Other views of the same, such as another currency. */
  readonly choices: readonly (PageLink & { readonly isChosen: boolean })[];
  readonly notices: readonly string[];
  readonly foot: readonly string[];
}

/** Sections that a page has before it lists them at its top. */
const MANY = 4;

/** The list of all reports. */
export const INDEX = '/api/reports';

/** Writes a page. */
export function fillPage(frame: PageFrame, sections: readonly Section[], formatter: Formatter): string {
  return fillTemplate('page/document', 'html', {
    frame: { ...frame, locale: formatter.locale, assets: ASSET_LINKS, home: INDEX },
    labels: formatter.words.page.labels,
    contents:
      sections.length < MANY ? [] : sections.map(({ id, title }) => ({ text: title, link: `#${id}` })),
    sections,
  });
}

/** Where a page stands below its report: names and addresses from the report down to the page. */
export type Trail = readonly { readonly text: string; readonly place: Parameters }[];

/** The frame of a page of a report. @param trail empty for the report's first page */
export function framePage(
  report: Report,
  request: PageRequest,
  formatter: Formatter,
  trail: Trail = [],
): PageFrame {
  const { page } = formatter.words;
  const frame = frameReport(report, formatter, NOTICES);
  const kind = page.kinds[report.kind];
  const whole = `${frame.audience}, ${frame.period}`;
  const last = trail.at(-1);
  return {
    title: [last && toPlainLine(last.text), kind, whole].filter(Boolean).join(' · '),
    organisation: frame.organisation,
    crumbs: [
      { text: page.labels.reports, link: INDEX },
      { text: `${kind}: ${whole}`, link: last ? request.address : '' },
      ...trail.map(({ text, place }, depth) => ({
        text: toPlainLine(text),
        link: depth === trail.length - 1 ? '' : linkTo(request.address, place),
      })),
    ],
    kicker: last ? `${kind} · ${whole}` : frame.audience,
    heading: last ? toPlainLine(last.text) : `${kind}, ${frame.period}`,
    amount: '',
    lines: [frame.days, page.asOf(frame.asOf)],
    state: frame.state,
    files: last
      ? []
      : FILES[report.kind].map((format) => ({
          text: page.files[format],
          link: linkTo(request.address, { format }),
        })),
    choices: [],
    notices: last ? [] : frame.notices,
    foot: [page.footer(frame.organisation)],
  };
}

/** What a report says of its reading, in full: a page has the room. */
const NOTICES = 100;

/** What was read for the report and what was not. */
export function sectionOfCoverage(report: Report, formatter: Formatter): Section {
  const { coverage } = frameReport(report, formatter, NOTICES);
  const title = formatter.words.page.coverage;
  const gaps = coverage.gaps ? adoptTable('coverage', coverage.gaps) : toSection('coverage', title, {});
  return { ...gaps, title, sentences: [coverage.summary] };
}
