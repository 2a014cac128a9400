import type { CostMetric, CostRow } from '../../model/cost.ts';
import { parseArmId } from '../../model/estate.ts';
import { type Day, parseDay } from '../../model/time.ts';
import { parseCostAnswer } from '../azure/costAnswer.ts';
import { datasetByName } from '../exports/dataset.ts';
import { type Answer, isRecord } from './answer.ts';
import type { FileSettings } from './settings.ts';

/** Subscription of costs that neither a resource nor the request ties to one. */
export const UNKNOWN_SUBSCRIPTION = 'unknown-subscription';

/** Cost rows as one file or answer gave them. */
export interface RecordedCost {
  readonly place: string;
  /** Both when the recording does not tell which sum it is. */
  readonly metrics: readonly CostMetric[];
  readonly rows: readonly CostRow[];
  /** Of a query: its scope and its columns, which tell whether two answers may hold the same costs. */
  readonly query?: { readonly scope: string; readonly columns: string };
  readonly warnings: readonly string[];
}

/**
 * Reads one page of a Cost Query answer into whole cost rows: what the answer leaves out is taken from its
 * request, from `replay.yaml`, or from the day of the recording, and a warning says so.
 * @throws SourceError malformed
 */
export function readCostAnswer(answer: Answer, payload: unknown, settings: FileSettings): RecordedCost {
  const { rows, nextLink } = parseCostAnswer(payload, {
    source: 'recorded cost answer',
    scope: answer.place,
  });
  const warnings: string[] = [];
  const scope = scopeOf(answer, payload);
  const metrics = metricsOf(answer, settings);
  if (metrics.length === 2 && rows.length > 0) {
    warnings.push(
      'Neither the request nor the file name tells whether the costs are actual or amortized; they are taken for both.',
    );
  }
  if (answer.isExample && rows.length > 0) {
    warnings.push("It is an example of a specification: its costs are nobody's.");
  }
  const months = columnOf(payload, 'billingmonth');
  const own = columnOf(payload, 'subscriptionid');
  const dayOfRow = (index: number): Day | undefined =>
    rows[index]?.day ?? parseDay(months(index).slice(0, 10));
  const undated = rows.filter((_, index) => dayOfRow(index) === undefined).length;
  const dated = undated > 0 ? findDay(answer, settings) : undefined;
  if (undated > 0) {
    warnings.push(
      dated
        ? `${undated} rows carry no day; they are booked on ${dated.day}, ${dated.because}.`
        : `${undated} rows carry no day and nothing tells one: they are left out. Give the file a day in replay.yaml.`,
    );
  }
  if (nextLink && !answer.place.includes('#')) {
    warnings.push('The answer has a next page; make sure that the folder holds it too.');
  }
  const whole = rows.flatMap((row, index): CostRow[] => {
    const day = dayOfRow(index) ?? dated?.day;
    if (!day) return [];
    const id = parseArmId(row.resourceId);
    const subscriptionId =
      id.subscriptionId || own(index).toLowerCase() || scope.subscriptionId || UNKNOWN_SUBSCRIPTION;
    const resourceGroup = row.resourceGroup || id.resourceGroup || scope.resourceGroup;
    return [{ ...row, day, subscriptionId, resourceGroup }];
  });
  const query = {
    scope: `${scope.subscriptionId}/${scope.resourceGroup}`,
    columns: columnsOf(payload).toSorted().join(),
  };
  return { place: answer.place, metrics, rows: whole, query, warnings };
}

function columnsOf(payload: unknown): readonly string[] {
  const { columns } = tableOf(payload);
  return columns.map((column) => (isRecord(column) ? String(column.name).toLowerCase() : ''));
}

/** The text of a column that live queries do not ask for, by row; `''` where the answer lacks it. */
function columnOf(payload: unknown, name: string): (index: number) => string {
  const { rows } = tableOf(payload);
  const place = columnsOf(payload).indexOf(name);
  return (index) => {
    const row = rows[index];
    return place >= 0 && Array.isArray(row) ? String(row[place] ?? '') : '';
  };
}

function tableOf(payload: unknown): {
  readonly columns: readonly unknown[];
  readonly rows: readonly unknown[];
} {
  const properties = isRecord(payload) && isRecord(payload.properties) ? payload.properties : {};
  const { columns, rows } = properties;
  return { columns: Array.isArray(columns) ? columns : [], rows: Array.isArray(rows) ? rows : [] };
}

/** Where the query was sent; the answer's own id begins with the scope as well. */
function scopeOf(
  answer: Answer,
  payload: unknown,
): { readonly subscriptionId: string; readonly resourceGroup: string } {
  const id = isRecord(payload) && typeof payload.id === 'string' ? payload.id : '';
  const asked = parseArmId(answer.uri.replace(/^https?:\/\/[^/]+/i, '').replace(/\?.*$/, ''));
  const answered = parseArmId(id);
  return {
    subscriptionId: asked.subscriptionId || answered.subscriptionId,
    resourceGroup: asked.resourceGroup || answered.resourceGroup,
  };
}

function metricsOf(answer: Answer, settings: FileSettings): readonly CostMetric[] {
  const asked = isRecord(answer.body) && typeof answer.body.type === 'string' ? answer.body.type : '';
  const named = settings.metric ?? (datasetByName(asked) || datasetByName(answer.place));
  if (named === 'actual') return ['billed'];
  return named === 'amortized' ? ['effective'] : ['effective', 'billed'];
}

function findDay(
  answer: Answer,
  settings: FileSettings,
): { readonly day: Day; readonly because: string } | undefined {
  if (settings.day) return { day: settings.day, because: 'as replay.yaml says' };
  const period = isRecord(answer.body) ? answer.body.timePeriod : undefined;
  const from =
    isRecord(period) && typeof period.from === 'string' ? parseDay(period.from.slice(0, 10)) : undefined;
  if (from) return { day: from, because: 'the first day that the request asks for' };
  if (answer.recordedOn) return { day: answer.recordedOn, because: 'the day of the recording' };
  const [, month = '', day = '-01'] = /(?<!\d)(20\d\d-[01]\d)(-[0-3]\d)?(?!\d)/.exec(answer.place) ?? [];
  const written = parseDay(`${month}${day}`);
  return written && { day: written, because: 'by the name of the file' };
}
