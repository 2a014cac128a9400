import type { Config } from '../../config/schema.ts';
import type { ReportKind } from '../../model/tasks.ts';
import type { ReportRow } from '../../store/store.ts';
import { createFormatter, type Formatter } from '../formatter.ts';
import { toPlainLine } from '../plainText.ts';
import { fillTemplate } from './templates.ts';

interface IndexLine {
  readonly audience: string;
  readonly period: string;
  readonly state: string;
  readonly builtAt: string;
  readonly link: string;
  readonly files: readonly { readonly format: string; readonly link: string }[];
}

const TITLES = {
  chargeback: 'Chargeback, by month',
  digest: 'Team digests, by week',
  governance: 'Governance, by week',
} as const satisfies Record<ReportKind, string>;

const FILES = {
  chargeback: ['xlsx', 'csv', 'journal', 'json'],
  digest: ['csv', 'json'],
  governance: ['xlsx', 'csv', 'json'],
} as const satisfies Record<ReportKind, readonly string[]>;

/** The page that lists the reports there are, newest period first, with links to read and to download them. */
export function renderIndex(config: Config, reports: readonly ReportRow[]): string {
  const formatter = createFormatter(config);
  const names = new Map(config.teams.map((team) => [`team:${team.id}`, team.name]));
  const kinds = ['chargeback', 'digest', 'governance'] as const;
  return fillTemplate('index', 'html', {
    locale: config.locale,
    organisation: toPlainLine(config.organisation),
    groups: kinds.map((kind) => ({
      title: TITLES[kind],
      lines: reports
        .filter((row) => row.kind === kind && isPage(row))
        .sort(newestFirst)
        .map((row) => toLine(row, names, formatter)),
    })),
  });
}

/** The operator's copy of a report differs only in its notices; the page answers with the organisation's. */
function isPage({ audience }: ReportRow): boolean {
  return audience === 'organisation' || audience.startsWith('team:');
}

function toLine(row: ReportRow, names: ReadonlyMap<string, string>, formatter: Formatter): IndexLine {
  const { kind, period, audience, state, builtAt } = row;
  const isTeam = audience.startsWith('team:');
  const team = isTeam ? `team=${encodeURIComponent(audience.slice('team:'.length))}` : '';
  const address = `/api/reports/${kind}/${encodeURIComponent(period)}`;
  return {
    audience: isTeam
      ? toPlainLine(names.get(audience) ?? audience.slice('team:'.length))
      : 'Whole organisation',
    period: formatter.period(period),
    state: kind === 'chargeback' ? state : '',
    builtAt: formatter.instant(builtAt),
    link: team ? `${address}?${team}` : address,
    files: FILES[kind].map((format) => ({
      format,
      link: `${address}?${team ? `${team}&` : ''}format=${format}`,
    })),
  };
}

function newestFirst(a: ReportRow, b: ReportRow): number {
  if (a.period !== b.period) return a.period > b.period ? -1 : 1;
  return a.audience < b.audience ? -1 : a.audience > b.audience ? 1 : 0;
}
