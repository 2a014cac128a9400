import { globSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { ConfigurationError } from '../../shared/model/errors.ts';
import { readJson } from './hostFile.ts';

const packageSchema = z.object({ main: z.string() });

/**
 * Loads the app's entry points: the files that `main` of its package.json names, a path or a pattern, in the order of
 * their names. In Azure one file that throws hides all functions, and nobody says which file; here the host does not
 * start, and says it.
 * @throws ConfigurationError naming the file that could not be loaded
 */
export async function loadApp(appDirectory: string): Promise<void> {
  const path = join(appDirectory, 'package.json');
  const parsed = packageSchema.safeParse(readJson(path));
  if (!parsed.success) {
    throw new ConfigurationError(`${path} has no "main".`, 'Name the entry points, as dist/functions/*.js.');
  }
  const { main } = parsed.data;
  const files = globSync(main, { cwd: appDirectory }).sort();
  if (files.length === 0) {
    throw new ConfigurationError(
      `No file of ${appDirectory} matches "${main}", the "main" of its package.json.`,
      'Build the app first (npm run build).',
    );
  }
  for (const file of files) await loadFile(appDirectory, file);
}

async function loadFile(appDirectory: string, file: string): Promise<void> {
  try {
    await import(pathToFileURL(join(appDirectory, file)).href);
  } catch (cause) {
    throw new ConfigurationError(
      `The entry point ${file} could not be loaded, which hides all functions of the app: ${
        cause instanceof Error ? cause.message : String(cause)
      }`,
      `Correct ${file}.`,
      { cause },
    );
  }
}
