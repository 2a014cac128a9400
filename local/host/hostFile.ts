import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ConfigurationError } from '../../shared/model/errors.ts';
import type { LogLevel } from './coreTypes.ts';

/** `hh:mm:ss` or `d.hh:mm:ss`, in milliseconds. */
const timeSpan = z
  .string()
  .regex(/^(?:\d+\.)?\d{1,2}:[0-5]?\d:[0-5]?\d$/, 'is no time span such as 00:00:10')
  .transform((text) => {
    const [, days, hours, minutes, seconds] = /^(?:(\d+)\.)?(\d+):(\d+):(\d+)$/.exec(text) ?? [];
    return (((Number(days ?? 0) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
  });

const levelName = z
  .enum(['Trace', 'Debug', 'Information', 'Warning', 'Error', 'Critical', 'None'])
  .transform((name) => name.toLowerCase() as LogLevel);

/**
 * The parts of host.json that the local host obeys, with Azure's defaults (Microsoft Learn, "host.json reference for
 * Azure Functions 2.x and later", and "Azure Queue storage trigger and bindings"). Other parts are left to Azure;
 * so is `functionTimeout`: a process of ours is not killed for taking long.
 */
const hostFileSchema = z.object({
  version: z.literal('2.0'),
  extensions: z
    .object({
      queues: z
        .object({
          batchSize: z.int().min(1).max(32).default(16),
          newBatchSize: z.int().min(0).optional(),
          maxDequeueCount: z.int().min(1).default(5),
          visibilityTimeout: timeSpan.default(0),
          maxPollingInterval: timeSpan.default(60_000),
          messageEncoding: z.enum(['base64', 'none']).default('base64'),
        })
        .prefault({}),
      http: z.object({ routePrefix: z.string().default('api') }).prefault({}),
    })
    .prefault({}),
  logging: z
    .object({ logLevel: z.object({ default: levelName.default('information') }).prefault({}) })
    .prefault({}),
});

export interface QueueOptions {
  /** Messages taken at a time; the next are taken when `newBatchSize` or fewer are still running. */
  readonly batchSize: number;
  readonly newBatchSize: number;
  readonly maxDequeueCount: number;
  /** How long a message stays hidden after a failed try. */
  readonly visibilityTimeoutMs: number;
  /** The longest pause between two looks into an empty queue. */
  readonly maxPollingIntervalMs: number;
  readonly messageEncoding: 'base64' | 'none';
}

export interface HostOptions {
  readonly queues: QueueOptions;
  readonly routePrefix: string;
  readonly logLevel: LogLevel;
}

/**
 * Reads `host.json` in the app's directory.
 * @throws ConfigurationError naming the file and the field
 */
export function readHostFile(appDirectory: string): HostOptions {
  const path = join(appDirectory, 'host.json');
  const parsed = hostFileSchema.safeParse(readJson(path));
  if (!parsed.success) {
    throw new ConfigurationError(`${path}: ${z.prettifyError(parsed.error)}`, 'Correct host.json.');
  }
  const { queues, http } = parsed.data.extensions;
  return {
    queues: {
      batchSize: queues.batchSize,
      newBatchSize: queues.newBatchSize ?? Math.floor(queues.batchSize / 2),
      maxDequeueCount: queues.maxDequeueCount,
      visibilityTimeoutMs: queues.visibilityTimeout,
      maxPollingIntervalMs: queues.maxPollingInterval,
      messageEncoding: queues.messageEncoding,
    },
    routePrefix: http.routePrefix,
    logLevel: parsed.data.logging.logLevel.default,
  };
}

/** @throws ConfigurationError when the file is missing or no JSON */
export function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new ConfigurationError(
      `${path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}.`,
      'A function app needs package.json and host.json in its directory.',
      { cause },
    );
  }
}
