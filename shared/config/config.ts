import { readFile } from 'node:fs/promises';
import { ConfigurationError } from '../model/errors.ts';
import { crossCheck } from './crossChecks.ts';
import { readYaml } from './document.ts';
import { explainIssue } from './explain.ts';
import { type ConfigProblem, formatProblem } from './problem.ts';
import { type Config, ConfigSchema } from './schema.ts';
import { readSections } from './sections.ts';

/**
 * Reads a configuration file of this path.
 * @throws ConfigurationError listing everything that is wrong
 */
export async function loadConfig(path: string): Promise<Config> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new ConfigurationError(
      `The configuration file ${path} cannot be read.`,
      'Copy purser.example.yaml there and edit it, or name another file.',
      { cause },
    );
  }
  return readConfig(text, path);
}

/**
 * Reads the text of a configuration file; `file` is its name for messages.
 * @throws ConfigurationError listing everything that is wrong, a line each: file:line:column, what, remedy
 */
export function readConfig(text: string, file: string): Config {
  const outcome = parseConfig(text);
  if (outcome.config) return outcome.config;
  const { problems } = outcome;
  throw new ConfigurationError(
    [
      `${file} has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:`,
      ...problems.map((problem) => `  ${formatProblem(problem, file)}`),
    ].join('\n'),
    'Correct what is listed, then check again with: npm run purser -- config check',
  );
}

/** Everything that is wrong with the text of a configuration file, in the order of the file. */
export function checkConfig(text: string): readonly ConfigProblem[] {
  return parseConfig(text).problems;
}

type Outcome =
  | { readonly config: Config; readonly problems: readonly [] }
  | { readonly config: undefined; readonly problems: readonly ConfigProblem[] };

function parseConfig(text: string): Outcome {
  const file = readYaml(text);
  if (!('locate' in file)) return { config: undefined, problems: file };
  const parsed = ConfigSchema.safeParse(file.value);
  const complaints = [
    ...(parsed.error?.issues.flatMap((issue) => explainIssue(issue, file.value)) ?? []),
    ...crossCheck(readSections(file.value)),
  ];
  if (parsed.data && complaints.length === 0) return { config: parsed.data, problems: [] };
  const problems = complaints.map((complaint) => file.locate(complaint));
  return { config: undefined, problems: problems.sort((a, b) => a.line - b.line || a.column - b.column) };
}
