import { z } from 'zod';
import { readYaml } from '../../config/document.ts';
import { matchesPattern } from '../../config/pattern.ts';
import { type ConfigProblem, formatProblem } from '../../config/problem.ts';
import { ConfigurationError } from '../../model/errors.ts';
import { type Day, parseDay } from '../../model/time.ts';

/** Name of the optional file that says what the payloads in a replay folder do not. */
export const SETTINGS_FILE = 'replay.yaml';

const day = z.string().transform((text, context): Day => {
  const parsed = parseDay(text);
  if (parsed) return parsed;
  context.addIssue({ code: 'custom', message: 'write a day as 2026-10-31' });
  return z.NEVER;
});
const currency = z
  .string()
  .regex(/^[A-Za-z]{3}$/, 'write a currency as three letters, such as EUR')
  .transform((text) => text.toUpperCase());

const SettingsSchema = z.strictObject({
  /** Assumed for every payload that names no currency. */
  currency: currency.optional(),
  files: z
    .array(
      z.strictObject({
        /** Path from the replay folder, with `/`; `*` stands for any run of characters. */
        path: z.string().min(1, 'write a path'),
        /** Name or ARM id of the cluster that an allocation or Kubernetes file is about. */
        cluster: z.string().min(1, 'write the name or the ARM id of a cluster').optional(),
        /** The day to book costs on that carry none. */
        day: day.optional(),
        currency: currency.optional(),
        metric: z.enum(['actual', 'amortized'], { error: 'write actual or amortized' }).optional(),
        ignore: z.boolean({ error: 'write true or false' }).optional(),
      }),
    )
    .default([]),
});

/** What is known about one file beyond its content. */
export interface FileSettings {
  readonly cluster: string | undefined;
  readonly day: Day | undefined;
  readonly currency: string | undefined;
  readonly metric: 'actual' | 'amortized' | undefined;
  readonly ignore: boolean;
}

/** Gives what the settings say about a file; of several entries that match it, the first to say something counts. */
export type FindSettings = (file: string) => FileSettings;

/**
 * Reads the text of a `replay.yaml`; an empty one says nothing.
 * @throws ConfigurationError listing everything that is wrong with its line and column
 */
export function readSettings(text: string): FindSettings {
  const { currency: common, files } = parseSettings(text);
  return (file) => {
    const entries = files.filter((entry) => matchesPattern(file, entry.path));
    return {
      cluster: entries.find((entry) => entry.cluster !== undefined)?.cluster,
      day: entries.find((entry) => entry.day !== undefined)?.day,
      currency: entries.find((entry) => entry.currency !== undefined)?.currency ?? common,
      metric: entries.find((entry) => entry.metric !== undefined)?.metric,
      ignore: entries.find((entry) => entry.ignore !== undefined)?.ignore ?? false,
    };
  };
}

function parseSettings(text: string): z.output<typeof SettingsSchema> {
  if (/^(\s|#.*)*$/.test(text)) return { files: [] };
  const file = readYaml(text);
  if (!('locate' in file)) throw wrongSettings(file);
  const parsed = SettingsSchema.safeParse(file.value);
  if (parsed.success) return parsed.data;
  throw wrongSettings(
    parsed.error.issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) =>
            file.locate({
              path: [...issue.path, key],
              part: 'key',
              message: 'is not a setting of a replay folder',
              remedy: 'Remove it; docs/replay.md lists what may stand here.',
            }),
          )
        : [
            file.locate({
              path: issue.path,
              part: 'value',
              message: 'cannot be used',
              remedy: `Correct it: ${issue.message}.`,
            }),
          ],
    ),
  );
}

function wrongSettings(problems: readonly ConfigProblem[]): ConfigurationError {
  return new ConfigurationError(
    [
      `${SETTINGS_FILE} has a problem:`,
      ...problems.map((problem) => `  ${formatProblem(problem, SETTINGS_FILE)}`),
    ].join('\n'),
    'Correct what is listed; docs/replay.md describes the file.',
  );
}
