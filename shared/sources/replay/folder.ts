import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { SourceError } from '../../model/errors.ts';

/**
 * Lists the files of a folder and its sub-folders as paths with `/`, sorted. Names that begin with a dot
 * and links are passed over: a replay folder holds its payloads itself.
 * @throws SourceError notFound
 */
export async function listFiles(directory: string): Promise<readonly string[]> {
  const files: string[] = [];
  const pending = [''];
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    const entries = await readdir(join(directory, folder), { withFileTypes: true }).catch(
      (cause: unknown) => {
        throw new SourceError(
          { source: 'replay folder', scope: directory },
          'notFound',
          `the folder ${folder === '' ? '' : `${folder} in it `}cannot be read`,
          'Check the path; it must be a folder with recorded payloads (docs/replay.md).',
          { cause },
        );
      },
    );
    for (const entry of entries) {
      if (entry.name.startsWith('.')) continue;
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) pending.push(path);
      else if (entry.isFile()) files.push(path);
    }
  }
  return files.sort();
}
