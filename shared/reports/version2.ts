import type { StatementLife } from '../closing/life.ts';
import { isWholeOrganisation } from './audience.ts';
import { type Notice, toRemark } from './notice.ts';
import type { Report } from './report.ts';
import { sentencesOf2 } from './sentences2.ts';

/** A report as version 2 wrote it: its notices are sentences, those of a statement's life first. */
export type Report2 = AsVersion2<Report>;

type AsVersion2<R> = R extends Report
  ? Omit<R, 'notices' | 'schemaVersion'> & {
      readonly schemaVersion: 2;
      readonly notices: readonly (string | Notice)[];
    }
  : never;

/** Reads a report of version 2 as one of today’s; it still says that version 2 wrote it. */
export function fromVersion2(kept: Report2): Report {
  const told = sentencesOf2(lifeOf(kept), kept.period.id, readerOf(kept));
  const notices = kept.notices.slice(told.length);
  return {
    ...kept,
    notices: notices.map((notice) => (typeof notice === 'string' ? toRemark(notice) : notice)),
  };
}

/** The report as version 2 wrote it, byte for byte when it is written canonically. */
export function toVersion2(report: Report): Report2 {
  const life = lifeOf(report);
  const own = life && readerOf(report) === 'team' ? { ...life, held: [] } : life;
  return {
    ...report,
    schemaVersion: 2,
    ...(own && { life: own }),
    notices: [
      ...sentencesOf2(life, report.period.id, readerOf(report)),
      ...report.notices.map((notice) => (notice.kind === 'remark' ? notice.text : notice)),
    ],
  };
}

function readerOf({ audience }: Pick<Report, 'audience'>): 'organisation' | 'team' {
  return isWholeOrganisation(audience) ? 'organisation' : 'team';
}

function lifeOf(report: Report | Report2): StatementLife | undefined {
  return report.kind === 'chargeback' ? report.life : undefined;
}
