import { type AllocationPayloadRow, toNumber } from './allocationRow.ts';

/** A window and how much of it the source had data for. */
export interface CoveredTime {
  readonly start: Date;
  readonly end: Date;
  /** Hours between the first and the last use within the window. */
  readonly coveredHours: number;
}

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/**
 * Measures a set: its window reaches from the earliest to the latest window of its rows (they may differ
 * inside a set), its cover from the first start to the last end. A row that does not say when it ended is
 * taken to have run for its minutes.
 * @param asked stands in when the rows name no window
 * @returns undefined when nothing tells the window
 */
export function measureCoverage(
  rows: readonly AllocationPayloadRow[],
  asked: { readonly from: Date; readonly to: Date } | undefined,
): CoveredTime | undefined {
  const start = earliest(rows.map((row) => toTime(row.window?.start))) ?? asked?.from.getTime();
  const end = latest(rows.map((row) => toTime(row.window?.end))) ?? asked?.to.getTime();
  if (start === undefined || end === undefined) return undefined;
  const from = Math.max(start, earliest(rows.map(startOfRow)) ?? start);
  const to = Math.min(end, latest(rows.map(endOfRow)) ?? end);
  return {
    start: new Date(start),
    end: new Date(end),
    coveredHours: Math.max(0, to - from) / HOUR_MS,
  };
}

function startOfRow(row: AllocationPayloadRow): number | undefined {
  return toTime(row.start) ?? toTime(row.window?.start);
}

function endOfRow(row: AllocationPayloadRow): number | undefined {
  const start = startOfRow(row);
  const minutes = toNumber(row.minutes);
  const ran = start === undefined || minutes === undefined ? undefined : start + minutes * MINUTE_MS;
  return toTime(row.end) ?? ran ?? toTime(row.window?.end);
}

function toTime(text: string | null | undefined): number | undefined {
  const time = Date.parse(text ?? '');
  return Number.isNaN(time) ? undefined : time;
}

function earliest(times: readonly (number | undefined)[]): number | undefined {
  return times.reduce((a, b) => (a === undefined || (b !== undefined && b < a) ? b : a), undefined);
}

function latest(times: readonly (number | undefined)[]): number | undefined {
  return times.reduce((a, b) => (a === undefined || (b !== undefined && b > a) ? b : a), undefined);
}
