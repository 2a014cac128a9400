import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { checkConfig, readConfig } from '../../shared/config/config.ts';
import { checkEnvironment } from '../../shared/config/environment.ts';
import { formatProblem } from '../../shared/config/problem.ts';
import { ConfigurationError, RequestError } from '../../shared/model/errors.ts';
import { openOwnTemplates } from '../../shared/render/template/overrides.ts';

/** `config check [FILE]`: says what is wrong with a configuration and the templates it names, with line and column. */
export async function checkConfigFile(args: string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: { config: { type: 'string' } },
  });
  const [action, file = values.config ?? process.env.PURSER_CONFIG ?? 'purser.yaml'] = positionals;
  if (action !== 'check')
    throw new RequestError(`There is no "config ${action ?? ''}".`, 'Write: config check [FILE].');
  const text = readText(file);
  const problems = checkConfig(text);
  for (const problem of problems) console.log(formatProblem(problem, file));
  if (problems.length > 0) {
    console.log(`${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}`);
    return 1;
  }
  const config = readConfig(text, file);
  await openOwnTemplates(config, resolve(file));
  for (const { message, remedy } of checkEnvironment(config, process.env)) {
    console.log(`${message}\n  → ${remedy}`);
  }
  console.log(`${file} is in order.`);
  return 0;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new ConfigurationError(
      `${file} cannot be read.`,
      'Name the file: config check purser.yaml. purser.example.yaml is a start.',
      { cause },
    );
  }
}
