import type { Config } from '../../config/schema.ts';
import { UNOWNED } from '../../model/cost.ts';
import { compareText } from '../../model/order.ts';
import { REPORT_KINDS, type ReportKind } from '../../model/tasks.ts';
import type { ReportRow } from '../../store/store.ts';
import type { Formatter } from '../formatter.ts';
import { toPlainLine } from '../plainText.ts';
import { fillPage, INDEX } from './document.ts';
import { FILES } from './files.ts';
import { type Choice, type PageCell, type Section, toRow, toSection, toTable, words } from './parts.ts';
import { linkTo, type PageRequest } from './request.ts';

/** Periods of a kind that are listed before somebody chooses one; 60 teams make a thousand rows in four months. */
const PERIODS = 6;
/** Rows of a kind that are listed at most. */
const ROWS = 400;

const AUDIENCE = 'organisation';

/**
 * The list of reports, newest period first, with links to read and to download them. Chosen by `kind`, `period`
 * and `team`.
 * @param rows what the reader may read, and nothing else
 */
export function renderIndexPage(
  rows: readonly ReportRow[],
  request: PageRequest,
  config: Config,
  formatter: Formatter,
): string {
  const { page } = formatter.words;
  const { index } = page;
  const pages = rows.filter(isPage).toSorted(compareRows);
  const chosen = {
    kind: request.query.get('kind') ?? '',
    period: request.query.get('period') ?? '',
    team: request.query.get('team') ?? '',
  };
  const names = new Map(config.teams.map(({ id, name }) => [id, name]));
  const context: Context = { formatter, request, names, chosen };
  const kinds = REPORT_KINDS.filter((kind) => pages.some((row) => row.kind === kind));
  const sections = kinds
    .filter((kind) => chosen.kind === '' || !isKind(chosen.kind) || chosen.kind === kind)
    .map((kind) =>
      sectionOfKind(
        kind,
        pages.filter((row) => row.kind === kind),
        context,
      ),
    );
  const organisation = toPlainLine(config.organisation);
  const shown = sections.reduce((count, { table }) => count + (table?.rows.length ?? 0), 0);
  return fillPage(
    {
      title: `${organisation}: ${index.title}`,
      organisation,
      crumbs: [],
      kicker: organisation,
      heading: index.title,
      amount: '',
      lines: [],
      state: null,
      files: [],
      choices: [],
      notices: pages.length === 0 ? [index.nothing] : [],
      foot: [page.footer(organisation)],
    },
    pages.length === 0 ? [] : [sectionOfChoice(pages, shown === pages.length, context), ...sections],
    formatter,
  );
}

interface Context {
  readonly formatter: Formatter;
  readonly request: PageRequest;
  readonly names: ReadonlyMap<string, string>;
  readonly chosen: { readonly kind: string; readonly period: string; readonly team: string };
}

/** The operator's copy of a report differs only in its notices; the page answers with the organisation's. */
function isPage({ audience }: ReportRow): boolean {
  return audience === AUDIENCE || audience.startsWith('team:');
}

function isKind(text: string): text is ReportKind {
  return REPORT_KINDS.some((kind) => kind === text);
}

/** The newest first, the organisation's before its teams'. */
function compareRows(a: ReportRow, b: ReportRow): number {
  return compareText(b.period, a.period) || compareText(a.audience, b.audience);
}

function sectionOfChoice(rows: readonly ReportRow[], isWhole: boolean, context: Context): Section {
  const { formatter, request, chosen } = context;
  const { index, listing, kinds } = formatter.words.page;
  const toChoice = (
    name: keyof Context['chosen'],
    label: string,
    values: readonly (readonly [value: string, text: string])[],
  ): Choice => ({
    id: `choose-${name}`,
    name,
    label,
    options: [['', listing.any] as const, ...values].map(([value, text]) => ({
      value,
      text: toPlainLine(text),
      isChosen: value === chosen[name],
    })),
  });
  const periods = [...new Set(rows.map(({ period }) => period))];
  const teams = [...new Set(rows.map(({ audience }) => audience))].map(
    (audience) => [keyOf(audience), nameAudience(audience, context)] as const,
  );
  return toSection('choose', index.choose, {
    form: {
      id: 'choose-form',
      label: index.choose,
      action: INDEX,
      hidden: [],
      choices: [
        toChoice(
          'kind',
          index.kind,
          REPORT_KINDS.filter((kind) => rows.some((row) => row.kind === kind)).map((kind) => [
            kind,
            kinds[kind],
          ]),
        ),
        toChoice(
          'period',
          index.period,
          periods.map((period) => [period, formatter.period(period)]),
        ),
        toChoice(
          'team',
          index.team,
          teams.toSorted((a, b) => compareText(a[1], b[1])),
        ),
      ],
      find: null,
      submit: listing.apply,
      resetLink: Object.values(chosen).some((value) => value !== '') ? linkTo(request.address, {}) : '',
      reset: listing.reset,
      filters: isWhole ? 'tr[data-keys]' : '',
    },
  });
}

function sectionOfKind(kind: ReportKind, rows: readonly ReportRow[], context: Context): Section {
  const { formatter, chosen } = context;
  const { index } = formatter.words.page;
  const wanted = rows.filter(
    ({ period, audience }) =>
      (chosen.period === '' || period === chosen.period) &&
      (chosen.team === '' || keyOf(audience) === chosen.team),
  );
  const periods = new Set([...new Set(wanted.map(({ period }) => period))].slice(0, PERIODS));
  const isNarrow = chosen.period !== '' || chosen.team !== '';
  const shown = wanted.filter(({ period }) => isNarrow || periods.has(period)).slice(0, ROWS);
  const hidden = wanted.length - shown.length;
  const columns = [index.report, ...(kind === 'chargeback' ? [index.state] : []), index.built, index.files];
  return toSection(kind, index.headings[kind], {
    note: hidden > 0 ? index.older(formatter.figure(hidden)) : '',
    table: toTable(
      `${kind}-table`,
      index.headings[kind],
      columns,
      shown.map((row) =>
        toRow(
          words(`${formatter.period(row.period)} · ${nameAudience(row.audience, context)}`, {
            link: addressOf(row),
          }),
          [
            ...(kind === 'chargeback' ? [stateCell(row, formatter)] : []),
            words(formatter.instant(row.builtAt)),
            filesCell(row, formatter),
          ],
          [row.kind, row.period, keyOf(row.audience)].join('|'),
        ),
      ),
      {
        empty:
          rows.length === 0
            ? index.none
            : shown.length === 0
              ? formatter.words.page.listing.nothingChosen
              : '',
      },
    ),
  });
}

/** The team's id, or the word for all. */
function keyOf(audience: string): string {
  return audience.startsWith('team:') ? audience.slice('team:'.length) : audience;
}

function nameAudience(audience: string, { names, formatter }: Context): string {
  const { page } = formatter.words;
  if (audience === AUDIENCE) return page.index.organisation;
  const team = keyOf(audience);
  return team === UNOWNED ? formatter.words.frame.unowned : (names.get(team) ?? team);
}

function addressOf({ kind, period, audience }: ReportRow): string {
  const team = audience === AUDIENCE ? undefined : keyOf(audience);
  return linkTo(`${INDEX}/${kind}/${encodeURIComponent(period)}`, { team });
}

function stateCell({ state, revision, held }: ReportRow, { words: { page }, count }: Formatter): PageCell {
  const { index } = page;
  if (held.length > 0) return words(index.held(held.join(', ')), { tone: 'bad' });
  if (state === 'closed')
    return words(index.closed, { tone: 'good', sub: revision > 1 ? index.revision(count(revision)) : '' });
  return words(index.provisional, { tone: 'warn', sub: revision > 0 ? index.reopened(count(revision)) : '' });
}

function filesCell(row: ReportRow, { words: { page } }: Formatter): PageCell {
  const links = FILES[row.kind].map((format) => ({
    text: page.files[format],
    link: linkTo(addressOf(row), { format }),
  }));
  return words('', { links });
}
