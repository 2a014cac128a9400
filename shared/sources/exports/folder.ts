import { open, readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { SourceError } from '../../model/errors.ts';
import { compareText } from '../../model/order.ts';
import { EXPORT_SOURCE } from './rows.ts';
import { type ExportStore, type StoredFile, showName, toPrefix } from './store.ts';

/** A local folder that holds what a container holds: exports copied from Azure, with their paths. */
export function openFolder(folder: string, directory: string): ExportStore {
  const root = resolve(folder);
  const prefix = toPrefix(directory);
  const pathOf = (name: string): string => {
    const path = resolve(root, name);
    if (path.startsWith(root + sep)) return path;
    throw new SourceError(
      { source: EXPORT_SOURCE, scope: showName(name) },
      'malformed',
      'the name leads out of the folder of exports',
      'Find out who wrote that manifest; a name must be a path below the folder.',
    );
  };
  return {
    async list() {
      const start = join(root, prefix);
      const entries = await readdir(start, { recursive: true, withFileTypes: true }).catch(
        (cause: unknown) => {
          throw new SourceError(
            { source: EXPORT_SOURCE, scope: folder },
            'notFound',
            `the folder${prefix === '' ? '' : ` or its directory ${showName(prefix)}`} cannot be listed`,
            'Check cost.exports in the configuration, and the permissions of the folder.',
            { cause },
          );
        },
      );
      const files: StoredFile[] = [];
      for (const entry of entries) {
        if (!entry.isFile()) continue;
        const path = join(entry.parentPath, entry.name);
        files.push({ name: relative(root, path).split(sep).join('/'), bytes: (await stat(path)).size });
      }
      return files.sort((a, b) => compareText(a.name, b.name));
    },
    readText: (name) => readFile(pathOf(name), 'utf8').catch(toMissing(name)),
    async withFile(name, use) {
      const path = pathOf(name);
      const file = await open(path).catch(toMissing(name));
      await file.close();
      return use(path);
    },
  };
}

function toMissing(name: string): (cause: unknown) => never {
  return (cause) => {
    throw new SourceError(
      { source: EXPORT_SOURCE, scope: showName(name) },
      'notFound',
      'the file cannot be opened',
      'Copy the whole run of the export, and check the permissions of the folder.',
      { cause },
    );
  };
}
