import { z } from 'zod';
import { RequestError } from '../model/errors.ts';
import { SOURCES } from '../model/reading.ts';
import {
  CHANNELS,
  type CollectTask,
  type DeliverTask,
  type MeterTask,
  REPORT_KINDS,
  type ReportTask,
} from '../model/tasks.ts';
import { type Day, parseDay } from '../model/time.ts';
import type { RunRow } from '../store/store.ts';
import type { ReportingApp } from './app.ts';
import { MOST_WAITS } from './collect.ts';
import { MAX_ATTEMPTS } from './deliver.ts';
import { recordRun } from './runs.ts';

const day = z.string().transform((text, context): Day => {
  const parsed = parseDay(text);
  if (parsed) return parsed;
  context.addIssue({ code: 'custom', message: 'is no calendar day such as 2026-11-22' });
  return z.NEVER;
});
const text = z.string().min(1).max(2000);
/** https://www.w3.org/TR/trace-context/#traceparent-header */
const traceparent = z
  .string()
  .regex(/^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/)
  .exactOptional();

const CollectTaskSchema = z.strictObject({
  source: z.enum(['cost', ...SOURCES]),
  scope: text,
  from: day,
  to: day,
  run: text,
  only: z
    .strictObject({ source: z.enum(['cost', ...SOURCES]).exactOptional(), cluster: text.exactOptional() })
    .exactOptional(),
  attempt: z.int().min(2).max(MOST_WAITS).exactOptional(),
  traceparent,
});

const MeterTaskSchema = z.strictObject({ cluster: text, due: z.iso.datetime(), run: text, traceparent });

const ReportTaskSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('assess'), day, run: text, traceparent }),
  z.strictObject({
    kind: z.enum(REPORT_KINDS),
    period: text,
    run: text,
    traceparent,
    wish: z
      .strictObject({
        to: text.exactOptional(),
        team: text.exactOptional(),
        again: z.boolean().exactOptional(),
      })
      .exactOptional(),
  }),
]);

const ReasonSchema = z.discriminatedUnion('role', [
  z.strictObject({ role: z.enum(['finance', 'security', 'operator', 'unowned']) }),
  z.strictObject({ role: z.enum(['lead', 'manager']), team: text }),
  z.strictObject({ role: z.literal('costCenter'), costCenter: text }),
]);

const DeliverTaskSchema = z.strictObject({
  kind: z.enum(REPORT_KINDS),
  period: text,
  audience: text,
  channel: z.enum(CHANNELS),
  hash: z.hash('sha256'),
  run: text,
  at: z.iso.datetime().exactOptional(),
  recipients: z.array(z.strictObject({ address: text, reasons: z.array(ReasonSchema) })).exactOptional(),
  optedOut: z.array(text).exactOptional(),
  preview: z.literal(true).exactOptional(),
  attempt: z.int().min(2).max(MAX_ATTEMPTS).exactOptional(),
  resend: z.int().positive().exactOptional(),
  slot: z.iso.datetime().exactOptional(),
  traceparent,
});

/** Reads a message of the collect queue. @throws RequestError saying what is wrong with it */
export function parseCollectTask(message: unknown): CollectTask {
  return parseMessage('collect', CollectTaskSchema, message);
}

/** Reads a message of the meter queue. @throws RequestError saying what is wrong with it */
export function parseMeterTask(message: unknown): MeterTask {
  return parseMessage('meter', MeterTaskSchema, message);
}

/** Reads a message of the report queue. @throws RequestError saying what is wrong with it */
export function parseReportTask(message: unknown): ReportTask {
  return parseMessage('report', ReportTaskSchema, message);
}

/** Reads a message of the deliver queue. @throws RequestError saying what is wrong with it */
export function parseDeliverTask(message: unknown): DeliverTask {
  return parseMessage('deliver', DeliverTaskSchema, message);
}

/**
 * Reads a message by one of the parsers above, and keeps why it could not be read, for `status`: the message
 * itself goes to the poison queue without its reason.
 */
export async function readMessage<T>(
  app: ReportingApp,
  stage: RunRow['stage'],
  parse: (message: unknown) => T,
  message: unknown,
): Promise<T> {
  try {
    return parse(message);
  } catch (error) {
    const subject = 'a message that cannot be read';
    await recordRun(app, { run: 'unknown', stage, subject }, () => Promise.reject(error));
    throw error;
  }
}

/** A window of days that somebody asks to collect. */
export const CollectionSchema = z.strictObject({
  from: day.describe('First day, such as 2026-10-01.'),
  to: day.describe('Last day, included.'),
  source: z
    .enum(['cost', ...SOURCES])
    .exactOptional()
    .describe('Only this source.'),
  cluster: text.exactOptional().describe('Only clusters of this name.'),
});

function parseMessage<T>(queue: string, schema: z.ZodType<T>, message: unknown): T {
  const parsed = schema.safeParse(message);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    (issue) => `${issue.path.join('.') || 'message'}: ${issue.message}`,
  );
  throw new RequestError(
    `A message of the ${queue} queue cannot be read: ${problems.join('; ')}.`,
    'It goes to the poison queue after five tries. Purser writes these messages itself; delete it there and ask again.',
  );
}
