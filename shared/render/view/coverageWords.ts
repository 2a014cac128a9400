import type { CoverageEntry } from '../../model/reading.ts';
import type { Coverage } from '../../reports/report.ts';
import type { Formatter } from '../formatter.ts';
import { listDays } from './names.ts';
import { numberCell, numbers, type Table, textCell, texts, toTable } from './table.ts';

/** Gaps that the one line at the top names. */
const NAMED = 3;

/** One line for the top: what was read, or what is missing. */
export function sayCoverage({ entries, summary }: Coverage, { words, figure, count }: Formatter): string {
  const { coverage } = words;
  if (summary !== undefined) return summary;
  if (entries.length === 0) return coverage.nothing;
  const gaps = entries.filter(({ missing }) => missing.length > 0);
  if (gaps.length === 0) {
    const read = [...Map.groupBy(entries, ({ source }) => source)].map(([source, { length }]) =>
      coverage.read[source](figure(length)),
    );
    return coverage.all([...new Set(read)].join(', '));
  }
  const named = gaps
    .slice(0, NAMED)
    .map(({ source, name, missing, expectedDays }) =>
      coverage.gap(coverage.sources[source], name, count(missing.length), figure(expectedDays)),
    );
  const more = gaps.length > NAMED ? [coverage.more(figure(gaps.length - NAMED))] : [];
  return coverage.gaps([...named, ...more].join(', '));
}

/** What is missing and why, a source and place a row; null when nothing is. */
export function tableOfGaps(
  entries: readonly CoverageEntry[],
  formatter: Formatter,
  limit: number,
): Table | null {
  const { coverage } = formatter.words;
  const gaps = entries.filter((entry) => entry.readDays < entry.expectedDays || entry.problem !== undefined);
  if (gaps.length === 0) return null;
  return toTable({
    title: coverage.title,
    columns: [texts(coverage.columns.source), numbers(coverage.columns.read)],
    items: gaps,
    toRow: (entry) => [
      textCell(coverage.place(coverage.sources[entry.source], entry.name), {
        sub: explainGap(entry, formatter),
      }),
      numberCell(coverage.readOf(formatter.count(entry.readDays), formatter.count(entry.expectedDays))),
    ],
    ...{ limit, formatter, empty: '' },
  });
}

function explainGap({ problem, missing }: CoverageEntry, formatter: Formatter): string {
  if (problem) return `${problem.message} ${problem.remedy}`;
  return missing.length === 0 ? '' : formatter.words.coverage.missing(listDays(missing, formatter));
}
